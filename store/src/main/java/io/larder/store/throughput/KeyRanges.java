package io.larder.store.throughput;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What one partition of the service gives, held against every item collection by itself: the
 * service splits partitions until a hot collection has one of its own, and further than that it
 * cannot go. Collections share a fixed number of places by their hash, which are so many that only
 * hot ones are felt.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html">
 *     Designing partition keys</a>
 */
final class KeyRanges {
  static final int READ_UNITS = 3000;
  static final int WRITE_UNITS = 1000;

  private static final int PLACES = 1 << 13;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** When each place has again what comes in a second: first those of reads, then of writes. */
  private final AtomicLongArray fullAt = new AtomicLongArray(2 * PLACES);

  KeyRanges(long now) {
    for (int at = 0; at < 2 * PLACES; at++) {
      fullAt.setPlain(at, now);
    }
  }

  boolean isSpent(Access access, long collection, long now) {
    return fullAt.get(place(access, collection)) - now >= SECOND;
  }

  void take(Access access, long collection, double units, long now) {
    int perSecond = access == Access.READ ? READ_UNITS : WRITE_UNITS;
    long cost = (long) Math.ceil(units * SECOND / perSecond);
    int place = place(access, collection);
    long seen;
    long next;
    do {
      seen = fullAt.get(place);
      long missing = Math.max(seen - now, 0);
      next = now + Math.max(missing, Math.min(missing, SECOND) + cost);
    } while (!fullAt.compareAndSet(place, seen, next));
  }

  private static int place(Access access, long collection) {
    // The low bits of a collection's hash name its stripe elsewhere; any will do.
    int place = (int) (collection >>> 17) & (PLACES - 1);
    return access == Access.READ ? place : PLACES + place;
  }
}
