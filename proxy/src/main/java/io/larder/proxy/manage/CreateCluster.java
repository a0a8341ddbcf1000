package io.larder.proxy.manage;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.manage.state.Cluster;
import io.larder.proxy.manage.state.Event;
import io.larder.proxy.manage.state.Holdings;
import io.larder.proxy.manage.state.ParameterGroup;
import io.larder.proxy.manage.state.SubnetGroup;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives the servers that there are a further name as a DAX cluster. */
record CreateCluster(Host host, Clusters clusters, InstantSource clock)
    implements Operation.Handler {
  /** Clusters of an account in a region, and nodes of all of them. */
  static final int MAX_CLUSTERS = 50;

  static final int MAX_NODES = 50;

  /** Nodes of a cluster. */
  static final int MAX_NODES_OF_CLUSTER = 11;

  private static final Pattern NAME = Pattern.compile("[a-z](?:-?[a-z0-9]){0,19}");
  private static final int MAX_NAME = 20;
  private static final Pattern NODE_TYPE = Pattern.compile("dax\\.[a-z0-9]+\\.[a-z0-9]+");
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,576}");
  private static final Pattern WINDOW =
      Pattern.compile(
          "(?:mon|tue|wed|thu|fri|sat|sun):(?:[01][0-9]|2[0-3]):[0-5][0-9]"
              + "-(?:mon|tue|wed|thu|fri|sat|sun):(?:[01][0-9]|2[0-3]):[0-5][0-9]");
  private static final String USUAL_WINDOW = "sun:00:00-sun:01:00";
  private static final Set<String> NETWORK_TYPES = Set.of("ipv4", "ipv6", "dual_stack");

  @Override
  public void answer(Operation.Call call, Holdings holdings, JsonWriter out) {
    Arguments arguments = call.arguments();
    String name = name(arguments.requiredText("ClusterName"));
    String nodeType = nodeType(arguments.requiredText("NodeType"));
    int replicationFactor = arguments.requiredInteger("ReplicationFactor");
    if (replicationFactor == 2) {
      throw Faults.invalidValue("ReplicationFactor must be 1, or 3 or more.");
    }
    String role = role(arguments.requiredText("IamRoleArn"));
    List<String> zones = arguments.texts("AvailabilityZones");
    requireZones(zones, replicationFactor);
    var made =
        new Cluster.Made(
            name,
            nodeType,
            role,
            subnetGroup(arguments.text("SubnetGroupName"), holdings),
            zones == null ? List.of() : zones,
            isEncrypted(arguments),
            isTls(arguments),
            networkType(arguments.text("NetworkType")));
    Cluster.Settings settings =
        settings(
            arguments,
            new Cluster.Settings(
                null, USUAL_WINDOW, null, false, ParameterGroup.DEFAULT, List.of()),
            holdings);
    NavigableMap<String, String> tags =
        Tags.added(new TreeMap<>(), arguments.pairs("Tags", "Key", "Value"));
    if (clusters.all(holdings).containsKey(name)) {
      throw Faults.of("ClusterAlreadyExistsFault", "Cluster " + name + " already exists.");
    }
    if (holdings.clusters().size() >= MAX_CLUSTERS) {
      throw Faults.of(
          "ClusterQuotaForCustomerExceededFault",
          "There can be at most " + MAX_CLUSTERS + " clusters.");
    }
    requireNodes(host, holdings, 0, replicationFactor);
    Instant now = clock.instant();
    NavigableMap<Integer, Instant> nodes = new TreeMap<>();
    for (int place = 0; place < replicationFactor; place++) {
      nodes.put(place, now);
    }
    var cluster = new Cluster(made, settings, nodes, tags);
    clusters.keep(holdings, cluster);
    holdings.happened(now, Event.Source.CLUSTER, name, "Cluster created.");
    out.name("Cluster");
    new ClusterJson(host, host.nodes().get(), call.asked()).writeCreating(cluster, out);
  }

  private static String name(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
      throw Faults.invalidValue(
          "Cluster ID specified is not a valid identifier. Identifiers must begin with a letter;"
              + " must contain only ASCII letters, digits, and hyphens; and must not end with a"
              + " hyphen or contain two consecutive hyphens.");
    }
    return name;
  }

  private static String nodeType(String text) {
    if (!NODE_TYPE.matcher(text).matches()) {
      throw Faults.invalidValue("Invalid node type: " + text);
    }
    return text;
  }

  private static String role(String arn) {
    if (!arn.startsWith("arn:")) {
      throw Faults.invalidValue("ARNs must start with 'arn:': " + arn);
    }
    if (!ROLE.matcher(arn).matches()) {
      throw Faults.invalidValue("Invalid role ARN: " + arn);
    }
    return arn;
  }

  static void requireZones(@Nullable List<String> zones, int nodes) {
    if (zones != null && !zones.isEmpty() && zones.size() != nodes) {
      throw Faults.invalidCombination(
          "AvailabilityZones must name one zone for each of the " + nodes + " nodes.");
    }
  }

  /**
   * Returns if a cluster may have that many nodes.
   *
   * @param had how many of the nodes of all clusters it has already
   */
  static void requireNodes(Host host, Holdings holdings, int had, int wished) {
    if (wished < 1) {
      throw Faults.invalidValue("The replication factor must be at least 1.");
    }
    if (wished > MAX_NODES_OF_CLUSTER) {
      throw Faults.of(
          "NodeQuotaForClusterExceededFault",
          "A cluster has at most " + MAX_NODES_OF_CLUSTER + " nodes.");
    }
    int all =
        holdings.clusters().entrySet().stream()
            .filter(each -> !each.getKey().equals(Clusters.OWN))
            .mapToInt(each -> each.getValue().nodes().size())
            .sum();
    if (all - had + wished > MAX_NODES) {
      throw Faults.of(
          "NodeQuotaForCustomerExceededFault",
          "All clusters together have at most " + MAX_NODES + " nodes.");
    }
    int there = host.ports().isOpen() ? host.nodes().get().size() : 0;
    if (wished > there) {
      throw Faults.of(
          "InsufficientClusterCapacityFault",
          wished + " nodes need as many running servers, and there are " + there + ".");
    }
  }

  private static String subnetGroup(@Nullable String name, Holdings holdings) {
    String group = name == null ? SubnetGroup.DEFAULT : name;
    SubnetGroupOperations.find(holdings, group);
    return group;
  }

  private boolean isEncrypted(Arguments arguments) {
    boolean isWished = arguments.flag("SSESpecification", "Enabled");
    if (isWished && !host.encrypted()) {
      throw Faults.invalidCombination(
          "SSESpecification: this server keeps its data in clear; it is started with"
              + " encryption.enabled to encrypt them.");
    }
    return isWished;
  }

  private boolean isTls(Arguments arguments) {
    String type = arguments.text("ClusterEndpointEncryptionType");
    boolean isTls = "TLS".equals(type);
    if (type != null && !isTls && !type.equals("NONE")) {
      throw Faults.invalidValue("ClusterEndpointEncryptionType must be NONE or TLS.");
    }
    if (host.ports().isOpen() && (isTls ? host.ports().tls() : host.ports().plain()) == null) {
      throw Faults.invalidCombination(
          "ClusterEndpointEncryptionType: this server has no port for DAX clients "
              + (isTls ? "with TLS." : "without TLS."));
    }
    return isTls;
  }

  private static String networkType(@Nullable String type) {
    if (type != null && !NETWORK_TYPES.contains(type)) {
      throw Faults.invalidValue("NetworkType must be one of ipv4, ipv6, dual_stack.");
    }
    return type == null ? "ipv4" : type;
  }

  /** The settings that a request makes of those that there are. */
  static Cluster.Settings settings(Arguments arguments, Cluster.Settings now, Holdings holdings) {
    String description = arguments.textOrEmpty("Description");
    String window = arguments.text("PreferredMaintenanceWindow");
    String group = arguments.text("ParameterGroupName");
    List<String> securityGroups = arguments.texts("SecurityGroupIds");
    String topic = arguments.text("NotificationTopicArn");
    String topicStatus = arguments.text("NotificationTopicStatus");
    if (window != null && !WINDOW.matcher(window.toLowerCase(Locale.ROOT)).matches()) {
      throw Faults.invalidValue("Invalid maintenance window: " + window);
    }
    if (topicStatus != null && !Set.of("active", "inactive").contains(topicStatus)) {
      throw Faults.invalidValue("NotificationTopicStatus must be active or inactive.");
    }
    if (group != null) {
      ParameterGroupOperations.require(holdings, group);
    }
    return new Cluster.Settings(
        description == null ? now.description() : description,
        window == null ? now.maintenanceWindow() : window.toLowerCase(Locale.ROOT),
        topic == null ? now.topicArn() : topic,
        topicStatus == null ? topic != null || now.topicActive() : topicStatus.equals("active"),
        group == null ? now.parameterGroup() : group,
        securityGroups == null ? now.securityGroups() : securityGroups);
  }
}
