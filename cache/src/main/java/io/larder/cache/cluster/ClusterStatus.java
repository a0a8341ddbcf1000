package io.larder.cache.cluster;

import java.time.Duration;
import java.util.List;

/**
 * How this node sees the cluster at one moment.
 *
 * @param self of whom {@link Node#id} has the incarnation 0 while it is no member
 * @param state what this node may do
 * @param leaseLeft zero if the lease has lapsed
 * @param members this node if it is a member, and all others that it knows to be, the longest there
 *     first
 * @param counts since the node was started
 */
public record ClusterStatus(
    Node self, State state, Duration leaseLeft, List<Node> members, Counts counts) {
  public ClusterStatus {
    members = List.copyOf(members);
  }

  /** True if the node may answer from memory now. */
  public boolean serves() {
    return state == State.SERVING && leaseLeft.isPositive();
  }

  /** True if the node may write now, as far as it knows. */
  public boolean writes() {
    return (state == State.SERVING || state == State.WARMING) && leaseLeft.isPositive();
  }

  /** What a node may do. */
  public enum State {
    /** Not a member: reads go to the store, writes are refused. */
    OUTSIDE,
    /** Registered, and not yet known to all: as outside. */
    JOINING,
    /** Known to all; writes, and does not yet answer from memory. */
    WARMING,
    /** Writes, and answers from memory. */
    SERVING,
    /** Has left for good. */
    CLOSED
  }

  /**
   * A node of the cluster.
   *
   * @param address as {@link ClusterOptions#address}
   */
  public record Node(NodeId id, String address) {}

  /**
   * What has happened.
   *
   * @param joins how often this node has joined
   * @param fences how many others this node has taken out
   * @param lost how often this node was taken out or has lost its place
   * @param fluxes writes that were told to all members
   * @param refused writes that were refused for want of a lease, of members, or of their answers
   * @param fluxNanos how long these writes have waited for it, together
   * @param stalled how many of them have waited longer than {@link ClusterOptions#answerTime}
   * @param malformed messages that could not be read
   */
  public record Counts(
      long joins,
      long fences,
      long lost,
      long fluxes,
      long refused,
      long fluxNanos,
      long stalled,
      long malformed) {}
}
