package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * A condition or filter on an item, its placeholders resolved. Two are equal if they are the same
 * condition, however their placeholders were called.
 */
public final class ConditionExpression {
  private final Condition condition;
  private final Set<String> topLevelNames;
  private final Set<String> dereferencedNames;
  private final boolean isLegacy;

  /** Takes ownership of the sets. */
  public ConditionExpression(
      Condition condition,
      Set<String> topLevelNames,
      Set<String> dereferencedNames,
      boolean isLegacy) {
    this.condition = condition;
    this.isLegacy = isLegacy;
    this.topLevelNames = Collections.unmodifiableSet(topLevelNames);
    this.dereferencedNames = Collections.unmodifiableSet(dereferencedNames);
  }

  /** True if an item with these attributes (none if there is no item) meets the condition. */
  public boolean matches(Map<String, AttributeValue> attributes) {
    return condition.matches(new Evaluation(attributes));
  }

  /** The top-level attributes that the expression mentions, in its order. */
  public Set<String> topLevelNames() {
    return topLevelNames;
  }

  /**
   * Those of {@link #topLevelNames} that the expression reaches into, by {@code .} or {@code []}.
   */
  public Set<String> dereferencedNames() {
    return dereferencedNames;
  }

  /** True if it was given as a map of conditions, which some messages call by its own name. */
  public boolean isLegacy() {
    return isLegacy;
  }

  /**
   * What the condition names and compares with, in bytes: each value as often as it occurs. Once
   * that is more than {@code limit} nothing else is counted.
   */
  public long weight(long limit) {
    var weight = new ExpressionWeight(limit);
    condition.forEachOperand(weight::add);
    return weight.bytes();
  }

  /** The condition as a tree. */
  public Condition condition() {
    return condition;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConditionExpression that && condition.equals(that.condition);
  }

  @Override
  public int hashCode() {
    return condition.hashCode();
  }

  @Override
  public String toString() {
    return condition.toString();
  }
}
