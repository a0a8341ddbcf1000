package io.larder.cache.cluster;

import java.time.Duration;

/** Counts what happens to a node. Used in turns only. */
final class Tally {
  private final long stall;
  private long joins;
  private long fences;
  private long lost;
  private long fluxes;
  private long refused;
  private long fluxNanos;
  private long stalled;
  private long malformed;

  /**
   * @param stall how long a write may wait before it counts as stalled
   */
  Tally(Duration stall) {
    this.stall = stall.toNanos();
  }

  void joined() {
    joins++;
  }

  void fenced() {
    fences++;
  }

  void lost() {
    lost++;
  }

  void refused() {
    refused++;
  }

  void malformed() {
    malformed++;
  }

  void fluxed(long nanos) {
    fluxes++;
    fluxNanos += nanos;
    if (nanos > stall) {
      stalled++;
    }
  }

  ClusterStatus.Counts counts() {
    return new ClusterStatus.Counts(
        joins, fences, lost, fluxes, refused, fluxNanos, stalled, malformed);
  }
}
