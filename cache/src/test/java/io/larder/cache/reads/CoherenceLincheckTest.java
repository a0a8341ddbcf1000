package io.larder.cache.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import com.github.benmanes.caffeine.cache.Scheduler;
import io.larder.cache.CacheOptions;
import io.larder.cache.ReadOnlyStore;
import io.larder.cache.Tables;
import io.larder.cache.coherence.Coherence;
import io.larder.cache.coherence.Disproof;
import io.larder.cache.coherence.ReadsInFlight;
import io.larder.cache.entries.ItemCache;
import io.larder.cache.entries.QueryCache;
import io.larder.cache.entries.RecentWrites;
import io.larder.cache.tables.CachedTables;
import io.larder.cache.versions.Flux;
import io.larder.cache.versions.QuietTime;
import io.larder.cache.versions.StripedVersions;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.ItemChange;
import io.larder.store.PrimaryKey;
import io.larder.store.StoreGuarantees;
import io.larder.store.Table;
import io.larder.store.TableStore;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Items that are written and read by several threads are a linearizable map, whichever way
 * versions, fills and installs interleave.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class CoherenceLincheckTest {
  private static final Table TABLE = orders();

  private static Table orders() {
    try (var store = LmdbTableStore.open(LmdbOptions.inMemory())) {
      store.change(Tables.create()).join();
      return store.known(Tables.ORDERS);
    }
  }

  /** A store of which only items are asked for. */
  private record CommittedItems(Map<PrimaryKey, Item> committed) implements ReadOnlyStore {
    @Override
    public Table known(String nameOrArn) {
      return TABLE;
    }

    @Override
    @SuppressWarnings("unchecked") // the answer to a GetItemRequest
    public <R extends Response> R read(Request.Read<R> request) {
      var key = TABLE.primaryKey(((GetItemRequest) request).key());
      return (R) new GetItemResponse(committed.get(key), null);
    }

    @Override
    public StoreGuarantees guarantees() {
      return StoreGuarantees.consistent(true, Duration.ZERO);
    }

    @Override
    public void observe(WriteObserver observer) {}
  }

  /** An item: what the store has committed of it, and what is found of it through the cache. */
  public abstract static class Cached {
    final Map<PrimaryKey, Item> committed = new ConcurrentHashMap<>();
    final CachedTables tables;
    final ItemCache items;
    final Coherence coherence;
    final TableStore store = new CommittedItems(committed);

    final QueryCache pages;
    final ReadsInFlight inFlight = new ReadsInFlight();
    final ReadRules rules;
    final Disproof disproof;
    final ItemReads reads;

    public Cached() {
      var options = new CacheOptions(1 << 20, Duration.ZERO, 0, Duration.ZERO, true, () -> 0L);
      RecentWrites recentWrites = RecentWrites.of(0);
      tables = new CachedTables(options.policies());
      items = new ItemCache(options.ofItems(), tables);
      coherence =
          new Coherence(
              tables,
              items,
              recentWrites,
              store.guarantees(),
              options.consistency(),
              options.ticker(),
              versions ->
                  new QuietTime(
                      versions,
                      Duration.ZERO,
                      options.ticker(),
                      Scheduler.disabledScheduler(),
                      Runnable::run));
      pages = new QueryCache(options.ofPages(), options.clock(), tables, recentWrites);
      rules = ReadRules.of(store.guarantees(), options.consistency());
      disproof = new Disproof(false, coherence, items, pages, inFlight);
      reads =
          new ItemReads(
              store,
              tables,
              items,
              coherence,
              inFlight,
              rules,
              disproof,
              new ExpiredItems(store, tables, options.clock()),
              null);
    }

    final @Nullable String state() {
      return Tables.stateOf(find(Tables.get(Tables.key("ann", 1))));
    }

    /** An item, or a deletion for state 0. */
    static ItemChange change(int state) {
      PrimaryKey key = TABLE.primaryKey(Tables.key("ann", 1));
      @Nullable Item image =
          state == 0 ? null : Item.of(Tables.order("ann", 1, String.valueOf(state)));
      return new ItemChange(key, image, key.collection());
    }

    /** Commits the change, as a store does; returns what was there before. */
    final @Nullable String commit(ItemChange change) {
      WriteScope scope = begin(change);
      @Nullable Item before = show(change);
      scope.committed(List.of(change));
      return Tables.stateOf(before);
    }

    final WriteScope begin(ItemChange change) {
      return coherence.begin(List.of(change)).toCompletableFuture().join();
    }

    final @Nullable Item show(ItemChange change) {
      return change.newImage() == null
          ? committed.remove(change.key())
          : committed.put(change.key(), change.newImage());
    }

    @Nullable Item find(GetItemRequest request) {
      Response answer =
          switch (reads.look(request)) {
            case Response hit -> hit;
            case Lookup.Miss miss -> miss.read();
          };
      return ((GetItemResponse) answer).item();
    }
  }

  /** The same, which any thread reads. */
  @Param(name = "state", gen = IntGen.class, conf = "0:2")
  public abstract static class Orders extends Cached {
    @Operation
    public final @Nullable String read() {
      return state();
    }
  }

  /** One thread writes. */
  public static class OneWriter extends Orders {
    @Operation(nonParallelGroup = "writer")
    public final void write(@Param(name = "state") int state) {
      commit(change(state));
    }
  }

  /** Every thread writes, and learns what was there before. */
  public static class ManyWriters extends Orders {
    @Operation
    public final @Nullable String write(@Param(name = "state") int state) {
      return make(change(state));
    }

    @Nullable String make(ItemChange change) {
      return commit(change);
    }
  }

  /** Some writes are done, and nobody knows. */
  public static final class UnknownEnds extends ManyWriters {
    @Override
    @Nullable String make(ItemChange change) {
      WriteScope scope = begin(change);
      @Nullable Item before = show(change);
      if (change.newImage() == null) {
        scope.unknown();
      } else {
        scope.committed(List.of(change));
      }
      return Tables.stateOf(before);
    }
  }

  /** Writers that leave their image in the cache, whoever else writes. */
  public static final class InstalledInCompany extends ManyWriters {
    @Override
    @Nullable String make(ItemChange change) {
      WriteScope scope = begin(change);
      @Nullable Item before = show(change);
      install(items, change);
      scope.aborted();
      return Tables.stateOf(before);
    }
  }

  /** Writers that look whether they are alone only when they begin. */
  public static final class InstalledIfAloneAtFirst extends ManyWriters {
    @Override
    @Nullable String make(ItemChange change) {
      Flux flux = Flux.enter(coherence.collections().versions(), change.collections());
      @Nullable Item before = show(change);
      if (flux.wasAlone(change.key().collection())) {
        install(items, change);
      } else {
        items.drop(change.key());
      }
      flux.leave();
      return Tables.stateOf(before);
    }
  }

  private static void install(ItemCache items, ItemChange change) {
    if (change.newImage() == null) {
      items.installAbsence(change.key());
    } else {
      items.install(change.key(), change.newImage());
    }
  }

  /** A reader that fills the cache whatever was committed meanwhile. */
  public static final class FilledWithoutCheck extends OneWriter {
    @Override
    @Nullable Item find(GetItemRequest request) {
      PrimaryKey key = TABLE.primaryKey(request.key());
      ItemCache.Entry entry =
          coherence.collections().versions().current(key.collection()) == StripedVersions.IN_FLUX
              ? null
              : items.get(key);
      if (entry != null) {
        return entry.item();
      }
      Item item = store.read(request).item();
      items.fill(key, item, () -> true);
      return item;
    }
  }

  static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .threads(2)
        .actorsBefore(1)
        .actorsPerThread(2)
        .actorsAfter(1)
        .iterations(12)
        .invocationsPerIteration(200)
        .minimizeFailedScenario(false)
        // Caffeine does what ConcurrentHashMap does: what compute is given runs under a lock.
        .addGuarantee(
            forClasses(name -> name.startsWith("com.github.benmanes.caffeine"))
                .allMethods()
                .treatAsAtomic())
        .addGuarantee(
            forClasses(
                    name -> name.startsWith("io.larder.protocol") || name.startsWith("jdk.proxy"))
                .allMethods()
                .ignore());
  }

  /** Without writes before the threads begin, and with more looks at what they have left. */
  private static ModelCheckingOptions manyWriters() {
    return options().actorsBefore(0).actorsAfter(2).invocationsPerIteration(100);
  }

  static void assertFound(ModelCheckingOptions options, Class<? extends Cached> broken) {
    var found = catchThrowableOfType(LincheckAssertionError.class, () -> options.check(broken));

    assertThat(found).hasMessageContaining("Invalid execution results");
  }

  @Test
  void readersNeverSeeAnOlderItemThanTheOneCommitted() {
    options().check(OneWriter.class);
  }

  @Test
  void aFillThatNobodyChecksIsFound() {
    assertFound(options(), FilledWithoutCheck.class);
  }

  @Test
  void readersNeverSeeAnOlderItemThanAnyOfTheWritersLeft() {
    manyWriters().check(ManyWriters.class);
  }

  @Test
  void readersNeverSeeAnOlderItemThanAWriteOfUnknownEndLeft() {
    manyWriters().check(UnknownEnds.class);
  }

  @Test
  void anImageThatStaysThoughOthersWriteIsFound() {
    assertFound(manyWriters(), InstalledInCompany.class);
  }

  @Test
  void anImageThatStaysIfItsWriteBeganAloneIsFound() {
    assertFound(manyWriters(), InstalledIfAloneAtFirst.class);
  }
}
