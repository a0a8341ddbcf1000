package io.larder.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.larder.store.AssertingTableStore;
import io.larder.store.OneWriterContract;
import io.larder.store.TableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;

/** With caches before it a store still does what every store must. */
final class CachingTableStoreContractTest extends OneWriterContract {
  private static final long CACHE_BYTES = 64L << 20;

  @Override
  protected TableStore open() {
    return CachingTableStore.over(
        AssertingTableStore.over(LmdbTableStore.open(LmdbOptions.inMemory())),
        new CacheOptions(
            CACHE_BYTES,
            CacheOptions.DEFAULT_TTL,
            CACHE_BYTES,
            Duration.ofMinutes(5),
            true,
            Ticker.systemTicker()));
  }
}
