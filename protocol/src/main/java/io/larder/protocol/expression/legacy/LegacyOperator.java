package io.larder.protocol.expression.legacy;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.KeyClause;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.expression.Operand.Literal;
import io.larder.protocol.expression.ValueOrder;
import io.larder.protocol.item.AttributeValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of ComparisonOperator: how many values each takes, and of which types. */
enum LegacyOperator {
  EQ(1, 1),
  NE(1, 1),
  LE(1, 1),
  LT(1, 1),
  GE(1, 1),
  GT(1, 1),
  NOT_NULL(0, 0),
  NULL(0, 0),
  CONTAINS(1, 1),
  NOT_CONTAINS(1, 1),
  BEGINS_WITH(1, 1),
  IN(1, Integer.MAX_VALUE),
  BETWEEN(2, 2);

  private final int fewest;
  private final int most;

  LegacyOperator(int fewest, int most) {
    this.fewest = fewest;
    this.most = most;
  }

  /**
   * The operator of this name, in exactly this case.
   *
   * @throws ServiceException Validation, if there is none
   */
  static LegacyOperator parse(String name) {
    for (LegacyOperator operator : values()) {
      if (operator.name().equals(name)) {
        return operator;
      }
    }
    throw invalid("Invalid comparison operator");
  }

  boolean takesNoValue() {
    return most == 0;
  }

  /**
   * Checks number and types of the values.
   *
   * @throws ServiceException Validation, if they are not what the operator takes
   */
  void check(List<AttributeValue> values) {
    if (values.size() < fewest || values.size() > most) {
      throw invalid("Invalid number of argument(s) for the " + this + " ComparisonOperator");
    }
    checkTypes(values);
    if (this == BETWEEN && Comparison.GT.holds(values.getFirst(), values.getLast())) {
      throw validation(
          "The BETWEEN condition was provided a range where the lower bound is greater than the"
              + " upper bound");
    }
  }

  private void checkTypes(List<AttributeValue> values) {
    // IN names the first value that it cannot take, the others look at their first value only.
    int checked = this == IN ? values.size() : Math.min(values.size(), 1);
    for (AttributeValue value : values.subList(0, checked)) {
      if (!takes(value.type())) {
        throw invalid(
            "ComparisonOperator "
                + this
                + " is not valid for "
                + value.type()
                + " AttributeValue type");
      }
    }
    for (AttributeValue value : values) {
      if (value.type() != values.getFirst().type()) {
        throw invalid("AttributeValues inside AttributeValueList must be of same type");
      }
    }
  }

  private boolean takes(AttributeValue.Type type) {
    return switch (this) {
      case EQ, NE, NULL, NOT_NULL -> true;
      case LE, LT, GE, GT, IN, BETWEEN -> ValueOrder.isOrdered(type);
      case BEGINS_WITH -> type == AttributeValue.Type.S || type == AttributeValue.Type.B;
      case CONTAINS, NOT_CONTAINS ->
          ValueOrder.isOrdered(type)
              || type == AttributeValue.Type.BOOL
              || type == AttributeValue.Type.NULL;
    };
  }

  /** The condition that {@code attribute} relates in this way to {@code values}. */
  Condition condition(String attribute, List<AttributeValue> values) {
    DocumentPath path = DocumentPath.ofAttribute(attribute);
    List<Operand> operands = values.stream().<Operand>map(Literal::new).toList();
    Comparison comparison = comparison();
    if (comparison != null) {
      return new Condition.Compare(path, comparison, operands.getFirst());
    }
    return switch (this) {
      case NULL -> new Condition.AttributeNotExists(path);
      case NOT_NULL -> new Condition.AttributeExists(path);
      case CONTAINS -> new Condition.Contains(path, operands.getFirst());
      // Unlike NOT contains(…) of an expression, it needs the attribute.
      case NOT_CONTAINS ->
          new Condition.All(
              List.of(
                  new Condition.AttributeExists(path),
                  new Condition.Not(new Condition.Contains(path, operands.getFirst()))));
      case BEGINS_WITH -> new Condition.BeginsWith(path, operands.getFirst());
      case BETWEEN -> new Condition.Between(path, operands.getFirst(), operands.getLast());
      case IN, EQ, NE, LE, LT, GE, GT -> new Condition.In(path, operands);
    };
  }

  private @Nullable Comparison comparison() {
    return switch (this) {
      case EQ -> Comparison.EQ;
      case NE -> Comparison.NE;
      case LE -> Comparison.LE;
      case LT -> Comparison.LT;
      case GE -> Comparison.GE;
      case GT -> Comparison.GT;
      case NULL, NOT_NULL, CONTAINS, NOT_CONTAINS, BEGINS_WITH, IN, BETWEEN -> null;
    };
  }

  /** The same operator on a key. */
  KeyClause.Operator onKey() {
    return switch (this) {
      case EQ -> KeyClause.Operator.EQ;
      case LE -> KeyClause.Operator.LE;
      case LT -> KeyClause.Operator.LT;
      case GE -> KeyClause.Operator.GE;
      case GT -> KeyClause.Operator.GT;
      case BETWEEN -> KeyClause.Operator.BETWEEN;
      case BEGINS_WITH -> KeyClause.Operator.BEGINS_WITH;
      case NE, NOT_NULL, NULL, CONTAINS, NOT_CONTAINS, IN -> KeyClause.Operator.NOT_INDEXABLE;
    };
  }

  private static ServiceException invalid(String message) {
    return invalidParameter(message);
  }
}
