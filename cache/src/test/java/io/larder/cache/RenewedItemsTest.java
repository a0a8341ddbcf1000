package io.larder.cache;

import static io.larder.cache.Tables.ORDERS;
import static io.larder.cache.Tables.batch;
import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.getConsistently;
import static io.larder.cache.Tables.hit;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.put;
import static io.larder.cache.Tables.stateOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.policy.Consistency;
import io.larder.cache.policy.OwnPolicy;
import io.larder.cache.policy.Policies;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.store.ForwardingTableStore;
import io.larder.store.PointPlan;
import io.larder.store.TableStore;
import io.larder.store.WriteObserver;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Items that are answered after their time, while they are read anew. */
final class RenewedItemsTest {
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final Duration STALE = Duration.ofMinutes(1);
  private static final GetItemRequest ITEM = get(key("ann", 1));

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();
  private final TableStore behind = LmdbTableStore.open(LmdbOptions.inMemory());
  private volatile CountDownLatch mayRead = new CountDownLatch(0);
  private CachingTableStore store;

  /** Counts items that are read, lets them wait, and tells nobody of writes. */
  private final class HeldStore extends ForwardingTableStore {
    HeldStore(TableStore real) {
      super(real);
    }

    @Override
    public void observe(WriteObserver observer) {}

    @Override
    public @Nullable Item item(PointPlan plan) {
      reads.incrementAndGet();
      try {
        mayRead.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return super.item(plan);
    }
  }

  private void open(Consistency consistency) {
    store =
        CachingTableStore.over(
            new HeldStore(behind),
            new CacheOptions(1 << 20, TTL, 1 << 20, TTL, true, nanos::get)
                .withConsistency(consistency));
    var own = new OwnPolicy(null, null, null, null, null, null, null, null, null, STALE);
    store.treat(store.policies().with(List.of(new Policies.OfTables(ORDERS, own))));
    behind.change(Tables.create()).join();
    behind.write(put(order("ann", 1, "old"))).join();
    store.read(ITEM);
    behind.write(put(order("ann", 1, "new"))).join();
    reads.set(0);
  }

  @AfterEach
  void close() {
    mayRead.countDown();
    store.close();
  }

  private @Nullable String state() {
    return stateOf(store.read(ITEM).item());
  }

  @Test
  void anItemIsAnsweredAfterItsTimeWhileOneReadRenewsIt() {
    open(Consistency.DAX);
    mayRead = new CountDownLatch(1);
    nanos.addAndGet(TTL.toNanos());

    for (int i = 0; i < 100; i++) {
      assertThat(state()).isEqualTo("old");
      assertThat(hit(store.look(batch(List.of(key("ann", 1)))))).isNotNull();
    }
    mayRead.countDown();

    await().until(() -> "new".equals(state()));
    assertThat(reads).hasValue(1);
  }

  @Test
  void anItemThatIsTooOldIsReadByWhoAsksForIt() {
    open(Consistency.DAX);
    nanos.addAndGet(TTL.plus(STALE).toNanos());

    assertThat(hit(store.look(ITEM))).isNull();
    assertThat(state()).isEqualTo("new");
  }

  @Test
  void whoReadsConsistentlyGetsWhatIsThere() {
    open(Consistency.DAX);
    nanos.addAndGet(TTL.toNanos());

    assertThat(stateOf(store.read(getConsistently(key("ann", 1))).item())).isEqualTo("new");
  }

  @Test
  void nothingIsAnsweredAfterItsTimeWhereTheCachesAreCoherent() {
    open(Consistency.COHERENT);
    nanos.addAndGet(TTL.toNanos());

    assertThat(hit(store.look(ITEM))).isNull();
    assertThat(state()).isEqualTo("new");
  }
}
