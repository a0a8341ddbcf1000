package io.larder.protocol.expression;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition or filter on an item, its placeholders resolved. Two are equal if they are the same
 * condition, whether expression or legacy parameter and however their placeholders were called.
 */
public final class ConditionExpression {
  private final Condition condition;
  private final MentionedNames names = new MentionedNames();
  private final boolean isLegacy;

  private ConditionExpression(Condition condition, boolean isLegacy) {
    this.condition = condition;
    this.isLegacy = isLegacy;
    condition.forEachOperand(operand -> names.add(operand.path()));
  }

  /**
   * The expression of a tree, after the same checks as a text has: names, list indexes, operators,
   * depth of paths, operands.
   *
   * @param parameter whose value it is, for the message
   * @throws ServiceException Validation, for the first fault of the tree
   */
  public static ConditionExpression of(String parameter, Condition condition) {
    InvalidExpression.throwIf(parameter, fault(condition));
    return ofChecked(condition);
  }

  /** The first fault of a tree, in the order in which the service looks; null if it has none. */
  public static @Nullable String fault(Condition condition) {
    List<DocumentPath> paths = new ArrayList<>();
    condition.forEachOperand(
        operand -> {
          DocumentPath path = operand.path();
          if (path != null) {
            paths.add(path);
          }
        });
    String fault = PathChecks.stepFault(paths);
    if (fault == null) {
      fault = OperatorCount.fault(condition);
    }
    if (fault == null) {
      fault = PathChecks.depthFault(paths);
    }
    return fault == null ? ConditionChecks.faultWithin(condition) : fault;
  }

  /** The expression of a tree that was checked while it was built. */
  public static ConditionExpression ofChecked(Condition condition) {
    return new ConditionExpression(condition, false);
  }

  /** The expression of a map of conditions, which has checks of its own. */
  public static ConditionExpression ofLegacy(Condition condition) {
    return new ConditionExpression(condition, true);
  }

  /** The condition as a tree. */
  public Condition condition() {
    return condition;
  }

  /** True if an item with these attributes (none if there is no item) meets the condition. */
  public boolean matches(Map<String, AttributeValue> attributes) {
    return condition.matches(new Evaluation(attributes));
  }

  /** The top-level attributes that the expression mentions, in its order. */
  public Set<String> topLevelNames() {
    return names.topLevel();
  }

  /**
   * Those of {@link #topLevelNames} that the expression reaches into, by {@code .} or {@code []}.
   */
  public Set<String> dereferencedNames() {
    return names.dereferenced();
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
