package coherence;

import java.util.concurrent.atomic.AtomicLong;

/** Moments in nanoseconds of the machine's clock, each of which is later than all before. */
public final class Moments {
  private static final AtomicLong LAST = new AtomicLong();

  private Moments() {}

  public static long next() {
    return LAST.updateAndGet(last -> Math.max(last + 1, System.nanoTime()));
  }
}
