package io.larder.security.policy;

import io.larder.security.policy.PolicyJson.Array;
import io.larder.security.policy.PolicyJson.Members;
import io.larder.security.policy.PolicyJson.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a statement as they were given; what is wrong with them beyond their syntax is
 * still to be found.
 *
 * @param principal null if it names none
 */
record StatementDraft(
    @Nullable String sid,
    String effect,
    @Nullable PolicyJson principal,
    Patterns actions,
    Patterns resources,
    List<ConditionDraft> conditions,
    Position position,
    Set<String> elements) {
  private static final Set<String> ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  /** What is matched, or all but that. */
  record Patterns(List<String> texts, boolean isInverted) {}

  /** One key under one operator. */
  record ConditionDraft(String operator, String key, List<String> values) {}

  /**
   * Reads a statement.
   *
   * @throws MalformedPolicyException if its syntax is wrong
   */
  static StatementDraft read(PolicyJson json) {
    Members members = members(json);
    Map<String, PolicyJson> elements = members.values();
    if (!ELEMENTS.containsAll(elements.keySet())) {
      throw PolicyJson.syntax();
    }
    PolicyJson sid = elements.get("Sid");
    String effect = text(elements.get("Effect"));
    if (!effect.equalsIgnoreCase("Allow") && !effect.equalsIgnoreCase("Deny")) {
      throw PolicyJson.syntax();
    }
    return new StatementDraft(
        sid == null ? null : text(sid),
        effect,
        one(elements, "Principal", "NotPrincipal"),
        patterns(elements, "Action", "NotAction"),
        patterns(elements, "Resource", "NotResource"),
        conditions(elements.get("Condition")),
        members.position(),
        elements.keySet());
  }

  private static Patterns patterns(Map<String, PolicyJson> elements, String name, String inverted) {
    PolicyJson element = one(elements, name, inverted);
    return new Patterns(
        element == null ? List.of() : texts(element), elements.containsKey(inverted));
  }

  private static List<ConditionDraft> conditions(@Nullable PolicyJson element) {
    if (element == null) {
      return List.of();
    }
    List<ConditionDraft> conditions = new ArrayList<>();
    for (Map.Entry<String, PolicyJson> operator : members(element).values().entrySet()) {
      if (!Condition.isOperator(operator.getKey())) {
        throw PolicyJson.syntax();
      }
      members(operator.getValue())
          .values()
          .forEach(
              (key, values) ->
                  conditions.add(new ConditionDraft(operator.getKey(), key, texts(values))));
    }
    return conditions;
  }

  /** One of two elements that exclude each other; null if there is neither. */
  private static @Nullable PolicyJson one(
      Map<String, PolicyJson> elements, String name, String other) {
    PolicyJson first = elements.get(name);
    PolicyJson second = elements.get(other);
    if (first != null && second != null) {
      throw PolicyJson.syntax();
    }
    return first == null ? second : first;
  }

  static Members members(@Nullable PolicyJson json) {
    if (json instanceof Members members) {
      return members;
    }
    throw PolicyJson.syntax();
  }

  static String text(@Nullable PolicyJson json) {
    if (json instanceof Text(String value)) {
      return value;
    }
    throw PolicyJson.syntax();
  }

  static List<String> texts(PolicyJson json) {
    return values(json).stream().map(StatementDraft::text).toList();
  }

  /** What an array holds; or the one value that may stand for an array. */
  static List<PolicyJson> values(@Nullable PolicyJson json) {
    return switch (json) {
      case null -> throw PolicyJson.syntax();
      case Array(List<PolicyJson> values) -> values;
      case Text text -> List.of(text);
      case Members members -> List.of(members);
    };
  }
}
