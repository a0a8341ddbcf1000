package io.larder.store.measured;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What was counted of one operation on one table. Safe for any number of threads. */
public final class OperationFigures {
  /** Latencies are counted in steps that double, from this one on; further ones in the last. */
  public static final long FIRST_STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(32);

  /** How many steps there are. */
  public static final int STEPS = 20;

  private final AtomicLongArray latencies = new AtomicLongArray(STEPS);
  private final LongAdder nanos = new LongAdder();
  private final LongAdder throttled = new LongAdder();
  private final LongAdder systemErrors = new LongAdder();
  private final LongAdder returnedItems = new LongAdder();

  OperationFigures() {}

  void succeeded(long tookNanos) {
    latencies.incrementAndGet(step(tookNanos));
    nanos.add(tookNanos);
  }

  private static int step(long tookNanos) {
    long steps = Math.max(tookNanos - 1, 0) / FIRST_STEP_NANOS;
    return Math.min(Long.SIZE - Long.numberOfLeadingZeros(steps), STEPS - 1);
  }

  void returned(int items) {
    returnedItems.add(items);
  }

  void throttled() {
    throttled.increment();
  }

  void failed() {
    systemErrors.increment();
  }

  /** Requests that succeeded and took at most {@link #FIRST_STEP_NANOS} times 2 to that power. */
  public long succeeded(int step) {
    return latencies.get(step);
  }

  /** Requests that succeeded. */
  public long succeeded() {
    long all = 0;
    for (int step = 0; step < STEPS; step++) {
      all += latencies.get(step);
    }
    return all;
  }

  /** How long all of those took together. */
  public long nanos() {
    return nanos.sum();
  }

  /** Requests of which nothing was done for want of throughput. */
  public long throttledRequests() {
    return throttled.sum();
  }

  /** Requests that the store failed. */
  public long systemErrors() {
    return systemErrors.sum();
  }

  /** Items in the pages that were answered. */
  public long returnedItems() {
    return returnedItems.sum();
  }
}
