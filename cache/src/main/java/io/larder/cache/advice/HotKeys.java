package io.larder.cache.advice;

import io.larder.store.PrimaryKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The keys that are read most, by the Space-Saving sketch over a random sample: so many are
 * counted, and one that is not takes the place and the count of the least, which it may have been
 * asked for less often. Counts are halved now and then, so that what was hot once is forgotten.
 * Nobody waits: a sample that finds the sketch in use is lost.
 */
final class HotKeys {
  private static final int PLACES = 128;
  private static final int RATE = 64;
  private static final int HALVED_AFTER = 1 << 16;

  private final ReentrantLock using = new ReentrantLock();
  private final Map<PrimaryKey, Count> counts = new HashMap<>();
  private int samples;

  private static final class Count {
    private PrimaryKey key;
    private long times;
    private long error;

    Count(PrimaryKey key, long times) {
      this.key = key;
      this.times = times;
    }
  }

  void read(PrimaryKey key) {
    if ((ThreadLocalRandom.current().nextInt() & (RATE - 1)) == 0 && using.tryLock()) {
      try {
        count(key);
      } finally {
        using.unlock();
      }
    }
  }

  private void count(PrimaryKey key) {
    if (++samples == HALVED_AFTER) {
      samples = 0;
      counts.values().forEach(count -> count.times /= 2);
    }
    Count known = counts.get(key);
    if (known != null) {
      known.times++;
    } else if (counts.size() < PLACES) {
      counts.put(key, new Count(key, 1));
    } else {
      Count least =
          counts.values().stream().min(Comparator.comparingLong(c -> c.times)).orElseThrow();
      counts.remove(least.key);
      least.key = key;
      least.error = least.times;
      least.times++;
      counts.put(key, least);
    }
  }

  /** The hottest first; those that may be there by chance are left out. */
  List<HotKey> hottest(int most) {
    List<HotKey> hot = new ArrayList<>();
    using.lock();
    try {
      for (Count count : counts.values()) {
        long sure = count.times - Math.min(count.error, count.times);
        if (sure > 0) {
          hot.add(new HotKey(count.key, RATE * sure, RATE * count.times));
        }
      }
    } finally {
      using.unlock();
    }
    hot.sort(Comparator.comparingLong(HotKey::atMost).reversed());
    return List.copyOf(hot.subList(0, Math.min(most, hot.size())));
  }
}
