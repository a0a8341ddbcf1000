package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.Utf8Order;

/** DynamoDB's order of strings (by UTF-8 bytes), numbers (by value) and binaries (unsigned). */
public final class ValueOrder {
  private ValueOrder() {}

  public static boolean isOrdered(AttributeValue.Type type) {
    return type == AttributeValue.Type.S
        || type == AttributeValue.Type.N
        || type == AttributeValue.Type.B;
  }

  /** True if {@link #compare} may be asked about these two. */
  public static boolean areOrdered(AttributeValue left, AttributeValue right) {
    return left.type() == right.type() && isOrdered(left.type());
  }

  public static int compare(AttributeValue left, AttributeValue right) {
    if (left instanceof Str(var text) && right instanceof Str(var other)) {
      return Utf8Order.compare(text, other);
    }
    if (left instanceof Num(var number) && right instanceof Num(var other)) {
      return number.compareTo(other);
    }
    if (left instanceof Bin(var bytes) && right instanceof Bin(var other)) {
      return bytes.compareTo(other);
    }
    throw new IllegalArgumentException(left.type() + " and " + right.type() + " have no order");
  }
}
