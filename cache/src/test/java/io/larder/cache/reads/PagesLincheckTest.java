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
import io.larder.cache.versions.QuietTime;
import io.larder.cache.versions.StripedVersions;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.ItemChange;
import io.larder.store.PagePlan;
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
 * A page of the first item of a collection is linearizable with writes of that item and of another
 * one, whichever way they interleave.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class PagesLincheckTest {
  private static final Table TABLE = orders();
  private static final QueryRequest FIRST = Tables.query("customer = :v", "ann", 1);

  private static Table orders() {
    try (var store = LmdbTableStore.open(LmdbOptions.inMemory())) {
      store.change(Tables.create()).join();
      return store.known(Tables.ORDERS);
    }
  }

  /** A store of which only that page is asked for. */
  private record CommittedItems(Map<PrimaryKey, Item> committed) implements ReadOnlyStore {
    @Override
    public Table known(String nameOrArn) {
      return TABLE;
    }

    @Override
    public ItemPage page(PagePlan plan) {
      Item item = committed.get(key(1));
      int count = item == null ? 0 : 1;
      return new ItemPage(
          item == null ? List.of() : List.of(item),
          count,
          count,
          item == null ? null : Tables.key("ann", 1),
          new PageCost(0, 0));
    }

    @Override
    public <R extends Response> R read(Request.Read<R> request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public StoreGuarantees guarantees() {
      return StoreGuarantees.consistent(true, Duration.ZERO);
    }

    @Override
    public void observe(WriteObserver observer) {}
  }

  private static PrimaryKey key(int number) {
    return TABLE.primaryKey(Tables.key("ann", number));
  }

  /** Every thread writes and reads. */
  @Param(name = "number", gen = IntGen.class, conf = "1:2")
  @Param(name = "state", gen = IntGen.class, conf = "1:2")
  public static class Orders {
    final Map<PrimaryKey, Item> committed = new ConcurrentHashMap<>();
    final TableStore store = new CommittedItems(committed);
    final RecentWrites recentWrites = RecentWrites.of(0);
    final Coherence coherence;
    private final PageReads reads;

    public Orders() {
      var options =
          new CacheOptions(0, Duration.ZERO, 1 << 20, Duration.ofHours(1), true, () -> 0L);
      var tables = new CachedTables(options.policies());
      var items = new ItemCache(options.ofItems(), tables);
      var pages = new QueryCache(options.ofPages(), options.clock(), tables, recentWrites);
      StoreGuarantees guarantees = store.guarantees();
      coherence =
          new Coherence(
              tables,
              items,
              recentWrites,
              guarantees,
              options.consistency(),
              options.ticker(),
              versions ->
                  new QuietTime(
                      versions,
                      Duration.ZERO,
                      options.ticker(),
                      Scheduler.disabledScheduler(),
                      Runnable::run));
      var inFlight = new ReadsInFlight();
      ReadRules rules = ReadRules.of(guarantees, options.consistency());
      var disproof = new Disproof(false, coherence, items, pages, inFlight);
      reads =
          new PageReads(
              store,
              tables,
              pages,
              new ItemReads(
                  store,
                  tables,
                  items,
                  coherence,
                  inFlight,
                  rules,
                  disproof,
                  new ExpiredItems(store, tables, options.clock()),
                  null),
              coherence,
              false,
              new Revalidation(Runnable::run),
              inFlight,
              rules,
              disproof);
      // The page is there from the start.
      show(change(1, 0));
      first();
    }

    @Operation
    public final @Nullable String first() {
      Response answer =
          switch (reads.look(FIRST)) {
            case Response hit -> hit;
            case Lookup.Miss miss -> miss.read();
          };
      List<Item> found = ((QueryResponse) answer).page().items();
      return found == null || found.isEmpty() ? null : Tables.stateOf(found.getFirst());
    }

    @Operation
    public final void write(@Param(name = "number") int number, @Param(name = "state") int state) {
      write(change(number, state));
    }

    private static ItemChange change(int number, int state) {
      PrimaryKey key = key(number);
      Item image = Item.of(Tables.order("ann", number, String.valueOf(state)));
      return new ItemChange(key, image, key.collection());
    }

    void write(ItemChange change) {
      WriteScope scope = coherence.begin(List.of(change)).toCompletableFuture().join();
      show(change);
      scope.committed(List.of(change));
    }

    final void show(ItemChange change) {
      if (change.newImage() != null) {
        committed.put(change.key(), change.newImage());
      }
    }
  }

  /** Writers that tell of themselves alone, though others may have been there. */
  public static final class KnownInCompany extends Orders {
    @Override
    void write(ItemChange change) {
      StripedVersions versions = coherence.collections().versions();
      int stripe = versions.stripe(change.key().collection());
      versions.enter(stripe);
      show(change);
      versions.leave(stripe);
      long left = versions.current(stripe);
      if (left != StripedVersions.IN_FLUX) {
        // All that has left since the last stable version is taken for this write.
        for (long version = left; version > 0; version -= StripedVersions.ONE_VERSION) {
          recentWrites.add(stripe, version, List.of(change.key()));
        }
      }
    }
  }

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .threads(2)
        .actorsBefore(0)
        .actorsPerThread(2)
        .actorsAfter(1)
        .iterations(12)
        .invocationsPerIteration(60)
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

  @Test
  void aPageThatWritesHaveSparedIsNeverOlderThanTheOneCommitted() {
    options().check(Orders.class);
  }

  @Test
  void aWriteThatIsTakenForAllThatOverlappedItIsFound() {
    var found =
        catchThrowableOfType(
            LincheckAssertionError.class, () -> options().check(KnownInCompany.class));

    assertThat(found).hasMessageContaining("Invalid execution results");
  }
}
