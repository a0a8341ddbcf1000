package io.larder.cache.advice;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;

/**
 * Other forms of one cache, each fed by the reads of the same few keys, chosen by their hash, and
 * so much smaller than what it stands for as these are few (C. Waldspurger and others, "Efficient
 * MRC construction with SHARDS", FAST 2015; the same with simulated caches: "Cache modeling and
 * optimization using miniature simulations", USENIX ATC 2017). Keys are few enough for the largest
 * not to hold more than {@value #MAX_ENTRIES}.
 */
final class Ghosts {
  private static final int MAX_ENTRIES = 16 * 1024;
  private static final int LEAST_RATE = 16;
  private static final int LARGEST = 4;

  private final int mask;
  private final List<Ghost> all;

  /**
   * @param bytes of the real cache
   * @param leastWeight no entry takes less
   */
  Ghosts(long bytes, int leastWeight, Duration ttl, Ticker ticker) {
    long most = LARGEST * bytes / leastWeight / MAX_ENTRIES;
    int rate = (int) Math.max(LEAST_RATE, Math.min(1L << 30, 2 * Long.highestOneBit(most)));
    this.mask = rate - 1;
    long sampled = bytes / rate;
    this.all =
        List.of(
            new Ghost(1, 1, sampled, ttl, ticker),
            new Ghost(0.5, 1, sampled / 2, ttl, ticker),
            new Ghost(2, 1, 2 * sampled, ttl, ticker),
            new Ghost(LARGEST, 1, LARGEST * sampled, ttl, ticker),
            new Ghost(1, 0.5, sampled, ttl, ticker),
            new Ghost(1, 2, sampled, ttl, ticker),
            new Ghost(1, Double.POSITIVE_INFINITY, sampled, ttl, ticker));
  }

  /** True of the few keys that are looked at. */
  boolean takes(int hash) {
    int mixed = (hash ^ (hash >>> 16)) * 0x9E3779B9;
    return ((mixed ^ (mixed >>> 15)) & mask) == 0;
  }

  void read(long id, int bytes, long version, boolean isCurrent) {
    all.forEach(ghost -> ghost.read(id, bytes, version, isCurrent));
  }

  void written(long id, int bytes) {
    all.forEach(ghost -> ghost.written(id, bytes));
  }

  void live(Duration ttl) {
    all.forEach(ghost -> ghost.live(ttl));
  }

  /**
   * @param reads so many there were, those that were not looked at too
   */
  Advice tell(long reads) {
    double expected = (double) reads / (mask + 1);
    return new Advice(
        all.getFirst().reads(), mask + 1, all.stream().map(ghost -> ghost.tell(expected)).toList());
  }

  /** Entries that the largest holds. */
  long entries() {
    return all.stream().mapToLong(Ghost::entries).max().orElse(0);
  }
}
