package io.larder.store;

import io.larder.protocol.item.AttributeValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bytes of key values. The unsigned order of these bytes is DynamoDB's order of the values:
 * strings by UTF-8, binary as it is, numbers by value (facts on the order of partitions name the
 * number form).
 */
public final class KeyBytes {
  private static final byte[] NONE = {};

  private KeyBytes() {}

  /** The ordered bytes of one key value, which must be a string, number or binary. */
  public static byte[] of(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Str(var text) -> text.getBytes(StandardCharsets.UTF_8);
      case AttributeValue.Num(var number) -> number.toOrderedBytes();
      case AttributeValue.Bin(var bytes) -> bytes.toByteArray();
      case AttributeValue.Bool _,
          AttributeValue.Null _,
          AttributeValue.ListOf _,
          AttributeValue.MapOf _,
          AttributeValue.StrSet _,
          AttributeValue.NumSet _,
          AttributeValue.BinSet _ ->
          throw new IllegalArgumentException("not a key type: " + value.type());
    };
  }

  /** The bytes of a partition key: one value as it is, several each followed by a terminator. */
  public static byte[] partition(List<AttributeValue> values) {
    return values.size() == 1 ? of(values.getFirst()) : composite(values);
  }

  /**
   * The ordered bytes of a sort key: none for no value, one value as it is, several so that they
   * order value by value.
   */
  public static byte[] sort(List<AttributeValue> values) {
    return switch (values.size()) {
      case 0 -> NONE;
      case 1 -> of(values.getFirst());
      default -> composite(values);
    };
  }

  private static byte[] composite(List<AttributeValue> values) {
    var bytes = new ByteArrayOutputStream();
    for (AttributeValue value : values) {
      bytes.writeBytes(terminated(of(value)));
    }
    return bytes.toByteArray();
  }

  /**
   * The same bytes made self-terminating without changing their order: 00 becomes 00 FF, and 00 00
   * ends the value. What follows can then never be mistaken for a part of it.
   */
  public static byte[] terminated(byte[] value) {
    int zeros = 0;
    for (byte b : value) {
      if (b == 0) {
        zeros++;
      }
    }
    byte[] escaped = new byte[value.length + zeros + 2];
    int at = 0;
    for (byte b : value) {
      escaped[at++] = b;
      if (b == 0) {
        escaped[at++] = (byte) 0xFF;
      }
    }
    return escaped;
  }
}
