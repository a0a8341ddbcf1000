package io.larder.proxy.manage;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.manage.state.Cluster;
import io.larder.proxy.manage.state.Event;
import io.larder.proxy.manage.state.Holdings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The operations on clusters. */
record ClusterOperations(Host host, Clusters clusters, InstantSource clock) {
  private static final String CLUSTER_NAME = "ClusterName";
  private static final String CLUSTER = "Cluster";
  private static final String MODIFYING = "modifying";

  Map<String, Operation> operations() {
    var create = new CreateCluster(host, clusters, clock);
    return Map.of(
        "CreateCluster", Operation.changing(create).on(clusters::arns),
        "DescribeClusters", Operation.reading(this::describe).on(clusters::arnsOfMany),
        "UpdateCluster", Operation.changing(this::update).on(clusters::arns),
        "DeleteCluster", Operation.changing(this::delete).on(clusters::arns),
        "RebootNode", Operation.changing(this::reboot).on(clusters::arns),
        "IncreaseReplicationFactor", Operation.changing(this::increase).on(clusters::arns),
        "DecreaseReplicationFactor", Operation.changing(this::decrease).on(clusters::arns));
  }

  private ClusterJson json(Operation.Call call) {
    return new ClusterJson(host, host.nodes().get(), call.asked());
  }

  private void describe(Operation.Call call, Holdings holdings, JsonWriter out) {
    List<String> names = call.arguments().texts("ClusterNames");
    ClusterJson json = json(call);
    Pages.write(
        call.arguments(),
        "Clusters",
        clusters.named(holdings, names == null ? List.of() : names),
        out,
        (_, cluster, to) -> json.write(cluster, to));
  }

  private Cluster cluster(Operation.Call call, Holdings holdings) {
    return clusters.find(holdings, call.arguments().requiredText(CLUSTER_NAME));
  }

  /** One that clients have made. */
  private Cluster made(Operation.Call call, Holdings holdings) {
    Cluster cluster = cluster(call, holdings);
    if (host.isOwn(cluster.name())) {
      throw Faults.clusterState(
          "Cluster "
              + cluster.name()
              + " is the running servers themselves: it grows when one is started, and goes when"
              + " all are stopped.");
    }
    return cluster;
  }

  private void update(Operation.Call call, Holdings holdings, JsonWriter out) {
    Cluster cluster = cluster(call, holdings);
    Cluster updated =
        cluster.with(CreateCluster.settings(call.arguments(), cluster.settings(), holdings));
    clusters.keep(holdings, updated);
    out.name(CLUSTER);
    json(call).write(updated, out);
  }

  private void delete(Operation.Call call, Holdings holdings, JsonWriter out) {
    Cluster cluster = made(call, holdings);
    holdings.clusters().remove(cluster.name());
    holdings.happened(clock.instant(), Event.Source.CLUSTER, cluster.name(), "Cluster deleted.");
    out.name(CLUSTER);
    json(call).write(cluster, "deleting", _ -> true, "deleting", out);
  }

  /** A node that reboots forgets what its caches hold. Its connections stay. */
  private void reboot(Operation.Call call, Holdings holdings, JsonWriter out) {
    Cluster cluster = cluster(call, holdings);
    int place = Clusters.place(cluster, call.arguments().requiredText("NodeId"));
    List<Host.Node> present = host.nodes().get();
    if (place >= present.size()) {
      throw Faults.clusterState("Node " + cluster.nodeId(place) + " is not running.");
    }
    holdings.reboot(present.get(place).id(), present.stream().map(Host.Node::id).toList());
    holdings.happened(
        clock.instant(),
        Event.Source.CLUSTER,
        cluster.name(),
        "Rebooted node " + cluster.nodeId(place) + ".");
    out.name(CLUSTER);
    json(call).write(cluster, MODIFYING, at -> at == place, "rebooting", out);
  }

  private void increase(Operation.Call call, Holdings holdings, JsonWriter out) {
    Cluster cluster = made(call, holdings);
    int wished = call.arguments().requiredInteger("NewReplicationFactor");
    int now = cluster.nodes().size();
    if (wished <= now) {
      throw Faults.invalidValue(
          "NewReplicationFactor must be greater than the present one, which is " + now + ".");
    }
    CreateCluster.requireNodes(host, holdings, now, wished);
    List<String> zones = call.arguments().texts("AvailabilityZones");
    CreateCluster.requireZones(zones, wished - now);
    NavigableMap<Integer, Instant> nodes = new TreeMap<>(cluster.nodes());
    Set<Integer> added = new TreeSet<>();
    for (int place = 0; nodes.size() < wished; place++) {
      if (nodes.putIfAbsent(place, clock.instant()) == null) {
        added.add(place);
        happened(holdings, cluster, "Added node ", place);
      }
    }
    Cluster grown = cluster.withNodes(nodes);
    clusters.keep(holdings, grown);
    out.name(CLUSTER);
    json(call).write(grown, MODIFYING, added::contains, "creating", out);
  }

  private void decrease(Operation.Call call, Holdings holdings, JsonWriter out) {
    Cluster cluster = made(call, holdings);
    int wished = call.arguments().requiredInteger("NewReplicationFactor");
    int now = cluster.nodes().size();
    if (wished >= now || wished < 1) {
      throw Faults.invalidValue(
          "NewReplicationFactor must be at least 1 and less than the present one, which is "
              + now
              + ".");
    }
    Set<Integer> removed =
        removed(cluster, call.arguments().texts("NodeIdsToRemove"), now - wished);
    NavigableMap<Integer, Instant> nodes = new TreeMap<>(cluster.nodes());
    nodes.keySet().removeAll(removed);
    removed.forEach(place -> happened(holdings, cluster, "Removed node ", place));
    clusters.keep(holdings, cluster.withNodes(nodes));
    out.name(CLUSTER);
    IntPredicate isRemoved = removed::contains;
    json(call).write(cluster, MODIFYING, isRemoved, "deleting", out);
  }

  /** The places of these nodes; without any, of the last ones. */
  private static Set<Integer> removed(
      Cluster cluster, @Nullable List<String> nodeIds, int howMany) {
    if (nodeIds == null || nodeIds.isEmpty()) {
      return new TreeSet<>(cluster.nodes().descendingKeySet().stream().limit(howMany).toList());
    }
    Set<Integer> removed = new LinkedHashSet<>();
    nodeIds.forEach(nodeId -> removed.add(Clusters.place(cluster, nodeId)));
    if (removed.size() != howMany) {
      throw Faults.invalidCombination(
          "NodeIdsToRemove must name the " + howMany + " nodes that NewReplicationFactor removes.");
    }
    return removed;
  }

  private void happened(Holdings holdings, Cluster cluster, String what, int place) {
    holdings.happened(
        clock.instant(), Event.Source.CLUSTER, cluster.name(), what + cluster.nodeId(place) + ".");
  }
}
