package io.larder.cache.restart;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Lets so many things happen in a second, evenly. For one thread. */
public final class Pace {
  private static final long SECOND = 1_000_000_000;

  private final long interval;
  private final LongSupplier nanos;
  private final Wait wait;
  private long next;

  /** How time is let pass. */
  @FunctionalInterface
  public interface Wait {
    void nanos(long nanos);
  }

  /**
   * @param nanos tells the time
   */
  public Pace(long perSecond, LongSupplier nanos, Wait wait) {
    if (perSecond <= 0) {
      throw new IllegalArgumentException("a rate must be positive");
    }
    this.interval = SECOND / perSecond;
    this.nanos = nanos;
    this.wait = wait;
    this.next = nanos.getAsLong();
  }

  /** By the clock of the system. */
  public static Pace perSecond(long rate) {
    return new Pace(rate, System::nanoTime, LockSupport::parkNanos);
  }

  /** Returns when the next thing may happen. What was late is not made up for. */
  void await() {
    long now = nanos.getAsLong();
    long left = next - now;
    if (left > 0) {
      wait.nanos(left);
    }
    next = Math.max(now, next) + interval;
  }
}
