package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.DynamoNumber;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Short names for attribute values. */
public final class Values {
  private Values() {}

  public static AttributeValue s(String text) {
    return new AttributeValue.Str(text);
  }

  public static AttributeValue n(String text) {
    return new AttributeValue.Num(DynamoNumber.parse(text));
  }

  public static AttributeValue b(String ascii) {
    return new AttributeValue.Bin(bytes(ascii));
  }

  public static AttributeValue bool(boolean value) {
    return new AttributeValue.Bool(value);
  }

  public static AttributeValue nul() {
    return new AttributeValue.Null();
  }

  public static AttributeValue l(AttributeValue... elements) {
    return new AttributeValue.ListOf(List.of(elements));
  }

  public static AttributeValue m(Object... namesAndValues) {
    return new AttributeValue.MapOf(attributes(namesAndValues));
  }

  public static AttributeValue ss(String... members) {
    return new AttributeValue.StrSet(List.of(members));
  }

  public static AttributeValue ns(String... members) {
    return new AttributeValue.NumSet(Stream.of(members).map(DynamoNumber::parse).toList());
  }

  public static AttributeValue bs(String... members) {
    return new AttributeValue.BinSet(Stream.of(members).map(Values::bytes).toList());
  }

  /** A map from names and values in turn. */
  public static Map<String, AttributeValue> attributes(Object... namesAndValues) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      attributes.put((String) namesAndValues[i], (AttributeValue) namesAndValues[i + 1]);
    }
    return attributes;
  }

  private static Bytes bytes(String ascii) {
    return Bytes.wrap(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  /** The whole of {@code item} after an update. */
  public static Map<String, AttributeValue> after(
      UpdateExpression update, Map<String, AttributeValue> item) {
    Map<String, AttributeValue> changed = update.apply(item);
    Map<String, AttributeValue> result = new LinkedHashMap<>(item);
    result.keySet().removeAll(update.targetNames());
    result.putAll(changed);
    return result;
  }
}
