package io.larder.proxy.manage;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.manage.state.Cluster;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes clusters as answers have them.
 *
 * @param present the servers there are now
 * @param asked the address of this server that the caller has found; null if that is not known
 */
record ClusterJson(Host host, List<Host.Node> present, @Nullable InetAddress asked) {
  private static final int USUAL_PORT = 8111;
  private static final int USUAL_TLS_PORT = 9111;
  private static final double MILLIS = 1000.0;
  private static final String AVAILABLE = "available";
  private static final String IN_SYNC = "in-sync";

  /** A cluster that nobody reaches yet. */
  void writeCreating(Cluster cluster, JsonWriter out) {
    out.beginObject();
    writeHead(cluster, "creating", 0, out);
    out.name("ClusterDiscoveryEndpoint").beginObject();
    out.name("Port").value(cluster.made().tls() ? USUAL_TLS_PORT : USUAL_PORT);
    out.endObject();
    writeTail(cluster, out);
    out.endObject();
  }

  /** A cluster as it is. */
  void write(Cluster cluster, JsonWriter out) {
    write(cluster, AVAILABLE, _ -> false, "", out);
  }

  /**
   * A cluster to which something is done.
   *
   * @param touched the places of the nodes that it is done to
   * @param nodeStatus of these
   */
  void write(
      Cluster cluster, String status, IntPredicate touched, String nodeStatus, JsonWriter out) {
    int active = (int) cluster.nodes().keySet().stream().filter(this::isPresent).count();
    out.beginObject();
    writeHead(cluster, status, active, out);
    out.name("ClusterDiscoveryEndpoint").beginObject();
    Host.Place place = place(cluster, 0);
    out.name("Address").value(place.host());
    out.name("Port").value(place.port());
    out.name("URL").value(place.url());
    out.endObject();
    out.name("Nodes").beginArray();
    int index = 0;
    for (Map.Entry<Integer, Instant> node : cluster.nodes().entrySet()) {
      int at = node.getKey();
      String own = isPresent(at) ? AVAILABLE : "unavailable";
      out.beginObject();
      out.name("NodeId").value(cluster.nodeId(at));
      writeEndpoint(place(cluster, at), out);
      out.name("NodeCreateTime").value(seconds(node.getValue()));
      out.name("AvailabilityZone").value(zone(cluster, index));
      out.name("NodeStatus").value(touched.test(at) ? nodeStatus : own);
      out.name("ParameterGroupStatus").value(IN_SYNC);
      out.endObject();
      index++;
    }
    out.endArray();
    writeTail(cluster, out);
    out.endObject();
  }

  static double seconds(Instant instant) {
    return instant.toEpochMilli() / MILLIS;
  }

  private boolean isPresent(int place) {
    return place < present.size();
  }

  /** Of a server that has gone, clients are told the first one, which they can reach. */
  private Host.Place place(Cluster cluster, int at) {
    Host.Node node =
        isPresent(at)
            ? present.get(at)
            : present.isEmpty() ? new Host.Node(0, null) : present.getFirst();
    return host.place(node, cluster.made().tls(), asked);
  }

  private String zone(Cluster cluster, int index) {
    List<String> zones = cluster.made().zones();
    return index < zones.size() ? zones.get(index) : host.zone();
  }

  private static void writeEndpoint(Host.Place place, JsonWriter out) {
    out.name("Endpoint").beginObject();
    out.name("Address").value(place.host());
    out.name("Port").value(place.port());
    out.endObject();
  }

  private void writeHead(Cluster cluster, String status, int active, JsonWriter out) {
    Cluster.Made made = cluster.made();
    out.name("ClusterName").value(made.name());
    String description = cluster.settings().description();
    if (description != null) {
      out.name("Description").value(description);
    }
    out.name("ClusterArn").value(host.arn(made.name()));
    out.name("TotalNodes").value(cluster.nodes().size());
    out.name("ActiveNodes").value(active);
    out.name("NodeType").value(made.nodeType());
    out.name("Status").value(status);
  }

  private static void writeTail(Cluster cluster, JsonWriter out) {
    Cluster.Made made = cluster.made();
    Cluster.Settings settings = cluster.settings();
    out.name("PreferredMaintenanceWindow").value(settings.maintenanceWindow());
    String topic = settings.topicArn();
    if (topic != null) {
      out.name("NotificationConfiguration").beginObject();
      out.name("TopicArn").value(topic);
      out.name("TopicStatus").value(settings.topicActive() ? "active" : "inactive");
      out.endObject();
    }
    out.name("SubnetGroup").value(made.subnetGroup());
    out.name("SecurityGroups").beginArray();
    for (String group : settings.securityGroups()) {
      out.beginObject();
      out.name("SecurityGroupIdentifier").value(group);
      out.name("Status").value("active");
      out.endObject();
    }
    out.endArray();
    String role = made.iamRoleArn();
    if (role != null) {
      out.name("IamRoleArn").value(role);
    }
    out.name("ParameterGroup").beginObject();
    out.name("ParameterGroupName").value(settings.parameterGroup());
    out.name("ParameterApplyStatus").value(IN_SYNC);
    out.name("NodeIdsToReboot").beginArray().endArray();
    out.endObject();
    out.name("SSEDescription").beginObject();
    out.name("Status").value(made.encrypted() ? "ENABLED" : "DISABLED");
    out.endObject();
    out.name("ClusterEndpointEncryptionType").value(made.tls() ? "TLS" : "NONE");
    out.name("NetworkType").value(made.networkType());
  }
}
