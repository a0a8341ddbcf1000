package io.larder.protocol.expression;

import io.larder.protocol.quota.ServiceQuotas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts operators and functions, of which an expression may have {@link
 * ServiceQuotas#MAX_OPERATORS}.
 */
public final class OperatorCount {
  /** What the service says of too many: it stops at the first of them. */
  public static final String FAULT =
      "The expression contains too many operators; operator count: "
          + (ServiceQuotas.MAX_OPERATORS + 1);

  private int count;

  /** Counts one more; true if that is too many. */
  public boolean exceeds() {
    return ++count > ServiceQuotas.MAX_OPERATORS;
  }

  static @Nullable String fault(Condition condition) {
    var operators = new OperatorCount();
    operators.add(condition);
    return operators.fault();
  }

  static @Nullable String fault(List<UpdateAction> actions) {
    var operators = new OperatorCount();
    for (UpdateAction action : actions) {
      if (action instanceof UpdateAction.Set(_, var value)) {
        operators.add(value);
      }
    }
    return operators.fault();
  }

  private @Nullable String fault() {
    return count > ServiceQuotas.MAX_OPERATORS ? FAULT : null;
  }

  // Each counts before it goes down, and so goes down no further than the limit is high.

  private void add(Condition condition) {
    switch (condition) {
      case Condition.All(var conditions) -> addJoined(conditions);
      case Condition.Any(var conditions) -> addJoined(conditions);
      case Condition.Not(var negated) -> {
        if (!exceeds()) {
          add(negated);
        }
      }
      case Condition.Compare _,
          Condition.Between _,
          Condition.In _,
          Condition.AttributeExists _,
          Condition.AttributeNotExists _,
          Condition.AttributeType _,
          Condition.BeginsWith _,
          Condition.Contains _ -> {
        if (!exceeds()) {
          condition.forEachOperand(this::add);
        }
      }
    }
  }

  private void addJoined(List<Condition> conditions) {
    count += conditions.size() - 1;
    if (count <= ServiceQuotas.MAX_OPERATORS) {
      conditions.forEach(this::add);
    }
  }

  private void add(Operand operand) {
    if (operand instanceof Operand.Size(var inner) && !exceeds()) {
      add(inner);
    }
  }

  private void add(SetValue value) {
    switch (value) {
      case SetValue.Constant _, SetValue.Attribute _ -> {}
      case SetValue.IfNotExists _, SetValue.ListAppend _, SetValue.Sum _, SetValue.Difference _ -> {
        if (!exceeds()) {
          value.operands().forEach(this::add);
        }
      }
    }
  }
}
