package coherence;

import java.util.concurrent.atomic.AtomicLong;

/** Moments of this process, each of which is later than all before. */
public final class Moments {
  private static final AtomicLong LAST = new AtomicLong();

  private Moments() {}

  public static long next() {
    return LAST.incrementAndGet();
  }
}
