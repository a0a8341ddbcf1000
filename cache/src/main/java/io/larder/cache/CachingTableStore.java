package io.larder.cache;

import com.github.benmanes.caffeine.cache.Scheduler;
import io.larder.cache.advice.AccessSamples;
import io.larder.cache.coherence.Coherence;
import io.larder.cache.coherence.Disproof;
import io.larder.cache.coherence.ReadsInFlight;
import io.larder.cache.entries.ExpirySweep;
import io.larder.cache.entries.ItemCache;
import io.larder.cache.entries.QueryCache;
import io.larder.cache.entries.RecentWrites;
import io.larder.cache.policy.Consistency;
import io.larder.cache.policy.Policies;
import io.larder.cache.reads.BatchReads;
import io.larder.cache.reads.ExpiredItems;
import io.larder.cache.reads.Invalidation;
import io.larder.cache.reads.ItemReads;
import io.larder.cache.reads.PageReads;
import io.larder.cache.reads.ReadRules;
import io.larder.cache.reads.Revalidation;
import io.larder.cache.reads.TransactionReads;
import io.larder.cache.statistics.CacheStatistics;
import io.larder.cache.statistics.Held;
import io.larder.cache.statistics.TableCounts;
import io.larder.cache.tables.CachedTable;
import io.larder.cache.tables.CachedTables;
import io.larder.cache.versions.QuietTime;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.store.ForwardingTableStore;
import io.larder.store.PagePlan;
import io.larder.store.PointPlan;
import io.larder.store.PrimaryKey;
import io.larder.store.StoreGuarantees;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.TableStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * A table store with an item cache and a query cache before another one. Every read, consistent or
 * not, is answered from memory where {@link Coherence} proves the entry current; writes and table
 * operations go to the other store, whose commits keep the caches coherent.
 */
public final class CachingTableStore extends ForwardingTableStore {
  private final CachedTables tables;
  private final ItemCache items;
  private final ItemReads itemReads;
  private final BatchReads batchReads;
  private final TransactionReads transactionReads;
  private final PageReads pageReads;
  private final QueryCache pages;
  private final Invalidation invalidation;

