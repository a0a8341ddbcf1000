package io.larder.cache.entries;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Weigher;
import io.larder.cache.statistics.CacheStatistics;
import io.larder.cache.statistics.Evictions;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Builds the Caffeine caches, bounded in bytes and by age, and reads their state. */
final class CaffeineCaches {
  private CaffeineCaches() {}

  /** An age that no entry reaches. */
  private static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

  /** Is told of each entry that has left, on the thread that has made it leave. */
  @FunctionalInterface
  interface Leaving<K, V> {
    void hasLeft(K key, V value, RemovalCause cause);
  }

  static <K, V> Cache<K, V> weighted(
      CacheBounds bounds, Weigher<K, V> weigher, Leaving<K, V> leaving) {
    return Caffeine.newBuilder()
        .maximumWeight(bounds.maximumBytes())
        .weigher(weigher)
        .ticker(bounds.ticker())
        // Upkeep is short and amortised; a hand-over to a pool would cost more than it.
        .executor(Runnable::run)
        .removalListener(
            (@Nullable K key, @Nullable V value, RemovalCause cause) -> {
              if (key != null && value != null) {
                leaving.hasLeft(key, value, cause);
              }
            })
        .expireAfterWrite(bounds.ttl().isZero() ? NEVER : bounds.ttl())
        .build();
  }

  /** Has all entries, those that are there too, leave at another age; zero for never. */
  static void expire(Cache<?, ?> cache, Duration ttl) {
    cache
        .policy()
        .expireAfterWrite()
        .orElseThrow()
        .setExpiresAfter(ttl.isZero() || ttl.compareTo(NEVER) > 0 ? NEVER : ttl);
  }

  static <K> void removeInBackground(Cache<K, ?> cache, Predicate<K> isObsolete) {
    Thread.ofVirtual()
        .name("larder-cache-forget")
        .start(() -> cache.asMap().keySet().removeIf(isObsolete));
  }

  static CacheStatistics.Of statistics(
      @Nullable Cache<?, ?> cache, Evictions evictions, long hits, long misses) {
    long bytes =
        cache == null ? 0 : cache.policy().eviction().orElseThrow().weightedSize().orElse(0);
    return new CacheStatistics.Of(
        hits,
        misses,
        evictions.entries(),
        evictions.bytes(),
        cache == null ? 0 : cache.estimatedSize(),
        bytes);
  }
}
