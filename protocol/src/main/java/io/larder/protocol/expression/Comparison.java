package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import org.jspecify.annotations.Nullable;

/** The comparison operators. */
public enum Comparison {
  EQ("="),
  NE("<>"),
  LT("<"),
  LE("<="),
  GT(">"),
  GE(">=");

  private final String symbol;

  Comparison(String symbol) {
    this.symbol = symbol;
  }

  public String symbol() {
    return symbol;
  }

  public boolean isOrdering() {
    return this != EQ && this != NE;
  }

  /** The operator that means the same with its operands exchanged. */
  public Comparison mirrored() {
    return switch (this) {
      case EQ -> EQ;
      case NE -> NE;
      case LT -> GT;
      case LE -> GE;
      case GT -> LT;
      case GE -> LE;
    };
  }

  /**
   * Compares two values; null stands for a missing attribute. Values of different types are unequal
   * and not ordered, and a missing one is unequal to everything.
   */
  public boolean holds(@Nullable AttributeValue left, @Nullable AttributeValue right) {
    if (left == null || right == null) {
      return this == NE;
    }
    return switch (this) {
      case EQ -> left.equals(right);
      case NE -> !left.equals(right);
      case LT -> ValueOrder.areOrdered(left, right) && ValueOrder.compare(left, right) < 0;
      case LE -> ValueOrder.areOrdered(left, right) && ValueOrder.compare(left, right) <= 0;
      case GT -> ValueOrder.areOrdered(left, right) && ValueOrder.compare(left, right) > 0;
      case GE -> ValueOrder.areOrdered(left, right) && ValueOrder.compare(left, right) >= 0;
    };
  }
}
