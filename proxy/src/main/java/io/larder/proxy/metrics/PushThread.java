package io.larder.proxy.metrics;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Pushes metrics every so often, and a last time when it is closed. */
public final class PushThread implements AutoCloseable {
  private static final long LAST_SECONDS = 10;

  private final Runnable push;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("metrics").factory());

  private PushThread(Runnable push) {
    this.push = push;
  }

  /** {@code push} must not throw, and is run by one thread at a time. */
  public static PushThread start(Runnable push, Duration interval) {
    var started = new PushThread(push);
    long nanos = interval.toNanos();
    var _ = started.thread.scheduleWithFixedDelay(push, nanos, nanos, TimeUnit.NANOSECONDS);
    return started;
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (thread.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        push.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
