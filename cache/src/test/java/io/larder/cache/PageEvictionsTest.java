package io.larder.cache;

import static io.larder.cache.Tables.ORDERS;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.ordersInState;
import static io.larder.cache.Tables.ordersOf;
import static io.larder.cache.Tables.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.statistics.Eviction;
import io.larder.cache.tables.CachedTable;
import io.larder.store.Table;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted of the pages of a table that are kept and that leave. */
final class PageEvictionsTest {
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final long BYTES = 100_000;

  private final AtomicLong nanos = new AtomicLong();
  private final CachingTableStore store =
      CachingTableStore.over(
          LmdbTableStore.open(LmdbOptions.inMemory()),
          new CacheOptions(1 << 20, TTL, BYTES, TTL, true, nanos::get));

  PageEvictionsTest() {
    store.change(Tables.create()).join();
    store.write(put(order("ann", 1, "new"))).join();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private CachedTable orders() {
    return store.cachedTables().stream()
        .filter(table -> table.name().equals(ORDERS))
        .findFirst()
        .orElseThrow();
  }

  private long left(Eviction cause) {
    return orders().counts().pageEvictions().entries(cause);
  }

  @Test
  void pagesAreCountedWhileTheyAreKeptOnceHoweverOftenTheyAreReadAnew() {
    store.read(ordersOf("ann"));
    store.write(put(order("ann", 2, "new"))).join();
    store.read(ordersOf("ann"));

    assertThat(orders().heldPages().entries()).isEqualTo(1);
    assertThat(orders().heldPages().bytes()).isEqualTo(store.statistics().pages().bytes());
  }

  @Test
  void pagesThatLeaveForWantOfRoomAreCounted() {
    for (int i = 0; i < 1000; i++) {
      store.read(ordersInState("state" + i));
    }

    assertThat(left(Eviction.SIZE)).isPositive();
    assertThat(orders().heldPages().entries() + left(Eviction.SIZE)).isEqualTo(1000);
    assertThat(orders().heldPages().bytes()).isBetween(1L, BYTES);
  }

  @Test
  void aPageWhoseTimeIsOverIsCountedWhenItIsAskedFor() {
    store.read(ordersOf("ann"));
    nanos.addAndGet(TTL.toNanos());
    store.read(ordersOf("ann"));

    assertThat(left(Eviction.EXPIRED)).isEqualTo(1);
    assertThat(orders().heldPages().entries()).isEqualTo(1);
  }

  @Test
  void pagesThatAreTakenOutAreCounted() {
    store.read(ordersOf("ann"));
    Table table = Objects.requireNonNull(store.known(ORDERS));

    store.invalidate(table);

    await().until(() -> left(Eviction.INVALIDATED) == 1);
    assertThat(orders().heldPages().entries()).isZero();
    assertThat(orders().heldPages().bytes()).isZero();
  }
}
