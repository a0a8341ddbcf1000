package io.larder.security.audit.trail;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many calls of those who prove nothing are recorded: so many in a second, for anybody can make
 * them, and could fill the disk. For any number of threads.
 */
final class Strangers {
  static final int MAX_PER_SECOND = 100;
  private static final int COUNT_BITS = 16;
  private static final long COUNT = (1L << COUNT_BITS) - 1;

  private final InstantSource clock;

  /** The second, and how many there were in it. */
  private final AtomicLong state = new AtomicLong();

  private final AtomicLong leftOut = new AtomicLong();

  Strangers(InstantSource clock) {
    this.clock = clock;
  }

  /** True if one more is recorded now. */
  boolean admit() {
    long second = clock.millis() / 1000;
    while (true) {
      long before = state.get();
      long count = before >>> COUNT_BITS == second ? before & COUNT : 0;
      if (count >= MAX_PER_SECOND) {
        leftOut.incrementAndGet();
        return false;
      }
      if (state.compareAndSet(before, (second << COUNT_BITS) | (count + 1))) {
        return true;
      }
    }
  }

  long leftOut() {
    return leftOut.get();
  }
}
