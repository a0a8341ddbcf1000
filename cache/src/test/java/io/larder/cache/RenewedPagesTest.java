package io.larder.cache;

import static io.larder.cache.Tables.ORDERS;
import static io.larder.cache.Tables.hit;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.ordersInState;
import static io.larder.cache.Tables.ordersOf;
import static io.larder.cache.Tables.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.policy.Consistency;
import io.larder.cache.policy.OwnPolicy;
import io.larder.cache.policy.Policies;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.QueryRequest;
import io.larder.store.ForwardingTableStore;
import io.larder.store.PagePlan;
import io.larder.store.TableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages that are answered after their time, while they are read anew. */
final class RenewedPagesTest {
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final Duration STALE = Duration.ofMinutes(1);
  private static final QueryRequest PAGE = ordersOf("ann");

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile CountDownLatch mayRead = new CountDownLatch(0);
  private CachingTableStore store;

  /** Counts pages that are read, and lets them wait. */
  private final class HeldStore extends ForwardingTableStore {
    HeldStore(TableStore real) {
      super(real);
    }

    @Override
    public ItemPage page(PagePlan plan) {
      reads.incrementAndGet();
      try {
        mayRead.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return super.page(plan);
    }
  }

  private void open(Consistency consistency) {
    store =
        CachingTableStore.over(
            new HeldStore(LmdbTableStore.open(LmdbOptions.inMemory())),
            new CacheOptions(1 << 20, TTL, 1 << 20, TTL, true, nanos::get)
                .withConsistency(consistency));
    var own = new OwnPolicy(null, null, null, null, null, null, null, null, null, STALE);
    store.treat(store.policies().with(List.of(new Policies.OfTables(ORDERS, own))));
    store.change(Tables.create()).join();
    store.write(put(order("ann", 1, "new"))).join();
    store.read(PAGE);
    store.write(put(order("ann", 2, "new"))).join();
    reads.set(0);
  }

  @AfterEach
  void close() {
    mayRead.countDown();
    store.close();
  }

  private boolean isKept(QueryRequest page) {
    return hit(store.look(page)) != null;
  }

  private int count() {
    return store.read(PAGE).page().count();
  }

  @Test
  void aPageIsAnsweredAfterItsTimeWhileOneReadRenewsIt() {
    open(Consistency.DAX);
    mayRead = new CountDownLatch(1);
    nanos.addAndGet(TTL.toNanos());

    for (int i = 0; i < 100; i++) {
      assertThat(count()).isEqualTo(1);
    }
    mayRead.countDown();

    await().until(() -> count() == 2);
    assertThat(reads).hasValue(1);
  }

  @Test
  void aPageThatIsTooOldIsReadByWhoAsksForIt() {
    open(Consistency.DAX);
    nanos.addAndGet(TTL.plus(STALE).toNanos());

    assertThat(isKept(PAGE)).isFalse();
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void onlySoManyAreRenewedAtOnce() {
    open(Consistency.DAX);
    for (int i = 0; i < 100; i++) {
      store.read(ordersInState("state" + i));
    }
    reads.set(0);
    mayRead = new CountDownLatch(1);
    nanos.addAndGet(TTL.toNanos());

    for (int i = 0; i < 100; i++) {
      assertThat(isKept(ordersInState("state" + i))).isTrue();
    }

    await().until(() -> reads.get() == 16);
    assertThat(reads).hasValue(16);
  }

  @Test
  void nothingIsAnsweredAfterItsTimeWhereTheCachesAreCoherent() {
    open(Consistency.COHERENT);
    store.read(PAGE);
    nanos.addAndGet(TTL.toNanos());

    assertThat(isKept(PAGE)).isFalse();
  }
}
