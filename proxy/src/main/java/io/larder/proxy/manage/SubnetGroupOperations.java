package io.larder.proxy.manage;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.manage.state.Cluster;
import io.larder.proxy.manage.state.Event;
import io.larder.proxy.manage.state.Holdings;
import io.larder.proxy.manage.state.SubnetGroup;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations on subnet groups, which are kept and shown. */
record SubnetGroupOperations(Host host, Clusters clusters, InstantSource clock) {
  private static final int MAX_GROUPS = 50;
  private static final int MAX_SUBNETS = 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z](?:[-.]?[A-Za-z0-9]){0,254}");
  private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-zA-Z]{1,64}");
  private static final String GROUP_NAME = "SubnetGroupName";
  private static final String DESCRIPTION = "Description";
  private static final String SUBNET_IDS = "SubnetIds";
  private static final SubnetGroup DEFAULT = new SubnetGroup(SubnetGroup.DEFAULT, null, List.of());

  Map<String, Operation> operations() {
    return Map.of(
        "CreateSubnetGroup", Operation.changing(this::create),
        "DescribeSubnetGroups", Operation.reading(this::describe),
        "UpdateSubnetGroup", Operation.changing(this::update),
        "DeleteSubnetGroup", Operation.changing(this::delete));
  }

  private static NavigableMap<String, SubnetGroup> all(Holdings holdings) {
    NavigableMap<String, SubnetGroup> all = new TreeMap<>(holdings.subnetGroups());
    all.putIfAbsent(DEFAULT.name(), DEFAULT);
    return all;
  }

  /**
   * @throws io.larder.protocol.error.ServiceException if there is none of that name
   */
  static SubnetGroup find(Holdings holdings, String name) {
    SubnetGroup group = all(holdings).get(name);
    if (group == null) {
      throw Faults.noSubnetGroup(name);
    }
    return group;
  }

  private void create(Operation.Call call, Holdings holdings, JsonWriter out) {
    String name = call.arguments().requiredText(GROUP_NAME);
    List<String> subnets = subnets(call.arguments().texts(SUBNET_IDS));
    if (subnets == null || subnets.isEmpty()) {
      throw Arguments.missing(SUBNET_IDS);
    }
    if (!NAME.matcher(name).matches()) {
      throw Faults.invalidValue("Invalid subnet group name: " + name);
    }
    if (all(holdings).containsKey(name)) {
      throw Faults.of("SubnetGroupAlreadyExistsFault", "Subnet group " + name + " already exists.");
    }
    if (holdings.subnetGroups().size() >= MAX_GROUPS) {
      throw Faults.of(
          "SubnetGroupQuotaExceededFault",
          "There can be at most " + MAX_GROUPS + " subnet groups.");
    }
    keep(new SubnetGroup(name, call.arguments().textOrEmpty(DESCRIPTION), subnets), holdings, out);
    happened(holdings, name, "created");
  }

  private static @Nullable List<String> subnets(@Nullable List<String> ids) {
    if (ids == null) {
      return null;
    }
    for (String id : ids) {
      if (!SUBNET.matcher(id).matches()) {
        throw Faults.of("InvalidSubnet", "Invalid subnet: " + id);
      }
    }
    List<String> subnets = ids.stream().distinct().toList();
    if (subnets.size() > MAX_SUBNETS) {
      throw Faults.of(
          "SubnetQuotaExceededFault", "A group has at most " + MAX_SUBNETS + " subnets.");
    }
    return subnets;
  }

  private void describe(Operation.Call call, Holdings holdings, JsonWriter out) {
    NavigableMap<String, SubnetGroup> groups = all(holdings);
    List<String> names = call.arguments().texts("SubnetGroupNames");
    if (names != null && !names.isEmpty()) {
      names.forEach(name -> find(holdings, name));
      groups.keySet().retainAll(names);
    }
    Pages.write(call.arguments(), "SubnetGroups", groups, out, (_, group, to) -> write(group, to));
  }

  private void update(Operation.Call call, Holdings holdings, JsonWriter out) {
    SubnetGroup group = find(holdings, call.arguments().requiredText(GROUP_NAME));
    String description = call.arguments().textOrEmpty(DESCRIPTION);
    List<String> subnets = subnets(call.arguments().texts(SUBNET_IDS));
    keep(
        new SubnetGroup(
            group.name(),
            description == null ? group.description() : description,
            subnets == null || subnets.isEmpty() ? group.subnets() : subnets),
        holdings,
        out);
    happened(holdings, group.name(), "updated");
  }

  private void delete(Operation.Call call, Holdings holdings, JsonWriter out) {
    SubnetGroup group = find(holdings, call.arguments().requiredText(GROUP_NAME));
    if (group.name().equals(SubnetGroup.DEFAULT)) {
      throw Faults.of("SubnetGroupInUseFault", "The default subnet group cannot be deleted.");
    }
    for (Cluster cluster : clusters.all(holdings).values()) {
      if (cluster.made().subnetGroup().equals(group.name())) {
        throw Faults.of(
            "SubnetGroupInUseFault",
            "Subnet group " + group.name() + " is in use by cluster " + cluster.name() + ".");
      }
    }
    holdings.subnetGroups().remove(group.name());
    happened(holdings, group.name(), "deleted");
    out.name("DeletionMessage").value("Subnet group " + group.name() + " has been deleted.");
  }

  private void happened(Holdings holdings, String name, String what) {
    holdings.happened(
        clock.instant(), Event.Source.SUBNET_GROUP, name, "Subnet group " + what + ".");
  }

  private void keep(SubnetGroup group, Holdings holdings, JsonWriter out) {
    holdings.subnetGroups().put(group.name(), group);
    out.name("SubnetGroup");
    write(group, out);
  }

  private void write(SubnetGroup group, JsonWriter out) {
    out.beginObject();
    out.name(GROUP_NAME).value(group.name());
    String description = group.description();
    if (description != null) {
      out.name(DESCRIPTION).value(description);
    }
    out.name("Subnets").beginArray();
    for (String subnet : group.subnets()) {
      out.beginObject();
      out.name("SubnetIdentifier").value(subnet);
      out.name("SubnetAvailabilityZone").value(host.zone());
      writeNetworkTypes(out);
      out.endObject();
    }
    out.endArray();
    writeNetworkTypes(out);
    out.endObject();
  }

  private static void writeNetworkTypes(JsonWriter out) {
    out.name("SupportedNetworkTypes").beginArray().value("ipv4").endArray();
  }
}
