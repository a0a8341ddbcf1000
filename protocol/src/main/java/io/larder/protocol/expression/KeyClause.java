package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import java.util.List;

/** A condition on one attribute in a key condition: its operator, and the values it takes. */
public record KeyClause(String attribute, Operator operator, List<AttributeValue> values) {
  public KeyClause {
    values = List.copyOf(values);
  }

  /** The operators of a key condition. */
  public enum Operator {
    EQ,
    LT,
    LE,
    GT,
    GE,
    BETWEEN,
    BEGINS_WITH,
    /** One that only the legacy form can express, and that no key has. */
    NOT_INDEXABLE
  }

  public boolean isEquality() {
    return operator == Operator.EQ;
  }
}
