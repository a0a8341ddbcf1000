package io.larder.store.throughput;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * What a table or index on demand takes at once: as much as it is warm for, and twice what it took
 * in its best minute.
 */
final class OnDemandCapacity {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final double GROWTH = 2;

  private final double warm;
  private final Bucket bucket;
  private final DoubleAdder takenThisMinute = new DoubleAdder();
  private final AtomicLong minuteStart;
  private volatile double most;

  OnDemandCapacity(double warm, long now) {
    this.warm = warm;
    this.most = warm;
    this.bucket = new Bucket(warm, SECOND, now);
    this.minuteStart = new AtomicLong(now);
  }

  boolean isSpent(long now) {
    grow(now);
    return bucket.isSpent(now);
  }

  void take(double units, long now) {
    takenThisMinute.add(units);
    bucket.take(units, now);
  }

  /** Looks at the minute that is over, whoever comes first after it. */
  private void grow(long now) {
    long start = minuteStart.get();
    if (now - start >= MINUTE && minuteStart.compareAndSet(start, now)) {
      double perSecond = takenThisMinute.sumThenReset() * SECOND / (now - start);
      if (GROWTH * perSecond > most) {
        most = GROWTH * perSecond;
        bucket.rate(Math.max(warm, most), now);
      }
    }
  }
}
