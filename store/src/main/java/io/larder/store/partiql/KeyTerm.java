package io.larder.store.partiql;

import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.KeyClause.Operator;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.expression.Operand.Literal;
import io.larder.protocol.item.AttributeValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a condition says of one key attribute, and nothing else.
 *
 * @param operator {@code EQ} for IN as well, and {@code NOT_INDEXABLE} for what no read can look
 *     for
 * @param values those that it names
 */
record KeyTerm(Operator operator, List<AttributeValue> values) {
  KeyTerm {
    values = List.copyOf(values);
  }

  /** What {@code condition} says of the attribute; null if it is about something else as well. */
  static @Nullable KeyTerm of(Condition condition, String attribute) {
    return switch (condition) {
      case Condition.Compare(var left, var comparison, var right) -> {
        if (isAttribute(left, attribute)) {
          yield of(comparison, List.of(right));
        }
        yield isAttribute(right, attribute) ? of(comparison.mirrored(), List.of(left)) : null;
      }
      case Condition.In(var operand, var candidates) ->
          isAttribute(operand, attribute) ? of(Operator.EQ, candidates) : null;
      case Condition.Between(var operand, var lower, var upper) ->
          isAttribute(operand, attribute) ? of(Operator.BETWEEN, List.of(lower, upper)) : null;
      case Condition.BeginsWith(var operand, var prefix) ->
          isAttribute(operand, attribute) ? of(Operator.BEGINS_WITH, List.of(prefix)) : null;
      case Condition.Not(var negated) -> {
        KeyTerm term = of(negated, attribute);
        yield term == null ? null : new KeyTerm(Operator.NOT_INDEXABLE, term.values);
      }
      case Condition.AttributeExists _,
          Condition.AttributeNotExists _,
          Condition.AttributeType _,
          Condition.Contains _,
          Condition.All _,
          Condition.Any _ ->
          null;
    };
  }

  private static @Nullable KeyTerm of(Comparison comparison, List<Operand> operands) {
    return of(
        switch (comparison) {
          case EQ -> Operator.EQ;
          case LT -> Operator.LT;
          case LE -> Operator.LE;
          case GT -> Operator.GT;
          case GE -> Operator.GE;
          case NE -> Operator.NOT_INDEXABLE;
        },
        operands);
  }

  private static @Nullable KeyTerm of(Operator operator, List<Operand> operands) {
    List<AttributeValue> values = new ArrayList<>(operands.size());
    for (Operand operand : operands) {
      if (!(operand instanceof Literal(var value))) {
        return null;
      }
      values.add(value);
    }
    return new KeyTerm(operator, values);
  }

  private static boolean isAttribute(Operand operand, String name) {
    return operand instanceof DocumentPath path
        && path.isTopLevel()
        && path.attribute().equals(name);
  }

  boolean isEquality() {
    return operator == Operator.EQ;
  }

  boolean isIndexable() {
    return operator != Operator.NOT_INDEXABLE;
  }

  /** True if both say the same; the order of a list is of no account. */
  boolean means(KeyTerm other) {
    return operator == other.operator
        && (isEquality()
            ? new HashSet<>(values).equals(new HashSet<>(other.values))
            : values.equals(other.values));
  }
}
