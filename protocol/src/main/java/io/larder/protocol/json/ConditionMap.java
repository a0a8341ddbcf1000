package io.larder.protocol.json;

import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.Envelope;
import io.larder.protocol.draft.item.ValueProblem;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.legacy.LegacyCondition;
import io.larder.protocol.expression.legacy.LegacyConditions;
import io.larder.protocol.item.AttributeValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the maps of conditions that expressions replaced (Expected, QueryFilter, ScanFilter,
 * KeyConditions), as a request gives it.
 */
final class ConditionMap {
  private final boolean isExpected;
  private @Nullable Map<String, LegacyCondition> conditions;
  private @Nullable ValueProblem problem;

  private ConditionMap(boolean isExpected) {
    this.isExpected = isExpected;
  }

  static ConditionMap expected() {
    return new ConditionMap(true);
  }

  /** QueryFilter, ScanFilter or KeyConditions, which know no {@code Value} and {@code Exists}. */
  static ConditionMap filter() {
    return new ConditionMap(false);
  }

  /** Reads the map, which is the current member. */
  void read(RequestReader in) {
    String model = isExpected ? "ExpectedAttributeValue" : "Condition";
    in.enterMap(RequestReader.MODEL + model);
    Map<String, LegacyCondition> read = new LinkedHashMap<>();
    while (in.nextMember()) {
      String attribute = in.memberName();
      in.enterElement(model);
      if (isExpected || ValueProblem.isLong(attribute)) {
        found(ValueProblem.ofName(attribute));
      }
      read.put(attribute, readCondition(in, attribute));
    }
    conditions = read;
  }

  private LegacyCondition readCondition(RequestReader in, String attribute) {
    AttributeValue value = null;
    Boolean exists = null;
    String operator = null;
    List<AttributeValue> values = null;
    while (in.nextMember()) {
      String member = in.memberName();
      if (member.equals("ComparisonOperator")) {
        operator = in.string();
      } else if (member.equals("AttributeValueList")) {
        values = readValues(in, attribute);
      } else if (isExpected && member.equals("Value")) {
        var reader = new AttributeReader(in);
        value = reader.member(attribute);
        found(reader.problem());
      } else if (isExpected && member.equals("Exists")) {
        exists = in.boolOfCondition();
      } else {
        in.skip();
      }
    }
    return new LegacyCondition(operator, values, value, exists);
  }

  private List<AttributeValue> readValues(RequestReader in, String attribute) {
    in.enterList();
    List<AttributeValue> values = new ArrayList<>();
    var reader = new AttributeReader(in);
    while (in.nextElementOrNull()) {
      values.add(reader.element(attribute));
    }
    found(reader.problem());
    return values;
  }

  private void found(@Nullable ValueProblem fault) {
    if (problem == null) {
      problem = fault;
    }
  }

  @Nullable Map<String, LegacyCondition> conditions() {
    return conditions;
  }

  void rejectEmptyName(Envelope envelope) {
    if (problem != null && problem.kind() == ValueProblem.Kind.EMPTY_NAME) {
      throw envelope.error(ValueProblem.EMPTY_NAME);
    }
  }

  /** Rejects a fault in a value. */
  void rejectProblem(Envelope envelope) {
    if (problem != null) {
      throw problem.error(envelope);
    }
  }

  /** Adds a violation for every condition of a filter that has no operator. */
  void checkOperators(String path, Violations violations) {
    if (conditions != null) {
      for (Map.Entry<String, LegacyCondition> condition : conditions.entrySet()) {
        if (condition.getValue().comparisonOperator() == null) {
          violations.addNull(path + "." + condition.getKey() + ".member.comparisonOperator");
        }
      }
    }
  }

  boolean lacksOperator() {
    if (conditions != null) {
      for (LegacyCondition condition : conditions.values()) {
        if (condition.comparisonOperator() == null) {
          return true;
        }
      }
    }
    return false;
  }

  /** Rejects a ConditionalOperator that has no two conditions to join. */
  void rejectMisused(@Nullable String operator, Envelope envelope) {
    if (operator == null) {
      return;
    }
    int count = conditions == null ? 0 : conditions.size();
    if (count == 0) {
      throw envelope.error("ConditionalOperator cannot be used without Filter or Expected");
    }
    if (count == 1) {
      throw envelope.error(
          "ConditionalOperator can only be used when Filter or Expected has two or more elements");
    }
    if (!operator.equals("AND") && !operator.equals("OR")) {
      throw envelope.error(
          // The service's own spelling, ALL for AND.
          "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]");
    }
  }

  /** The condition that the map means, null if it has none. */
  @Nullable ConditionExpression toExpression(@Nullable String operator, Envelope envelope) {
    Map<String, LegacyCondition> given = conditions;
    if (given == null || given.isEmpty()) {
      return null;
    }
    return envelope.around(
        () ->
            isExpected
                ? LegacyConditions.expected(given, operator)
                : LegacyConditions.filter(given, operator));
  }
}
