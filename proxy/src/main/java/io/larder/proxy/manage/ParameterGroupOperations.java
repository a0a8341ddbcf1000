package io.larder.proxy.manage;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.manage.CacheTimes.Parameter;
import io.larder.proxy.manage.state.Cluster;
import io.larder.proxy.manage.state.Event;
import io.larder.proxy.manage.state.Holdings;
import io.larder.proxy.manage.state.ParameterGroup;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The operations on parameter groups.
 *
 * @param byDefault what the server is configured with
 */
record ParameterGroupOperations(CacheTimes byDefault, InstantSource clock) {
  private static final int MAX_GROUPS = 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z](?:[-.]?[A-Za-z0-9]){0,254}");

  /** Of so many digits it is a time that nobody lives to see the end of. */
  private static final Pattern VALUE = Pattern.compile("[0-9]{1,15}");

  private static final String GROUP_NAME = "ParameterGroupName";
  private static final String GROUP = "ParameterGroup";
  private static final String DESCRIPTION = "Description";
  private static final ParameterGroup DEFAULT =
      new ParameterGroup(ParameterGroup.DEFAULT, "Default parameter group for dax1.0", Map.of());

  private static final NavigableMap<String, Parameter> PARAMETERS =
      Arrays.stream(Parameter.values())
          .collect(
              Collectors.toMap(
                  Parameter::text, Function.identity(), (one, _) -> one, TreeMap::new));

  Map<String, Operation> operations() {
    return Map.of(
        "CreateParameterGroup", Operation.changing(this::create),
        "DescribeParameterGroups", Operation.reading(this::describeGroups),
        "UpdateParameterGroup", Operation.changing(this::update),
        "DeleteParameterGroup", Operation.changing(this::delete),
        "DescribeParameters", Operation.reading(this::describe),
        "DescribeDefaultParameters", Operation.reading(this::describeDefault));
  }

  private static NavigableMap<String, ParameterGroup> all(Holdings holdings) {
    NavigableMap<String, ParameterGroup> all = new TreeMap<>(holdings.parameterGroups());
    all.put(DEFAULT.name(), DEFAULT);
    return all;
  }

  private static ParameterGroup find(Holdings holdings, String name) {
    ParameterGroup group = all(holdings).get(name);
    if (group == null) {
      throw Faults.noParameterGroup(name);
    }
    return group;
  }

  /**
   * Returns if there is a group of that name.
   *
   * @throws io.larder.protocol.error.ServiceException if there is none
   */
  static void require(Holdings holdings, String name) {
    find(holdings, name);
  }

  /** One that may be changed. */
  private static ParameterGroup made(Operation.Call call, Holdings holdings) {
    ParameterGroup group = find(holdings, call.arguments().requiredText(GROUP_NAME));
    if (group.name().equals(ParameterGroup.DEFAULT)) {
      throw Faults.parameterGroupState(
          "The default parameter group " + group.name() + " cannot be changed or deleted.");
    }
    return group;
  }

  private void create(Operation.Call call, Holdings holdings, JsonWriter out) {
    String name = call.arguments().requiredText(GROUP_NAME);
    if (!NAME.matcher(name).matches()) {
      throw Faults.invalidValue("Invalid parameter group name: " + name);
    }
    if (all(holdings).containsKey(name)) {
      throw Faults.of(
          "ParameterGroupAlreadyExistsFault", "Parameter group " + name + " already exists.");
    }
    if (holdings.parameterGroups().size() >= MAX_GROUPS) {
      throw Faults.of(
          "ParameterGroupQuotaExceededFault",
          "There can be at most " + MAX_GROUPS + " parameter groups.");
    }
    var group = new ParameterGroup(name, call.arguments().textOrEmpty(DESCRIPTION), Map.of());
    holdings.parameterGroups().put(name, group);
    happened(holdings, name, "created");
    write(GROUP, group, out);
  }

  private void describeGroups(Operation.Call call, Holdings holdings, JsonWriter out) {
    NavigableMap<String, ParameterGroup> groups = all(holdings);
    List<String> names = call.arguments().texts("ParameterGroupNames");
    if (names != null && !names.isEmpty()) {
      names.forEach(name -> find(holdings, name));
      groups.keySet().retainAll(names);
    }
    Pages.write(
        call.arguments(),
        "ParameterGroups",
        groups,
        out,
        (_, group, to) -> writeMembers(group, to));
  }

  private void update(Operation.Call call, Holdings holdings, JsonWriter out) {
    ParameterGroup group = made(call, holdings);
    Map<String, String> wished =
        call.arguments().pairs("ParameterNameValues", "ParameterName", "ParameterValue");
    if (wished == null || wished.isEmpty()) {
      throw Arguments.missing("ParameterNameValues");
    }
    Map<String, Long> values = new HashMap<>(group.values());
    wished.forEach(
        (name, value) -> {
          if (!PARAMETERS.containsKey(name)) {
            throw Faults.invalidValue("There is no parameter " + name + ".");
          }
          if (!VALUE.matcher(value).matches()) {
            throw Faults.invalidValue(
                "The value of " + name + " must be an integer from 0 on: " + value);
          }
          values.put(name, Long.valueOf(value));
        });
    var updated = new ParameterGroup(group.name(), group.description(), values);
    holdings.parameterGroups().put(group.name(), updated);
    happened(holdings, group.name(), "updated");
    write(GROUP, updated, out);
  }

  private void delete(Operation.Call call, Holdings holdings, JsonWriter out) {
    ParameterGroup group = made(call, holdings);
    for (Cluster cluster : holdings.clusters().values()) {
      if (cluster.settings().parameterGroup().equals(group.name())) {
        throw Faults.parameterGroupState(
            "Parameter group " + group.name() + " is in use by cluster " + cluster.name() + ".");
      }
    }
    holdings.parameterGroups().remove(group.name());
    happened(holdings, group.name(), "deleted");
    out.name("DeletionMessage").value("Parameter group " + group.name() + " has been deleted.");
  }

  private void describe(Operation.Call call, Holdings holdings, JsonWriter out) {
    ParameterGroup group = find(holdings, call.arguments().requiredText(GROUP_NAME));
    String source = call.arguments().text("Source");
    writeParameters(call, source == null || source.equals("user"), group, out);
  }

  private void describeDefault(Operation.Call call, Holdings holdings, JsonWriter out) {
    writeParameters(call, true, DEFAULT, out);
  }

  private void writeParameters(
      Operation.Call call, boolean isAny, ParameterGroup group, JsonWriter out) {
    Pages.write(
        call.arguments(),
        "Parameters",
        isAny ? PARAMETERS : new TreeMap<>(),
        out,
        (name, parameter, to) -> {
          to.beginObject();
          to.name("ParameterName").value(name);
          to.name("ParameterType").value("DEFAULT");
          to.name("ParameterValue").quotedValue(byDefault.value(group, parameter));
          to.name("NodeTypeSpecificValues").beginArray().endArray();
          to.name(DESCRIPTION).value(parameter.description());
          to.name("Source").value("user");
          to.name("DataType").value("integer");
          to.name("AllowedValues").value("0-");
          to.name("IsModifiable").value("TRUE");
          to.name("ChangeType").value("IMMEDIATE");
          to.endObject();
        });
  }

  private void happened(Holdings holdings, String name, String what) {
    holdings.happened(
        clock.instant(), Event.Source.PARAMETER_GROUP, name, "Parameter group " + what + ".");
  }

  private static void write(String member, ParameterGroup group, JsonWriter out) {
    out.name(member);
    writeMembers(group, out);
  }

  private static void writeMembers(ParameterGroup group, JsonWriter out) {
    out.beginObject();
    out.name(GROUP_NAME).value(group.name());
    String description = group.description();
    if (description != null) {
      out.name(DESCRIPTION).value(description);
    }
    out.endObject();
  }
}
