package io.larder.store.lmdb;

import io.larder.protocol.item.Item;
import io.larder.protocol.item.SipHash;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.store.PagePlan;
import io.larder.store.PointPlan;
import io.larder.store.StoreGauge;
import io.larder.store.StoreGuarantees;
import io.larder.store.StoreHealth;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.TableStore;
import io.larder.store.WriteObserver;
import io.larder.store.access.TableAccess;
import io.larder.store.lmdb.binding.Env;
import io.larder.store.lmdb.changes.StreamTail;
import io.larder.store.lmdb.delivery.Deliverer;
import io.larder.store.lmdb.delivery.DeliveryReads;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.Checkpoints;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.engine.Journal;
import io.larder.store.lmdb.engine.Memtables;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.engine.StoreKeys;
import io.larder.store.lmdb.engine.StoredRandom;
import io.larder.store.lmdb.engine.Ticker;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.items.BatchWrites;
import io.larder.store.lmdb.items.ExpirySweep;
import io.larder.store.lmdb.items.IdempotencyTokens;
import io.larder.store.lmdb.items.ItemWrites;
import io.larder.store.lmdb.items.Pages;
import io.larder.store.lmdb.items.PointReads;
import io.larder.store.lmdb.items.SingleWrites;
import io.larder.store.lmdb.items.Transactions;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.Migration;
import io.larder.store.lmdb.maintenance.StoreMaintenance;
import io.larder.store.lmdb.streams.StreamLife;
import io.larder.store.lmdb.streams.StreamReads;
import io.larder.store.lmdb.streams.StreamRetention;
import io.larder.store.lmdb.tables.Backlog;
import io.larder.store.lmdb.tables.Catalog;
import io.larder.store.lmdb.tables.CustomerKeys;
import io.larder.store.lmdb.tables.Pace;
import io.larder.store.lmdb.tables.StoredAttributeLists;
import io.larder.store.lmdb.tables.TableKeys;
import io.larder.store.lmdb.writer.GroupCommit;
import io.larder.store.lmdb.writer.OpenJobs;
import io.larder.store.lmdb.writer.Sealing;
import io.larder.store.lmdb.writer.Sizes;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.Writer;
import io.larder.store.names.AttributeListStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tables in LMDB: any number of threads read snapshots, one commits groups of writes. What was
 * acknowledged is on disk. Each operation is in a class of its own; this one says which.
 */
public final class LmdbTableStore implements TableStore, StoreHealth {
  private final Environment environment;
  private final Snapshots snapshots;
  private final Journal journal;
  private final Sizes sizes;
  private final OpenJobs openJobs;
  private final Checkpoints checkpoints;
  private final GroupCommit commits;
  private final StreamTail tail;
  private final Writer writer;
  private final Deliverer deliverer;
  private final StoredAttributeLists attributeLists;
  private final PointReads pointReads;
  private final Pages pages;
  private final SingleWrites singleWrites;
  private final BatchWrites batchWrites;
  private final Transactions transactions;
  private final CustomerKeys customerKeys;
  private final ControlRequests controlRequests;
  private final StoreMaintenance maintenance;
  private boolean closed;

