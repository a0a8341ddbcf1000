package io.larder.proxy.manage;

import io.larder.proxy.manage.state.Cluster;
import io.larder.proxy.manage.state.Holdings;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The clusters that there are: those that clients have made, and the server's own. */
record Clusters(Host host) {
  /** Among those that are kept, what clients have made of the server's own, whatever its name. */
  static final String OWN = "";

  /** By name. None if DAX clients do not reach this server. */
  NavigableMap<String, Cluster> all(Holdings holdings) {
    NavigableMap<String, Cluster> all = new TreeMap<>();
    if (host.ports().isOpen()) {
      all.putAll(holdings.clusters());
      Cluster changed = all.remove(OWN);
      Cluster own = host.own();
      all.put(
          own.name(),
          changed == null ? own : own.with(changed.settings()).withTags(changed.tags()));
    }
    return all;
  }

  /** Keeps a cluster as it is now. */
  void keep(Holdings holdings, Cluster cluster) {
    holdings.clusters().put(host.isOwn(cluster.name()) ? OWN : cluster.name(), cluster);
  }

  /**
   * @param name in any case
   * @throws io.larder.protocol.error.ServiceException if there is none of that name
   */
  Cluster find(Holdings holdings, String name) {
    Cluster cluster = all(holdings).get(name.toLowerCase(Locale.ROOT));
    if (cluster == null) {
      throw Faults.noCluster(name);
    }
    return cluster;
  }

  /** Those of these names, or all. */
  NavigableMap<String, Cluster> named(Holdings holdings, List<String> names) {
    if (names.isEmpty()) {
      return all(holdings);
    }
    NavigableMap<String, Cluster> named = new TreeMap<>();
    for (String name : names) {
      Cluster cluster = find(holdings, name);
      named.put(cluster.name(), cluster);
    }
    return named;
  }

  /** The ARNs of what a request names a cluster of. */
  List<String> arns(Arguments arguments) {
    String name = arguments.text("ClusterName");
    return List.of(name == null ? "*" : arn(name));
  }

  /** The ARNs of what a request names clusters of. */
  List<String> arnsOfMany(Arguments arguments) {
    List<String> names = arguments.texts("ClusterNames");
    return names == null || names.isEmpty()
        ? List.of("*")
        : names.stream().map(this::arn).distinct().toList();
  }

  private String arn(String name) {
    return host.arn(name.toLowerCase(Locale.ROOT));
  }

  /** The node of a name such as {@code NAME-a}. */
  static int place(Cluster cluster, String nodeId) {
    for (int place : cluster.nodes().keySet()) {
      if (cluster.nodeId(place).equalsIgnoreCase(nodeId)) {
        return place;
      }
    }
    throw Faults.of(
        "NodeNotFoundFault", "Node " + nodeId + " not found in cluster " + cluster.name() + ".");
  }
}
