package io.larder.cache.cluster;

import java.time.Duration;

/**
 * Whether a node that is in the lease table renews its lease: told by how often this node has read
 * the same of it, not by how long ago, because who was stopped for a while has read nothing and
 * must not take that for the silence of others.
 */
final class Silence {
  /** Reads that are no closer than the time between two renewals: two leases. */
  private static final int SILENT = 6;

  private static final int SILENT_IF_SUSPECTED = 3;

  private final NodeId id;
  private final long spacing;
  private long renewals = -1;
  private long countedAt;
  private int unchanged;
  private boolean isSuspected;

  /**
   * @param spacing between reads that count
   */
  Silence(NodeId id, Duration spacing, long now) {
    this.id = id;
    this.spacing = spacing.toNanos();
    this.countedAt = now;
  }

  NodeId id() {
    return id;
  }

  /** The member as it was read now. */
  void read(LeaseTable.Member member, long now) {
    if (member.renewals() != renewals) {
      renewals = member.renewals();
      countedAt = now;
      unchanged = 0;
      isSuspected = false;
    } else if (now - countedAt >= spacing) {
      countedAt = now;
      unchanged++;
    }
  }

  /** Less silence is enough from now on. */
  void suspect() {
    isSuspected = true;
  }

  boolean isBroken() {
    return unchanged < (isSuspected ? SILENT_IF_SUSPECTED : SILENT);
  }
}