  private LmdbTableStore(
      Environment environment,
      Snapshots snapshots,
      Journal journal,
      LmdbOptions options,
      Ticker ticker,
      KeyLayout layout,
      KeyRing keys) {
    var itemWrites = new ItemWrites(layout, options.throughput());
    this.environment = environment;
    this.snapshots = snapshots;
    this.journal = journal;
    this.maintenance = new StoreMaintenance(environment, snapshots, layout);
    this.openJobs = new OpenJobs();
    var backlog = new Backlog(layout, openJobs, ticker);
    Tables tables;
    try (Snapshot recovered = snapshots.open()) {
      backlog.load(recovered);
      this.sizes = Sizes.load(recovered);
      tables = Catalog.load(recovered);
      TableKeys.load(recovered, environment, keys, tables);
      this.tail = StreamTail.load(recovered, tables.streams(), options.clock());
    }
    var pace = new Pace(options.controlPlane(), options.clock(), sizes, tables, ticker);
    var sweep =
        new ExpirySweep(layout, itemWrites, options.clock(), options.timeToLiveSweep(), ticker);
    this.checkpoints = journal.checkpoints();
    this.commits = new GroupCommit(snapshots, journal, sizes, tail, tables, openJobs, ticker);
    watch(event -> TableKeys.forget(keys, event));
    tables.byName().values().forEach(entry -> options.throughput().add(entry.table()));
    watch(options.throughput()::changed);
    var sealing = new Sealing(keys, ticker);
    var retention = new StreamRetention(tail, options.clock(), ticker, commits::tables, keys);
    this.deliverer =
        new Deliverer(
            commits::tables,
            new DeliveryReads(snapshots, tail, keys),
            options.delivery(),
            options.controlPlane(),
            options.clock(),
            ticker);
    var chores = List.of(pace, sweep, backlog, sealing, retention, deliverer);
    this.writer = new Writer(journal, commits, chores, options.writer());
    this.attributeLists = new StoredAttributeLists(writer);
    try (Snapshot recovered = snapshots.open()) {
      attributeLists.load(recovered);
    }
    this.pointReads = new PointReads(layout, snapshots, options.throughput());
    this.pages = new Pages(layout, snapshots, options.throughput());
    this.singleWrites = new SingleWrites(layout, itemWrites);
    this.batchWrites = new BatchWrites(layout, itemWrites);
    this.transactions =
        new Transactions(layout, itemWrites, new IdempotencyTokens(options.clock()), ticker);
    this.customerKeys =
        new CustomerKeys(
            keys,
            options.encryption(),
            options.owner(),
            options.clock(),
            snapshots,
            commits,
            writer);
    this.controlRequests =
        new ControlRequests(
            options,
            sizes,
            pace,
            new StreamLife(tail, environment, options.clock()),
            new StreamReads(snapshots, tail, keys, options.clock()),
            customerKeys,
            writer);
  }

  /** Loads what the first opening of a store takes longest for. */
  public static void load() {
    Env.load();
  }

  /**
   * Opens the store and recovers everything that was acknowledged.
   *
   * @throws IllegalStateException if the directory is in use by another process, or was written by
   *     a newer version
   */
  public static LmdbTableStore open(LmdbOptions options) {
    return open(options, EngineParts.DEFAULT);
  }

  static LmdbTableStore open(LmdbOptions options, EngineParts parts) {
    return open(options, parts, KeyLayout::ofService);
  }

  /** {@code layout} makes the layout from the key of the store's hash. */
  static LmdbTableStore open(
      LmdbOptions options, EngineParts parts, Function<byte[], KeyLayout> layout) {
    LmdbTableStore store = withoutThread(options, parts, layout);
    store.deliverer.start(store.writer);
    store.writer.start();
    store.customerKeys.start();
    return store;
  }

  /** A store that makes a step only when its {@link #writer} is told to. */
  static LmdbTableStore withoutThread(LmdbOptions options, EngineParts parts) {
    return withoutThread(options, parts, KeyLayout::ofService);
  }

  private static LmdbTableStore withoutThread(
      LmdbOptions options, EngineParts parts, Function<byte[], KeyLayout> makeLayout) {
    Environment environment = Environment.open(options.engine());
    try {
      byte[] hashKey =
          StoredRandom.of(environment, CatalogKey.HASH_KEY, SipHash.KEY_LENGTH, parts.random());
      KeyLayout layout = makeLayout.apply(hashKey);
      Migration.run(environment, layout, Migration.Portions.DEFAULT);
      KeyRing keys = StoreKeys.open(environment, options.encryption(), parts);
      var memtables = new Memtables();
      var snapshots = new Snapshots(environment, memtables, keys, options.engine().maxReaders());
      var journal = Journal.open(environment, memtables, parts);
      var store =
          new LmdbTableStore(
              environment, snapshots, journal, options, parts.ticker(), layout, keys);
      store.writer.begin();
      store.controlRequests.begin(store.commits.tables());
      store.customerKeys.check();
      return store;
    } catch (RuntimeException | Error e) {
      environment.close();
      throw e;
    }
  }

  Writer writer() {
    return writer;
  }

