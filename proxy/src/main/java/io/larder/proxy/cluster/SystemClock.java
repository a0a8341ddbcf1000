package io.larder.proxy.cluster;

import io.larder.cache.cluster.ClusterClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The time of this machine. */
public final class SystemClock implements ClusterClock {
  private final Executor tasks;

  /** {@code tasks} runs what is due, without much delay. */
  public SystemClock(Executor tasks) {
    this.tasks = tasks;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void schedule(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, tasks).execute(task);
  }
}