  private CachingTableStore(TableStore store, CacheOptions options, Scheduler scheduler) {
    super(store);
    this.tables =
        new CachedTables(
            options.policies(),
            AccessSamples.of(
                options.itemCacheBytes(),
                options.itemTtl(),
                options.queryCacheBytes(),
                options.queryTtl(),
                options.ticker()));
    this.items = new ItemCache(options.ofItems(), tables);
    var recentWrites = RecentWrites.of(options.queryCacheBytes());
    this.pages = new QueryCache(options.ofPages(), options.clock(), tables, recentWrites);
    var inFlight = new ReadsInFlight();
    StoreGuarantees guarantees = store.guarantees();
    Consistency consistency = options.consistency();
    ReadRules rules = ReadRules.of(guarantees, consistency);
    var coherence =
        new Coherence(
            tables,
            items,
            recentWrites,
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
    var expired = new ExpiredItems(store, tables, options.clock());
    var revalidation =
        new Revalidation(read -> Thread.ofVirtual().name("larder-revalidation").start(read));
    this.itemReads =
        new ItemReads(
            store,
            tables,
            items,
            coherence,
            inFlight,
            rules,
            disproof,
            expired,
            agesOnly ? revalidation : null);
    this.batchReads = new BatchReads(store, itemReads, inFlight, rules, disproof);
    this.transactionReads =
        new TransactionReads(
            store, items, itemReads, coherence.collections().versions(), rules, disproof);
    this.pageReads =
        new PageReads(
            store,
            tables,
            pages,
            itemReads,
            coherence,
            agesOnly,
            revalidation,
            inFlight,
            rules,
            disproof);
    this.invalidation =
        new Invalidation(
            items, pages, pageReads, coherence, inFlight, guarantees.namesIndexPartitions());
    store.observe(coherence);
    store.watch(event -> forget(event, coherence));
  }

  private void forget(TableEvent event, Coherence coherence) {
    switch (event) {
      case TableEvent.Dropped(var table) -> {
        tables.forget(table);
        // Its id never comes back, so this only frees memory and needs no order with readers.
        items.forget(table);
        pages.forget(table);
        coherence.forget(table);
      }
      case TableEvent.Created(var table) -> tables.of(table);
      case TableEvent.Changed(_, var now) when now.isInaccessible() -> {
        // Nobody may read them any more, from nowhere; the table is not looked up meanwhile.
        items.forget(now);
        pages.forget(now);
      }
      case TableEvent.Changed(_, var now) -> tables.of(now);
    }
  }

  /** Puts caches before {@code store}, which must not have been written to by others meanwhile. */
  public static CachingTableStore over(TableStore store, CacheOptions options) {
    CachingTableStore caches = over(store, options, Scheduler.systemScheduler());
    ExpirySweep.start(caches.items, Scheduler.systemScheduler(), ForkJoinPool.commonPool());
    return caches;
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

  /** What is asked of the caches now. */
  public Policies policies() {
    return tables.policies();
  }

  /**
   * Treats tables by other policies from now on, what is kept of them too. Times to live count from
   * the time of storing. For one thread at a time.
   */
  public void treat(Policies policies) {
    if (endsBypass(policies)) {
      // Pages that only age must not come back after others have been seen past them.
      pageReads.renew();
    }
    tables.treat(policies);
    items.treat();
    pages.treat(policies);
  }

  private boolean endsBypass(Policies policies) {
    return tables.all().stream()
        .anyMatch(table -> table.policy().bypass() && !policies.of(table.name()).bypass());
  }

  /**
   * Has entries, those that are there too, leave the caches at another age, unless the policy of
   * their table has one of its own.
   *
   * @param itemTtl zero for never
   * @param queryTtl zero for pages not to be kept at all
   */
  public void expireAfter(Duration itemTtl, Duration queryTtl) {
    treat(policies().withTimes(itemTtl, queryTtl));
    tables.samples().live(itemTtl, queryTtl);
  }

  /** Forgets all that the caches hold. Returns before that is done. */
  public void clear() {
    items.clear();
    pages.clear();
  }

  /**
   * Has an item forgotten, with all pages that may show it: reads that begin afterwards are
   * answered by what the store has. Returns how many items were kept.
   */
  public long invalidate(Table table, PrimaryKey key) {
    return invalidation.item(table, key);
  }

  /** The same of all items with that partition key. */
  public long invalidatePartition(Table table, AttributeValue partitionKey) {
    return invalidation.partition(table, partitionKey);
  }

  /** The same of a table; pages of others are read anew, too. */
  public long invalidate(Table table) {
    return invalidation.table(table);
  }

  /** The same of all tables. */
  public long invalidateAll() {
    return invalidation.everything();
  }

  /** The keys of items that are kept, those first that are likely to be asked for. */
  public List<PrimaryKey> hottest(int most) {
    return items.hottest(most);
  }

  /** What is known of a key, for who only looks; null if nothing, or not for sure at the moment. */
  public @Nullable CachedItem peek(PrimaryKey key) {
    ItemCache.Known known = itemReads.isStable(key) ? items.peek(key) : null;
    return known == null ? null : new CachedItem(known.entry().item(), known.bytes(), known.age());
  }

  /** What is read, in samples. */
  public AccessSamples samples() {
    return tables.samples();
  }

  /** The items that are kept of a table. */
  public Held heldItems(Table table) {
    return items.held(table);
  }

  /** What is known of each table. */
  public List<CachedTable> cachedTables() {
    return tables.all();
  }

  public CacheStatistics statistics() {
    TableCounts total = tables.total();
    TableCounts.Reads queries = total.queries();
    TableCounts.Reads scans = total.scans();
    return new CacheStatistics(
        items.statistics(total.items()),
        pages.statistics(queries.hits() + scans.hits(), queries.misses() + scans.misses()),
        queries.hits(),
        queries.misses(),
        scans.hits(),
        scans.misses(),
        pageReads.coalesced());
  }

  @Override
  @SuppressWarnings("unchecked") // what is found or read is what the request is answered with
  public <R extends Response> R read(Request.Read<R> request) {
    if (!(request instanceof Request.Cacheable<R> cacheable)) {
      return super.read(request);
    }
    return (R)
        switch (look(cacheable)) {
          case Response hit -> hit;
          case Lookup.Miss miss -> miss.read();
        };
  }

  @Override
  public @Nullable Item item(PointPlan plan) {
    return read(plan.request()).item();
  }

  @Override
  public ItemPage page(PagePlan plan) {
    return switch (plan) {
      case PagePlan.OfQuery query -> read(query.request()).page();
      case PagePlan.OfScan scan -> read(scan.request()).page();
    };
  }
}
