package io.larder.protocol.draft.item;

import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.Messages;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.legacy.LegacyCondition;
import io.larder.protocol.expression.legacy.LegacyConditions;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.operation.ValidationLayer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the maps of conditions that expressions replaced (Expected, QueryFilter, ScanFilter,
 * KeyConditions), as a request gives it.
 */
public final class ConditionMap {
  /** The conditions by attribute, null if the map is not given at all. */
  public @Nullable Map<String, LegacyCondition> conditions;

  private final boolean isExpected;
  private final ValidationLayer layer;
  private @Nullable ValueDraft values;

  private ConditionMap(boolean isExpected, ValidationLayer layer) {
    this.isExpected = isExpected;
    this.layer = layer;
  }

  static ConditionMap expected(ValidationLayer layer) {
    return new ConditionMap(true, layer);
  }

  /** QueryFilter, ScanFilter or KeyConditions, which know no {@code Value} and {@code Exists}. */
  static ConditionMap filter(ValidationLayer layer) {
    return new ConditionMap(false, layer);
  }

  /** True for Expected. */
  public boolean isExpected() {
    return isExpected;
  }

  /** Begins the condition on this attribute, whose values are to be read with the draft. */
  public ValueDraft valuesOf(String attribute) {
    if (values == null) {
      values = new ValueDraft(layer);
    }
    values.at(attribute);
    if (isExpected || ItemSize.isLongName(attribute)) {
      values.name(attribute);
    }
    return values;
  }

  private @Nullable ValueFault fault() {
    return values == null ? null : values.fault();
  }

  void rejectEmptyName(Envelope envelope) {
    ValueFault fault = fault();
    if (fault != null && fault.kind() == ValueFault.Kind.EMPTY_NAME) {
      throw envelope.error(Messages.EMPTY_NAME);
    }
  }

  /** Rejects a fault in a value. */
  void rejectFault(Envelope envelope) {
    ValueFault fault = fault();
    if (fault != null) {
      throw fault.error(envelope);
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
