package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.BinSet;
import io.larder.protocol.item.AttributeValue.Bool;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import io.larder.protocol.item.AttributeValue.Null;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.AttributeValue.StrSet;
import io.larder.protocol.item.DynamoNumber;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a condition compares: a part of the item, a value of the request, or a size. */
public sealed interface Operand permits DocumentPath, Operand.Literal, Operand.Size {

  /** The operand's value for an item; null if the item has none. */
  @Nullable AttributeValue value(Map<String, AttributeValue> attributes);

  /** The path that the operand reads, null if it reads none. */
  default @Nullable DocumentPath path() {
    return switch (this) {
      case DocumentPath path -> path;
      case Size(var inner) -> inner.path();
      case Literal _ -> null;
    };
  }

  /** The type that is known without an item, null if there is none. */
  static AttributeValue.@Nullable Type staticType(Operand operand) {
    return switch (operand) {
      case DocumentPath _ -> null;
      case Literal(var value) -> value.type();
      case Size _ -> AttributeValue.Type.N;
    };
  }

  /** A value of the request. */
  record Literal(AttributeValue value) implements Operand {
    @Override
    public AttributeValue value(Map<String, AttributeValue> attributes) {
      return value;
    }
  }

  /** {@code size(operand)}: defined for strings, binaries, sets, lists and maps. */
  record Size(Operand operand) implements Operand {
    @Override
    public @Nullable AttributeValue value(Map<String, AttributeValue> attributes) {
      AttributeValue value = operand.value(attributes);
      int size = value == null ? -1 : sizeOf(value);
      return size < 0 ? null : new Num(DynamoNumber.of(size));
    }

    private static int sizeOf(AttributeValue value) {
      return switch (value) {
        // The service counts UTF-16 units here, unlike anywhere else.
        case Str(var text) -> text.length();
        case Bin(var bytes) -> bytes.length();
        case StrSet(var members) -> members.size();
        case NumSet(var members) -> members.size();
        case BinSet(var members) -> members.size();
        case ListOf(var elements) -> elements.size();
        case MapOf(var members) -> members.size();
        case Num _, Bool _, Null _ -> -1;
      };
    }
  }
}
