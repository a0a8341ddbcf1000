package io.larder.cache;

import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.hit;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.ordersInState;
import static io.larder.cache.Tables.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The caches when the store deletes items by itself. */
final class ExpiredItemsTest {
  private static final int SECOND = 1_700_000_000;

  private static final CacheOptions OPTIONS =
      new CacheOptions(1 << 20, CacheOptions.DEFAULT_TTL, 1 << 20, CacheOptions.DEFAULT_TTL, true);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(SECOND));

  @Test
  void anExpiredItemLeavesTheItemCacheAndTheQueryCache() {
    var lmdb =
        LmdbTableStore.open(
            LmdbOptions.inMemory().withClock(now::get).withTimeToLiveSweep(Duration.ofMillis(1)));
    try (var store = CachingTableStore.over(lmdb, OPTIONS)) {
      store.change(Tables.create()).join();
      store
          .change(
              new UpdateTimeToLiveRequest(
                  Tables.ORDERS, new TimeToLiveSpecification("number", true)))
          .join();
      store.write(put(order("ann", SECOND, "new"))).join();
      assertThat(store.read(get(key("ann", SECOND))).item()).isNotNull();
      assertThat(store.read(ordersInState("new")).page().count()).isEqualTo(1);
      assertThat(hit(store.look(ordersInState("new")))).isNotNull();

      now.set(Instant.ofEpochSecond(SECOND + 1));

      await()
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(2))
          .until(() -> store.read(get(key("ann", SECOND))).item() == null);
      assertThat(store.read(ordersInState("new")).page().count()).isZero();
    }
  }
}
