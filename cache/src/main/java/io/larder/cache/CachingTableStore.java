package io.larder.cache;

import com.github.benmanes.caffeine.cache.Scheduler;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.store.StoreGuarantees;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.TableStore;
import io.larder.store.WriteObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table store with an item cache and a query cache before another one. Every read, consistent or
 * not, is answered from memory where {@link Coherence} proves the entry current; writes and table
 * operations go to the other store, whose commits keep the caches coherent.
 */
public final class CachingTableStore implements TableStore {
  private final TableStore store;
  private final ItemCache items;
  private final ItemReads itemReads;
  private final BatchReads batchReads;
  private final TransactionReads transactionReads;
  private final PageReads pageReads;

  private CachingTableStore(TableStore store, CacheOptions options, Scheduler scheduler) {
    this.store = store;
    this.items = new ItemCache(options);
    var pages = new QueryCache(options);
    var inFlight = new ReadsInFlight();
    StoreGuarantees guarantees = store.guarantees();
    Consistency consistency = options.consistency();
    ReadRules rules = ReadRules.of(guarantees, consistency);
    var coherence =
        new Coherence(
            items,
            guarantees,
            consistency,
            options.ticker(),
            versions ->
                new QuietTime(
                    versions,
                    guarantees.quietTime(),
                    options.ticker(),
                    scheduler,
                    ForkJoinPool.commonPool()));
    boolean agesOnly = consistency == Consistency.DAX;
    var disproof =
        new Disproof(!rules.keepsConsistent() && !agesOnly, coherence, items, pages, inFlight);
    this.itemReads = new ItemReads(store, items, coherence, inFlight, rules, disproof);
    this.batchReads = new BatchReads(store, items, itemReads, inFlight, rules, disproof);
    this.transactionReads =
        new TransactionReads(store, items, coherence.collections().versions(), rules, disproof);
    this.pageReads = new PageReads(store, pages, coherence, agesOnly, inFlight, rules, disproof);
    store.observe(coherence);
    store.watch(event -> forget(event, coherence, pages));
  }

  private void forget(TableEvent event, Coherence coherence, QueryCache pages) {
    switch (event) {
      case TableEvent.Dropped(var table) -> {
        // Its id never comes back, so this only frees memory and needs no order with readers.
        items.forget(table);
        pages.forget(table);
        coherence.forget(table);
      }
      case TableEvent.Created _, TableEvent.Changed _ -> {}
    }
  }

  /** Puts caches before {@code store}, which must not have been written to by others meanwhile. */
  public static CachingTableStore over(TableStore store, CacheOptions options) {
    return over(store, options, Scheduler.systemScheduler());
  }

  /**
   * @param scheduler for what must wait until a write of unknown end has come or never will
   */
  static CachingTableStore over(TableStore store, CacheOptions options, Scheduler scheduler) {
    return new CachingTableStore(store, options, scheduler);
  }

  /**
   * The answer from memory, or the read that is left to do. Never blocks.
   *
   * @throws io.larder.protocol.error.ServiceException where the request is at fault
   */
  public Lookup look(Request.Cacheable<?> request) {
    return switch (request) {
      case GetItemRequest getItem -> itemReads.look(getItem);
      case QueryRequest query -> pageReads.look(query);
      case ScanRequest scan -> pageReads.look(scan);
      case BatchGetItemRequest batchGetItem -> batchReads.look(batchGetItem);
      case TransactGetItemsRequest transactGetItems -> transactionReads.look(transactGetItems);
    };
  }

  public CacheStatistics statistics() {
    return pageReads.statistics(items.statistics());
  }

  @Override
  public @Nullable Table known(String nameOrArn) {
    return store.known(nameOrArn);
  }

  @Override
  public @Nullable Table defined(String nameOrArn) {
    return store.defined(nameOrArn);
  }

  @Override
  public Table find(String nameOrArn) {
    return store.find(nameOrArn);
  }

  @Override
  public StoreGuarantees guarantees() {
    return store.guarantees();
  }

  @Override
  public void observe(WriteObserver observer) {
    store.observe(observer);
  }

  @Override
  public void watch(Consumer<TableEvent> watcher) {
    store.watch(watcher);
  }

  @Override
  @SuppressWarnings("unchecked") // what is found or read is what the request is answered with
  public <R extends Response> R read(Request.Read<R> request) {
    if (!(request instanceof Request.Cacheable<R> cacheable)) {
      return store.read(request);
    }
    return (R)
        switch (look(cacheable)) {
          case Response hit -> hit;
          case Lookup.Miss miss -> miss.read();
        };
  }

  @Override
  public <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
    return store.write(request);
  }

  @Override
  public <R extends Response> R describe(Request.Describe<R> request) {
    return store.describe(request);
  }

  @Override
  public <R extends Response> CompletableFuture<R> change(Request.Change<R> request) {
    return store.change(request);
  }

  @Override
  public CompletableFuture<ForwardedResponse> forward(ForwardedRequest request) {
    return store.forward(request);
  }

  @Override
  public void close() {
    store.close();
  }
}
