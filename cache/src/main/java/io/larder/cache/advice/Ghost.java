package io.larder.cache.advice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** A cache of another size or time to live that holds nothing, fed by a sample of the reads. */
final class Ghost {
  private static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

  /** What would be kept of an entry: what it takes, and at which version it was right. */
  private record Shade(int bytes, long version) {}

  private final double memory;
  private final double time;
  private final Cache<Long, Shade> cache;
  private final LongAdder hits = new LongAdder();
  private final LongAdder reads = new LongAdder();

  /**
   * @param memory how much larger it is than the real one
   * @param time how much longer its entries live; infinite if they stay
   * @param bytes what the sampled share of it may take
   */
  Ghost(double memory, double time, long bytes, Duration ttl, Ticker ticker) {
    this.memory = memory;
    this.time = time;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((Long _, Shade shade) -> shade.bytes())
            .expireAfterWrite(scaled(ttl))
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  private Duration scaled(Duration ttl) {
    double nanos = time * ttl.toSeconds() * 1e9;
    return ttl.isZero() || nanos >= Long.MAX_VALUE ? NEVER : Duration.ofNanos((long) nanos);
  }

  /** The real cache has another time to live now. */
  void live(Duration ttl) {
    cache.policy().expireAfterWrite().orElseThrow().setExpiresAfter(scaled(ttl));
  }

  /**
   * Something was read that takes so many bytes.
   *
   * @param isCurrent whether an entry of an older version would have been as good
   */
  void read(long id, int bytes, long version, boolean isCurrent) {
    reads.increment();
    Shade kept = cache.getIfPresent(id);
    if (kept != null && (isCurrent || kept.version() == version)) {
      hits.increment();
    } else {
      cache.put(id, new Shade(bytes, version));
    }
  }

  /** Something was written that stays in the cache. */
  void written(long id, int bytes) {
    cache.put(id, new Shade(bytes, 0));
  }

  /**
   * @param expected so many reads a sample of its rate has on average
   */
  Advice.Case tell(double expected) {
    // What the sample has too few are reads of the few hottest keys, which are hits everywhere, and
    // what it has too many likewise (SHARDS-adj).
    double found = hits.sum() + expected - reads.sum();
    return new Advice.Case(memory, time, expected == 0 ? 0 : Math.clamp(found / expected, 0, 1));
  }

  long reads() {
    return reads.sum();
  }

  /** Entries that it holds. */
  long entries() {
    cache.cleanUp();
    return cache.estimatedSize();
  }
}
