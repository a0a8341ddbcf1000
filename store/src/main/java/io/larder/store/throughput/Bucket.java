package io.larder.store.throughput;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Capacity that comes in at a steady rate, and of which so much is kept as comes in a certain time.
 * What something costs is often known only when it is done: so all is let in while there is any
 * capacity, and what it cost more is owed. Nothing owes more than it cost itself, however many were
 * let in at the same moment.
 *
 * <p>One number says how full it is: the moment at which it will be full.
 */
final class Bucket {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long burstNanos;
  private final AtomicLong fullAt;
  private volatile double nanosPerUnit;

  /** A bucket with what comes in one second; keeps what comes in {@code burstNanos}. */
  Bucket(double unitsPerSecond, long burstNanos, long now) {
    this.burstNanos = burstNanos;
    this.nanosPerUnit = SECOND / unitsPerSecond;
    this.fullAt = new AtomicLong(now + burstNanos - SECOND);
  }

  /** True if nothing is left. */
  boolean isSpent(long now) {
    return fullAt.get() - now >= burstNanos;
  }

  void take(double units, long now) {
    long cost = (long) Math.ceil(units * nanosPerUnit);
    long seen;
    long next;
    do {
      seen = fullAt.get();
      long missing = Math.max(seen - now, 0);
      next = now + Math.max(missing, Math.min(missing, burstNanos) + cost);
    } while (!fullAt.compareAndSet(seen, next));
  }

  /** From now on so much comes in; what is there, or owed, stays as many units. */
  void rate(double unitsPerSecond, long now) {
    double before = nanosPerUnit;
    double after = SECOND / unitsPerSecond;
    if (before == after) {
      return;
    }
    nanosPerUnit = after;
    long seen;
    long next;
    do {
      seen = fullAt.get();
      double unitsLeft = (burstNanos - Math.max(seen - now, 0)) / before;
      next = now + Math.max(0, burstNanos - (long) (unitsLeft * after));
    } while (!fullAt.compareAndSet(seen, next));
  }
}
