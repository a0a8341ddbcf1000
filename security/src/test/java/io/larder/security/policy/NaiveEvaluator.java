package io.larder.security.policy;

import io.larder.security.auth.Principal;
import io.larder.security.policy.Decision.Outcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation as the guide tells it, said in the simplest way: slow, by regular expressions, and
 * over documents that were never JSON. Shares nothing with what it is held against.
 */
record NaiveEvaluator(
    Map<Layer, List<List<NaiveStatement>>> layers,
    String action,
    String resource,
    Principal caller,
    Map<String, List<String>> context) {

  /**
   * A statement.
   *
   * @param principal who is named; null where nobody is
   * @param conditions operator, key, values
   */
  record NaiveStatement(
      boolean isAllow,
      @Nullable String principal,
      boolean notAction,
      List<String> actions,
      boolean notResource,
      List<String> resources,
      List<NaiveCondition> conditions) {
    String json() {
      String who = principal == null ? "" : ", \"Principal\": " + json(principal);
      String what = ", \"" + (notResource ? "Not" : "") + "Resource\": " + json(resources);
      // Two conditions of one operator would be one key twice.
      Map<String, List<NaiveCondition>> byOperator =
          conditions.stream().collect(Collectors.groupingBy(NaiveCondition::operator));
      String how =
          byOperator.entrySet().stream()
              .map(
                  entry ->
                      "\"%s\": {%s}"
                          .formatted(
                              entry.getKey(),
                              entry.getValue().stream()
                                  .map(c -> "\"%s\": %s".formatted(c.key(), json(c.values())))
                                  .collect(Collectors.joining(", "))))
              .collect(Collectors.joining(", "));
      return "{\"Effect\": \"%s\"%s, \"%s\": %s%s, \"Condition\": {%s}}"
          .formatted(
              isAllow ? "Allow" : "Deny",
              who,
              notAction ? "NotAction" : "Action",
              json(actions),
              what,
              how);
    }

    private static String json(String principal) {
      return principal.equals("*") ? "\"*\"" : "{\"AWS\": \"" + principal + "\"}";
    }

    private static String json(List<String> texts) {
      return texts.stream()
          .map(text -> '"' + text + '"')
          .collect(Collectors.joining(",", "[", "]"));
    }
  }

  /** A condition. */
  record NaiveCondition(String operator, String key, List<String> values) {}

  /** Outcome and layer, as {@link Decision} has them. */
  String decide() {
    boolean isCross =
        resource.startsWith("arn:") && !resource.split(":")[4].equals(caller.account());
    for (Layer layer : Layer.values()) {
      if (statements(layer).stream().anyMatch(s -> !s.isAllow() && applies(s))) {
        return Outcome.EXPLICITLY_DENIED + " " + layer;
      }
    }
    Map<Layer, Boolean> allows = new EnumMap<>(Layer.class);
    for (Layer layer : Layer.values()) {
      allows.put(layer, statements(layer).stream().anyMatch(s -> s.isAllow() && applies(s)));
    }
    for (Layer guard : List.of(Layer.SERVICE_CONTROL, Layer.RESOURCE_CONTROL, Layer.ENDPOINT)) {
      if (layers.containsKey(guard) && !allows.get(guard)) {
        return Outcome.IMPLICITLY_DENIED + " " + guard;
      }
    }
    List<String> named = new ArrayList<>();
    for (NaiveStatement statement : statements(Layer.RESOURCE)) {
      if (statement.isAllow() && applies(statement)) {
        named.add(Objects.requireNonNull(statement.principal()));
      }
    }
    boolean isRoot = caller instanceof Principal.Root;
    if (isCross && named.isEmpty()) {
      return Outcome.IMPLICITLY_DENIED + " " + Layer.RESOURCE;
    }
    boolean namesSelf =
        named.contains(caller.arn())
            || named.contains(caller.userId())
            || (isRoot && named.contains(caller.account()));
    if (!isCross && namesSelf) {
      return Outcome.ALLOWED.name();
    }
    boolean namesRoleOrAll =
        named.contains("*")
            || (caller instanceof Principal.AssumedRole role
                && (named.contains(role.roleArn()) || named.contains(role.roleId())));
    boolean byResource = !isCross && namesRoleOrAll;
    if (!isRoot && !byResource && !allows.get(Layer.IDENTITY)) {
      return Outcome.IMPLICITLY_DENIED + " " + Layer.IDENTITY;
    }
    for (Layer limit : List.of(Layer.BOUNDARY, Layer.SESSION)) {
      if (layers.containsKey(limit) && !allows.get(limit)) {
        return Outcome.IMPLICITLY_DENIED + " " + limit;
      }
    }
    return Outcome.ALLOWED.name();
  }

  private List<NaiveStatement> statements(Layer layer) {
    return layers.getOrDefault(layer, List.of()).stream().flatMap(List::stream).toList();
  }

  private boolean applies(NaiveStatement s) {
    return (s.principal() == null || isNamed(s.principal()))
        && s.actions().stream()
                .anyMatch(a -> like(a.toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT)))
            != s.notAction()
        && s.resources().stream().anyMatch(this::isResource) != s.notResource()
        && s.conditions().stream().allMatch(this::holds);
  }

  private boolean isNamed(String principal) {
    return principal.equals("*")
        || principal.equals(caller.arn())
        || principal.equals(caller.userId())
        || principal.equals(caller.account())
        || (caller instanceof Principal.AssumedRole role
            && (principal.equals(role.roleArn()) || principal.equals(role.roleId())));
  }

  private boolean isResource(String pattern) {
    if (pattern.equals("*")) {
      return true;
    }
    String[] wanted = pattern.split(":", 6);
    String[] actual = resource.split(":", 6);
    if (actual.length < 6) {
      return false;
    }
    for (int i = 0; i < 6; i++) {
      if (!matches(wanted[i], actual[i])) {
        return false;
      }
    }
    return true;
  }

  /** A pattern with a variable, which can only be the first thing in it. */
  private boolean matches(String pattern, String actual) {
    int end = pattern.indexOf('}');
    if (!pattern.contains("${")) {
      return like(pattern, actual);
    }
    int start = pattern.indexOf("${");
    List<String> values = context.get(pattern.substring(start + 2, end).toLowerCase(Locale.ROOT));
    if (values == null || values.size() != 1 || pattern.contains("LeadingKeys")) {
      return false;
    }
    String before = pattern.substring(0, start);
    String value = values.getFirst();
    return actual.startsWith(before + value)
        && like(pattern.substring(end + 1), actual.substring((before + value).length()));
  }

  private static boolean like(String pattern, String actual) {
    String regex =
        pattern
            .chars()
            .mapToObj(
                c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf((char) c)))
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.DOTALL).matcher(actual).matches();
  }

  private boolean holds(NaiveCondition condition) {
    String operator = condition.operator();
    List<String> actual = new HashMap<>(context).get(condition.key().toLowerCase(Locale.ROOT));
    boolean isAbsent = actual == null || actual.isEmpty();
    if (operator.equals("Null")) {
      return condition.values().contains(String.valueOf(isAbsent));
    }
    boolean ifExists = operator.endsWith("IfExists");
    boolean all = operator.startsWith("ForAllValues:");
    boolean any = operator.startsWith("ForAnyValue:");
    String plain = operator.replaceAll("^For(All|Any)Values?:|IfExists$", "");
    boolean isNegated = plain.contains("Not");
    if (isAbsent) {
      return ifExists || all || (!any && isNegated);
    }
    if (!all && !any && (actual.size() > 1 || condition.key().contains("LeadingKeys"))) {
      return false;
    }
    BiPredicate<String, String> test = test(plain.replace("Not", ""));
    var matches =
        actual.stream().map(a -> condition.values().stream().anyMatch(v -> test.test(v, a)));
    return any ? matches.anyMatch(m -> m != isNegated) : matches.allMatch(m -> m != isNegated);
  }

  private BiPredicate<String, String> test(String operator) {
    return switch (operator) {
      case "StringEquals" -> (v, a) -> matches(v.replace("*", "\u0001"), a.replace("*", "\u0001"));
      case "StringLike" -> this::matches;
      case "NumericEquals" -> (v, a) -> new BigDecimal(v).compareTo(new BigDecimal(a)) == 0;
      case "NumericLessThan" -> (v, a) -> new BigDecimal(a).compareTo(new BigDecimal(v)) < 0;
      case "Bool" -> Objects::equals;
      default -> throw new IllegalArgumentException(operator);
    };
  }
}
