package io.larder.proxy.cluster;

import io.larder.cache.cluster.ClusterStatus;
import io.larder.store.StoreGauge;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What can be read off a node at any time. */
public final class ClusterGauges {
  private static final double NANOS_PER_SECOND = 1e9;

  private ClusterGauges() {}

  /** The gauges of the node that {@code status} tells of. */
  public static List<StoreGauge> of(Supplier<ClusterStatus> status) {
    return List.of(
        gauge(
            "cluster_members",
            "Nodes that this one knows to be members, itself included.",
            status,
            now -> now.members().size()),
        gauge(
            "cluster_serving",
            "1 while this node may answer from memory, otherwise 0.",
            status,
            now -> now.serves() ? 1 : 0),
        gauge(
            "cluster_writing",
            "1 while this node may write, otherwise 0.",
            status,
            now -> now.writes() ? 1 : 0),
        gauge(
            "cluster_lease_left_seconds",
            "How long this node's lease is good for if it is not renewed.",
            status,
            now -> now.leaseLeft().toNanos() / NANOS_PER_SECOND),
        counter(
            "cluster_joins",
            "How often this node has joined.",
            status,
            now -> now.counts().joins()),
        counter(
            "cluster_fenced_nodes",
            "Nodes that this one has taken out because they did not answer.",
            status,
            now -> now.counts().fences()),
        counter(
            "cluster_lost_places",
            "How often this node was taken out or has lost its place.",
            status,
            now -> now.counts().lost()),
        counter(
            "cluster_flux",
            "Writes that all members were told of before they were sent.",
            status,
            now -> now.counts().fluxes()),
        counter(
            "cluster_flux_seconds",
            "How long these writes have waited for the members, together.",
            status,
            now -> now.counts().fluxNanos() / NANOS_PER_SECOND),
        counter(
            "cluster_stalled_writes",
            "Writes that have waited longer than a member may take to answer.",
            status,
            now -> now.counts().stalled()),
        counter(
            "cluster_refused_writes",
            "Writes that were refused for want of a lease or of answers.",
            status,
            now -> now.counts().refused()),
        counter(
            "cluster_malformed_messages",
            "Messages of other nodes that could not be read.",
            status,
            now -> now.counts().malformed()));
  }

  private static StoreGauge gauge(
      String name,
      String description,
      Supplier<ClusterStatus> status,
      ToDoubleFunction<ClusterStatus> value) {
    return new StoreGauge(name, description, false, () -> value.applyAsDouble(status.get()));
  }

  private static StoreGauge counter(
      String name,
      String description,
      Supplier<ClusterStatus> status,
      ToDoubleFunction<ClusterStatus> value) {
    return new StoreGauge(name, description, true, () -> value.applyAsDouble(status.get()));
  }
}
