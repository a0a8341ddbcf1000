package io.larder.store.logging;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A line of the log that may become due any number of times a second, and is written once a minute
 * at most. The next one says how many were left out. For any number of threads.
 */
public final class RareLine {
  /** Returned by {@link #admit} if the line must be left out. */
  static final long LEFT_OUT = -1;

  private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;
  private final AtomicLong leftOut = new AtomicLong();
  private final AtomicLong lastWritten;

  /** {@code nanoTime} tells nanoseconds since some moment. */
  public RareLine(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastWritten = new AtomicLong(nanoTime.getAsLong() - INTERVAL_NANOS);
  }

  /** Writes {@code line} with that sentence, unless one was written within the last minute. */
  public void log(LoggingEventBuilder line, String sentence) {
    long count = admit();
    if (count > 0) {
      line.addKeyValue("leftOut", count).log(sentence);
    } else if (count == 0) {
      line.log(sentence);
    }
  }

  /** How many were left out before this one, which is to be written, or {@link #LEFT_OUT}. */
  long admit() {
    long now = nanoTime.getAsLong();
    long last = lastWritten.get();
    if (now - last >= INTERVAL_NANOS && lastWritten.compareAndSet(last, now)) {
      return leftOut.getAndSet(0);
    }
    leftOut.incrementAndGet();
    return LEFT_OUT;
  }
}
