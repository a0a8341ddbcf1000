package io.larder.security.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.security.auth.Principal;
import io.larder.security.policy.Decision.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases that stand in tables beside this test, where people can read them. */
final class PolicyTablesTest {
  private static final String TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/Games";
  private static final Map<String, List<String>> VARIABLES =
      Map.of(
          "aws:username",
          List.of("u1"),
          "aws:PrincipalArn",
          List.of("arn:aws:iam::111122223333:user/u1"),
          "aws:PrincipalTag/Team",
          List.of("blue"),
          "aws:PrincipalTag/Wild",
          List.of("*"),
          "aws:TagKeys",
          List.of("a", "b"));

  static Stream<List<String>> operators() {
    return PolicyTables.cases("operators.txt");
  }

  @ParameterizedTest
  @MethodSource("operators")
  void operatorsCompareAsTheTableSays(List<String> line) {
    String operator = line.get(0);
    List<String> forms =
        List.of(
            operator, operator + "IfExists", "ForAnyValue:" + operator, "ForAllValues:" + operator);
    for (int i = 0; i < forms.size(); i++) {
      boolean isMany = line.get(2).startsWith("[");
      String key = isMany ? "dynamodb:LeadingKeys" : "larder:Key";
      ConditionContext context = context(key, line.get(2));
      String condition = condition(forms.get(i), key, PolicyTables.texts(line.get(1)));
      assertThat(outcome(condition, context, "2012-10-17"))
          .as("%s of %s", forms.get(i), line)
          .isEqualTo(line.get(3 + i));
    }
  }

  private static ConditionContext context(String key, String cell) {
    return switch (cell) {
      case "-", "[-]" -> ConditionContext.EMPTY;
      case "(none)" -> ConditionContext.of(Map.of(key, List.of()));
      default ->
          ConditionContext.of(
              Map.of(
                  key,
                  cell.startsWith("[")
                      ? PolicyTables.texts(cell.substring(1, cell.length() - 1))
                      : List.of(cell)));
    };
  }

  /** Whether the condition lets an Allow apply and a Deny: yes, no, ? or x. */
  private static String outcome(String condition, ConditionContext context, String version) {
    try {
      boolean allows = decide(policy(version, "Allow", condition), context).isAllowed();
      boolean denies =
          decide(policy(version, "Deny", condition), context).outcome()
              == Outcome.EXPLICITLY_DENIED;
      return allows == denies ? allows ? "yes" : "no" : allows ? "allows only" : "?";
    } catch (MalformedPolicyException e) {
      return "x";
    }
  }

  private static String policy(String version, String effect, String condition) {
    return """
    {"Version": "%s", "Statement": {"Effect": "%s", "Action": "*", "Resource": "*", "Condition": %s}}
    """
        .formatted(version, effect, condition);
  }

