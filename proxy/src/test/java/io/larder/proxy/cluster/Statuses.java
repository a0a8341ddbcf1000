package io.larder.proxy.cluster;

import io.larder.cache.cluster.ClusterStatus;
import io.larder.cache.cluster.ClusterStatus.State;
import io.larder.cache.cluster.NodeId;
import java.time.Duration;
import java.util.List;

/** What nodes say of themselves in tests. */
final class Statuses {
  private Statuses() {}

  /** A node of that name and address. */
  static ClusterStatus.Node node(String name, long incarnation, Object address) {
    return new ClusterStatus.Node(new NodeId(name, incarnation), address.toString());
  }

  /** How the first of {@code members} sees them, with eight counts from 1 to 8. */
  static ClusterStatus status(State state, ClusterStatus.Node... members) {
    return new ClusterStatus(
        members[0],
        state,
        Duration.ofMillis(750),
        List.of(members),
        new ClusterStatus.Counts(1, 2, 3, 4, 5, 6_000_000_000L, 7, 8));
  }
}
