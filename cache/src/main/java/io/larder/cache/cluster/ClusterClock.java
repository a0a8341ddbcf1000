package io.larder.cache.cluster;

import java.time.Duration;

/** The time of a node, which runs at the rate of other nodes' time to within one in a hundred. */
public interface ClusterClock {
  /** As {@link System#nanoTime}. */
  long nanoTime();

  /**
   * Runs a task once, after that time, on another thread or later on this one. The task takes
   * little time. After the clock is stopped nothing is run.
   */
  void schedule(Duration delay, Runnable task);
}