  private static String condition(String operator, String key, List<String> values) {
    return "{\"%s\": {\"%s\": [%s]}}"
        .formatted(
            operator,
            key,
            values.stream().map(PolicyTablesTest::quoted).collect(Collectors.joining(", ")));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Decision decide(String policy, ConditionContext context) {
    PolicySet policies =
        PolicySet.EMPTY.with(
            Layer.IDENTITY,
            AttachedPolicy.inline(Policy.parse(policy, PolicyKind.ROLE_INLINE), "p"));
    return Evaluator.decide(
        policies, new AccessQuery("dynamodb:GetItem", TABLE, PolicyCallers.of("user"), context));
  }

  static Stream<List<String>> variables() {
    return PolicyTables.cases("variables.txt");
  }

  @ParameterizedTest
  @MethodSource("variables")
  void variablesStandForWhatTheTableSays(List<String> line) {
    Map<String, List<String>> values = new HashMap<>(VARIABLES);
    if (!line.get(2).equals("-")) {
      values.put("larder:Key", List.of(line.get(2)));
    }
    String condition = condition(line.get(0), "larder:Key", List.of(line.get(1)));
    ConditionContext context = ConditionContext.of(values);
    assertThat(outcome(condition, context, "2012-10-17")).isEqualTo(line.get(3));
    assertThat(outcome(condition, context, "2008-10-17")).isEqualTo(line.get(4));
  }

  static Stream<List<String>> actions() {
    return PolicyTables.cases("actions.txt");
  }

  @ParameterizedTest
  @MethodSource("actions")
  void actionsMatchAsTheTableSays(List<String> line) {
    boolean matches = line.get(2).equals("yes");
    assertThat(allows("Action", line.get(0), "Resource", "*", line.get(1), "*")).isEqualTo(matches);
    assertThat(allows("NotAction", line.get(0), "Resource", "*", line.get(1), "*"))
        .isEqualTo(!matches);
  }

  static Stream<List<String>> resources() {
    return PolicyTables.cases("resources.txt");
  }

  @ParameterizedTest
  @MethodSource("resources")
  void resourcesMatchAsTheTableSays(List<String> line) {
    boolean matches = line.get(2).equals("yes");
    assertThat(allows("Action", "*", "Resource", line.get(0), "dynamodb:Query", line.get(1)))
        .isEqualTo(matches);
    assertThat(allows("Action", "*", "NotResource", line.get(0), "dynamodb:Query", line.get(1)))
        .isEqualTo(!matches);
  }

  private static boolean allows(
      String actionElement,
      String actions,
      String resourceElement,
      String resources,
      String action,
      String resource) {
    String json =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "%s": %s, "%s": %s}}
        """
            .formatted(actionElement, quoted(actions), resourceElement, quoted(resources));
    PolicySet policies =
        PolicySet.EMPTY.with(
            Layer.IDENTITY, AttachedPolicy.inline(Policy.parse(json, PolicyKind.MANAGED), "p"));
    return Evaluator.decide(
            policies,
            new AccessQuery(
                action, resource, PolicyCallers.of("user"), ConditionContext.of(VARIABLES)))
        .isAllowed();
  }

  static Stream<List<String>> layers() {
    return PolicyTables.cases("layers.txt");
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layersComeTogetherAsTheTableSays(List<String> line) {
    PolicySet policies =
        PolicySet.EMPTY.with(Layer.IDENTITY, layer(line.get(5), PolicyKind.MANAGED, line.get(0)));
    policies = with(policies, Layer.SERVICE_CONTROL, PolicyKind.SERVICE_CONTROL, line, 1);
    policies = with(policies, Layer.RESOURCE_CONTROL, PolicyKind.RESOURCE_CONTROL, line, 2);
    policies = with(policies, Layer.ENDPOINT, PolicyKind.ENDPOINT, line, 3);
    policies = with(policies, Layer.RESOURCE, PolicyKind.RESOURCE, line, 4);
    policies = with(policies, Layer.BOUNDARY, PolicyKind.MANAGED, line, 6);
    policies = with(policies, Layer.SESSION, PolicyKind.SESSION, line, 7);
    assertThat(decision(policies, "dynamodb:Query", TABLE, line.getFirst()))
        .isEqualTo(line.getLast());
  }

  static Stream<List<String>> trust() {
    return PolicyTables.cases("trust.txt");
  }

  @ParameterizedTest
  @MethodSource("trust")
  void rolesTrustWhomTheTableSays(List<String> line) {
    PolicySet policies =
        PolicySet.EMPTY.with(Layer.IDENTITY, layer(line.get(2), PolicyKind.MANAGED, line.get(0)));
    // A role without a trust policy is no role: the layer is there, with nothing in it.
    policies = policies.with(Layer.TRUST, layer(line.get(1), PolicyKind.TRUST, line.get(0)));
    assertThat(
            decision(
                policies,
                "sts:AssumeRole",
                "arn:aws:iam::111122223333:role/admin",
                line.getFirst()))
        .isEqualTo(line.getLast());
  }

  private static PolicySet with(
      PolicySet policies, Layer layer, PolicyKind kind, List<String> line, int cell) {
    return line.get(cell).equals(".")
        ? policies
        : policies.with(layer, layer(line.get(cell), kind, line.getFirst()));
  }

  /** Policies of a layer that does what the cell says. */
  private static List<AttachedPolicy> layer(String cell, PolicyKind kind, String caller) {
    if (cell.equals(".") || cell.equals("-")) {
      return List.of();
    }
    var json = new StringBuilder("{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": ");
    json.append(cell.equals("x") ? "\"Deny\"" : "\"Allow\"");
    json.append(kind == PolicyKind.TRUST ? ", \"Action\": \"sts:*\"" : ", \"Action\": \"*\"");
    if (kind.namesResources()) {
      json.append(", \"Resource\": \"*\"");
    }
    if (kind.namesPrincipals()) {
      json.append(", \"Principal\": ").append(principal(cell, caller));
    }
    return List.of(AttachedPolicy.inline(Policy.parse(json + "}}", kind), kind.name()));
  }

  private static String principal(String cell, String caller) {
    Principal principal =
        PolicyCallers.of(caller) instanceof Caller.Signed(Principal signed)
            ? signed
            : PolicyCallers.user(PolicyCallers.ACCOUNT);
    return switch (cell) {
      case "x", "+", "+all" -> "\"*\"";
      case "+self" -> "{\"AWS\": \"%s\"}".formatted(principal.arn());
      case "+role" ->
          "{\"AWS\": \"%s\"}".formatted(PolicyCallers.session(principal.account()).roleArn());
      case "+account" -> "{\"AWS\": \"%s\"}".formatted(principal.account());
      case "+account+all" -> "{\"AWS\": [\"%s\", \"*\"]}".formatted(principal.account());
      case "+provider" -> "{\"Federated\": \"%s\"}".formatted(PolicyCallers.PROVIDER);
      default -> throw new IllegalArgumentException(cell);
    };
  }

  /** The decision in the words of the tables, which its text must bear out. */
  private static String decision(
      PolicySet policies, String action, String resource, String caller) {
    Decision decision =
        Evaluator.decide(
            policies,
            new AccessQuery(action, resource, PolicyCallers.of(caller), ConditionContext.EMPTY));
    if (decision.isAllowed()) {
      return "allowed";
    }
    String text = decision.denial(PolicyCallers.user(PolicyCallers.ACCOUNT), action, resource);
    String start =
        "User: arn:aws:iam::111122223333:user/u1 is not authorized to perform: "
            + action
            + " on resource: "
            + resource;
    assertThat(text).startsWith(start);
    String tail = text.substring(start.length());
    String silent = " because no ";
    String silentEnd = " allows the " + action + " action";
    String denied = " with an explicit deny in ";
    if (tail.startsWith(silent) && tail.endsWith(silentEnd)) {
      return "silent " + tail.substring(silent.length(), tail.length() - silentEnd.length());
    }
    return tail.isEmpty() ? "refused" : "denied by " + tail.substring(denied.length());
  }

  static Stream<List<String>> principals() {
    return PolicyTables.cases("principals.txt");
  }

  @ParameterizedTest
  @MethodSource("principals")
  void principalsNameWhomTheTableSays(List<String> line) {
    assertThat(decide("Allow", "Principal", line).isAllowed()).isEqualTo(line.get(2).equals("yes"));
    assertThat(decide("Deny", "Principal", line).outcome() == Outcome.EXPLICITLY_DENIED)
        .isEqualTo(line.get(2).equals("yes"));
    assertThat(decide("Deny", "NotPrincipal", line).outcome() == Outcome.EXPLICITLY_DENIED)
        .isEqualTo(line.get(3).equals("yes"));
  }

  private static Decision decide(String effect, String element, List<String> line) {
    String json =
        """
        {"Version": "2012-10-17",
         "Statement": {"Effect": "%s", "%s": %s, "Action": "dynamodb:*", "Resource": "*"}}
        """
            .formatted(effect, element, line.getFirst());
    return Evaluator.decide(
        PolicySet.EMPTY.with(
            Layer.RESOURCE,
            AttachedPolicy.inline(Policy.parse(json, PolicyKind.RESOURCE), "resource")),
        new AccessQuery(
            "dynamodb:Query", TABLE, PolicyCallers.of(line.get(1)), ConditionContext.EMPTY));
  }

  static Stream<List<String>> malformed() {
    return PolicyTables.cases("malformed.txt");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void documentsThatAreNoneAreRefusedInTheWordsOfTheTable(List<String> line) {
    String statement = "{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}";
    String json = line.get(1).replaceAll("\\bS\\b", statement);
    PolicyKind kind = PolicyKind.valueOf(line.getFirst());
    assertThatThrownBy(() -> Policy.parse(json, kind))
        .isInstanceOf(MalformedPolicyException.class)
        .hasMessage(line.getLast());
  }

  /** A policy of the guide's kind, and one case of it. */
  record GuideCase(String name, String policy, List<String> cells) {
    @Override
    public String toString() {
      return name + " " + cells;
    }
  }

  static Stream<GuideCase> games() {
    List<GuideCase> cases = new ArrayList<>();
    String name = null;
    var policy = new StringBuilder();
    boolean inPolicy = false;
    for (String line : PolicyTables.lines("games.txt")) {
      if (line.startsWith("policy ")) {
        name = line.substring("policy ".length());
        policy.setLength(0);
        inPolicy = true;
      } else if (inPolicy && !line.isBlank()) {
        policy.append(line).append('\n');
      } else if (!line.isBlank()) {
        cases.add(new GuideCase(name, policy.toString(), PolicyTables.cells(line)));
      } else {
        inPolicy = false;
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("games")
  void policiesOfTheGuideComeToWhatTheTableSays(GuideCase one) {
    List<String> cells = one.cells();
    Map<String, List<String>> keys = new HashMap<>(VARIABLES);
    for (String key : cells.get(2).split(" ")) {
      if (!key.isEmpty()) {
        keys.put(key(key.charAt(0)), PolicyTables.texts(key.substring(2)));
      }
    }
    String resource =
        switch (cells.get(1)) {
          case "table" -> TABLE;
          case "index" -> TABLE + "/index/I";
          default -> cells.get(1);
        };
    PolicySet policies =
        PolicySet.EMPTY.with(
            Layer.IDENTITY,
            AttachedPolicy.inline(Policy.parse(one.policy(), PolicyKind.MANAGED), one.name()));
    Decision decision =
        Evaluator.decide(
            policies,
            new AccessQuery(
                "dynamodb:" + cells.getFirst(),
                resource,
                PolicyCallers.of("user"),
                ConditionContext.of(keys)));
    assertThat(decision.isAllowed()).isEqualTo(cells.getLast().equals("allow"));
  }

  private static String key(char letter) {
    return "dynamodb:"
        + switch (letter) {
          case 'L' -> "LeadingKeys";
          case 'A' -> "Attributes";
          case 'S' -> "Select";
          case 'R' -> "ReturnValues";
          case 'E' -> "EnclosingOperation";
          case 'F' -> "FullTableScan";
          default -> throw new IllegalArgumentException(String.valueOf(letter));
        };
  }

  @Test
  void tablesHoldEnoughCases() {
    long operators = operators().count() * 4;
    long others =
        Stream.of(variables(), actions(), resources(), layers(), trust(), principals(), malformed())
            .mapToLong(Stream::count)
            .sum();
    assertThat(operators + others + games().count()).isGreaterThan(300);
  }
}