  /** Looks after the keys that tables name, as is done now and then. */
  void checkKeys() {
    customerKeys.check();
  }

  /**
   * Lets go of a store {@link #withoutThread} as the end of its process would: nothing more is
   * written or answered.
   */
  void abandon() throws IOException {
    journal.abandon();
    snapshots.close();
    environment.close();
  }

  /** The lists of attribute names that are kept with the tables. */
  public AttributeListStore attributeLists() {
    return attributeLists;
  }

  /** The long work on the whole store; it must have ended before {@link #close} can. */
  public StoreMaintenance maintenance() {
    return maintenance;
  }

  @Override
  public @Nullable Table known(String nameOrArn) {
    return commits.tables().serving(nameOrArn);
  }

  @Override
  public TableAccess access(String nameOrArn) {
    return commits.tables().access(nameOrArn);
  }

  /**
   * Only the writer writes; what it could not finish is decided by the next start, and until then
   * nothing becomes visible any more.
   */
  @Override
  public StoreGuarantees guarantees() {
    return StoreGuarantees.exact();
  }

  @Override
  public void observe(WriteObserver observer) {
    commits.observers().add(observer);
  }

  @Override
  public void watch(Consumer<TableEvent> watcher) {
    commits.watchers().add(watcher);
  }

  @Override
  @SuppressWarnings("unchecked") // each case answers what its request is answered with
  public <R extends Response> R read(Request.Read<R> request) {
    Tables tables = commits.tables();
    return (R)
        Reading.of(
            () ->
                switch (request) {
                  case GetItemRequest get -> pointReads.get(tables, get);
                  case QueryRequest query ->
                      pages.answer(PagePlan.of(query, tables.table(query.tableName())));
                  case ScanRequest scan ->
                      pages.answer(PagePlan.of(scan, tables.table(scan.tableName())));
                  case BatchGetItemRequest batch -> pointReads.batchGet(tables, batch);
                  case TransactGetItemsRequest transaction ->
                      pointReads.transactGet(tables, transaction);
                });
  }

  @Override
  public @Nullable Item item(PointPlan plan) {
    return Reading.of(() -> pointReads.item(plan.in(commits.tables().table(plan.tableName()))));
  }

  @Override
  public ItemPage page(PagePlan plan) {
    return Reading.of(() -> pages.read(plan.in(commits.tables().table(plan.tableName()))));
  }

  @Override
  public <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
    return submit(
        tables ->
            switch (request) {
              case PutItemRequest put -> singleWrites.put(tables, put);
              case UpdateItemRequest update -> singleWrites.update(tables, update);
              case DeleteItemRequest delete -> singleWrites.delete(tables, delete);
              case BatchWriteItemRequest batch -> batchWrites.write(tables, batch);
              case TransactWriteItemsRequest transaction -> transactions.write(tables, transaction);
            });
  }

  @Override
  public <R extends Response> CompletableFuture<R> change(Request.Change<R> request) {
    return controlRequests.change(request);
  }

  /** Prepares a write on the caller's thread and queues it. */
  @SuppressWarnings("unchecked") // each request prepares the work that it is answered by
  private <R extends Response> CompletableFuture<R> submit(
      Function<Tables, Work<? extends Response>> preparation) {
    try {
      return writer.submit((Work<R>) preparation.apply(commits.tables()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public <R extends Response> R describe(Request.Describe<R> request) {
    return Reading.of(() -> controlRequests.describe(commits.tables(), request));
  }

  @Override
  public Optional<String> failure() {
    return Optional.ofNullable(commits.failure());
  }

  @Override
  public List<StoreGauge> gauges() {
    return StoreMetrics.gauges(this::metrics);
  }

  /** Must not be called after {@link #close}. */
  public StoreMetrics metrics() {
    return StoreMetrics.of(
        writer,
        commits.counters(),
        checkpoints,
        snapshots,
        environment,
        openJobs,
        attributeLists,
        tail);
  }

  /** Answers what waits, brings everything to LMDB, and closes it; again it does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    customerKeys.close();
    deliverer.close();
    writer.close();
    snapshots.close();
    environment.close();
  }
}
