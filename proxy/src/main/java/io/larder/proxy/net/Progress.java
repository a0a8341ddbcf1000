package io.larder.proxy.net;

/**
 * How far something has come that must go on, as it is seen now and then. Times are nanoseconds.
 */
final class Progress {
  private static final double NANOS_PER_SECOND = 1e9;

  private long since;
  private long first;
  private long last;
  private long lastAt;

  /** Begins anew at {@code since}, when there was {@code amount}. */
  void begin(long since, long amount) {
    this.since = since;
    this.first = amount;
    this.last = amount;
    this.lastAt = since;
  }

  /** Notes how much there is now. */
  void see(long amount, long now) {
    if (amount != last) {
      last = amount;
      lastAt = now;
    }
  }

  long since() {
    return since;
  }

  /** When more was last seen than before. */
  long lastAt() {
    return lastAt;
  }

  /** How much there is more than in the beginning. */
  long gained() {
    return last - first;
  }

  /**
   * True if nothing came for {@code timeout}, or all that came took longer than that and what it
   * takes at {@code rate}, per second; zero is any rate.
   */
  boolean isTooSlow(long now, long timeout, long rate) {
    double due = rate == 0 ? Double.POSITIVE_INFINITY : gained() * NANOS_PER_SECOND / rate;
    return now - lastAt >= timeout || now - since >= timeout + due;
  }
}
