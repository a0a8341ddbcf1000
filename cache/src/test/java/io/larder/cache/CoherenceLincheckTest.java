package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.CommitListener;
import io.larder.store.ItemChange;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import io.larder.store.TableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
 * Items that are committed by one thread and read by others are a linearizable map, whichever way
 * versions, fills and installs interleave.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class CoherenceLincheckTest {
  private static final Table TABLE = orders();

  private static Table orders() {
    try (var store = LmdbTableStore.open(LmdbOptions.inMemory())) {
      store.change(Tables.create()).join();
      return store.table(Tables.ORDERS);
    }
  }

  /** A store of which only items are asked for. */
  private record CommittedItems(Map<PrimaryKey, Item> committed) implements TableStore {
    @Override
    public Table table(String nameOrArn) {
      return TABLE;
    }

    @Override
    @SuppressWarnings("unchecked") // the answer to a GetItemRequest
    public <R extends Response> R read(Request.Read<R> request) {
      var key = TABLE.primaryKey(((GetItemRequest) request).key());
      return (R) new GetItemResponse(committed.get(key), null);
    }

    @Override
    public <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <R extends Response> R describe(Request.Describe<R> request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <R extends Response> CompletableFuture<R> change(Request.Change<R> request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void addCommitListener(CommitListener listener) {}

    @Override
    public void close() {}
  }

  /** An item: what the store has committed of it, and what is read of it through the cache. */
  @Param(name = "number", gen = IntGen.class, conf = "1:1")
  @Param(name = "state", gen = IntGen.class, conf = "0:2")
  public static class Orders {
    final Map<PrimaryKey, Item> committed = new ConcurrentHashMap<>();
    final ItemCache items;
    final Coherence coherence;
    final TableStore store = new CommittedItems(committed);

    private final ItemReads reads;

    public Orders() {
      var options = new CacheOptions(1 << 20, Duration.ZERO, 0, Duration.ZERO, true, () -> 0L);
      items = new ItemCache(options);
      coherence = new Coherence(items, new QueryCache(options));
      reads = new ItemReads(store, items, coherence.collections(), new ReadsInFlight());
    }

    /** Commits an item, or a deletion for state 0. */
    @Operation(nonParallelGroup = "writer")
    public final void write(@Param(name = "number") int number, @Param(name = "state") int state) {
      PrimaryKey key = TABLE.primaryKey(Tables.key("ann", number));
      @Nullable Item image =
          state == 0 ? null : Item.of(Tables.order("ann", number, String.valueOf(state)));
      commit(List.of(new ItemChange(key, image, key.collection())));
    }

    @Operation
    public final @Nullable String read(@Param(name = "number") int number) {
      return Tables.stateOf(find(Tables.get(Tables.key("ann", number))));
    }

    /** As the store's writer does. */
    private void commit(List<ItemChange> changes) {
      coherence.beforeCommit(changes);
      show(changes);
      coherence.committed(changes);
    }

    private void show(List<ItemChange> changes) {
      for (ItemChange change : changes) {
        if (change.newImage() == null) {
          committed.remove(change.key());
        } else {
          committed.put(change.key(), change.newImage());
        }
      }
    }

    @Nullable Item find(GetItemRequest request) {
      return reads.getItem(request).item();
    }
  }

  /** A reader that fills the cache whatever was committed meanwhile. */
  public static final class FilledWithoutCheck extends Orders {
    @Override
    @Nullable Item find(GetItemRequest request) {
      PrimaryKey key = TABLE.primaryKey(request.key());
      ItemCache.Entry entry =
          coherence.collections().current(key.collection()) == StripedVersions.IN_FLUX
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

  private static ModelCheckingOptions options() {
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

  @Test
  void readersNeverSeeAnOlderItemThanTheOneCommitted() {
    options().check(Orders.class);
  }

  @Test
  void aFillThatNobodyChecksIsFound() {
    var found =
        catchThrowableOfType(
            LincheckAssertionError.class, () -> options().check(FilledWithoutCheck.class));

    assertThat(found).hasMessageContaining("Invalid execution results");
  }
}
