package io.larder.cache.cluster;

import java.time.Duration;

/**
 * Until when this node may answer from memory and begin to write, and from when it may write again
 * after it has taken out a member, who may answer from memory as long. Times are of the node's
 * clock; to wait for the end of another node's lease takes one percent longer than the lease, for
 * clocks that run at other rates.
 */
final class Lease {
  private final ClusterClock clock;
  private final long nanos;

  /** Written in turns. */
  private volatile long until;

  /** Used in turns only. */
  private long barrier;

  Lease(ClusterClock clock, Duration length) {
    this.clock = clock;
    this.nanos = length.toNanos();
    this.until = clock.nanoTime();
    this.barrier = until;
  }

  /** The lease was renewed by what was sent at {@code sentAt}, or later. */
  void renewed(long sentAt) {
    long end = sentAt + nanos;
    if (end - until > 0) {
      until = end;
    }
  }

  void drop() {
    until = clock.nanoTime();
  }

  boolean isHeld() {
    return until - clock.nanoTime() > 0;
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, until - clock.nanoTime()));
  }

  /** How long a lease of another node lasts at most that is not renewed from now on. */
  Duration ofOthers() {
    return Duration.ofNanos(nanos + nanos / 100);
  }

  /** A member was taken out now. */
  void raiseBarrier() {
    barrier = clock.nanoTime() + ofOthers().toNanos();
  }

  /** True if nobody who was taken out can answer from memory any more. */
  boolean hasPassedBarrier() {
    return barrier - clock.nanoTime() <= 0;
  }
}
