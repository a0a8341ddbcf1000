package io.larder.protocol.item;

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
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The canonical wire JSON of attribute values. What {@link #write} makes, {@link #read} reads; text
 * from clients is for the request decoder.
 */
public final class AttributeValueJson {
  /** How a value of each type begins: <code>{"S":</code>. */
  private static final Map<AttributeValue.Type, byte[]> BEGINNINGS =
      new EnumMap<>(AttributeValue.Type.class);

  static {
    for (AttributeValue.Type type : AttributeValue.Type.values()) {
      BEGINNINGS.put(type, ("{\"" + type + "\":").getBytes(StandardCharsets.US_ASCII));
    }
  }

  private AttributeValueJson() {}

  private static void begin(AttributeValue.Type type, JsonWriter out) {
    byte[] beginning = Objects.requireNonNull(BEGINNINGS.get(type));
    out.rawValue(beginning, 0, beginning.length);
  }

  /** A map of attributes as bytes of their own. */
  static byte[] write(Map<String, AttributeValue> attributes) {
    return write(attributes, 256);
  }

  /** The same with an idea of how many bytes there will be. */
  static byte[] write(Map<String, AttributeValue> attributes, int capacity) {
    var out = new JsonWriter(capacity);
    write(attributes, out);
    return out.toByteArray();
  }

  /** Writes a map of attributes. */
  public static void write(Map<String, AttributeValue> attributes, JsonWriter out) {
    out.beginObject();
    for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
      write(attribute.getKey(), attribute.getValue(), out);
    }
    out.endObject();
  }

  /** Writes one attribute as a member. */
  static void write(String name, AttributeValue value, JsonWriter out) {
    out.name(name);
    write(value, out);
  }

  /** Writes one value with its type descriptor. */
  public static void write(AttributeValue value, JsonWriter out) {
    begin(value.type(), out);
    switch (value) {
      case Str(var text) -> out.value(text);
      case Num(var number) -> number.writeTo(out);
      case Bin(var bytes) -> bytes.writeTo(out);
      case Bool(var truth) -> out.value(truth);
      case Null _ -> out.value(true);
      case ListOf(var values) -> {
        out.beginArray();
        for (AttributeValue element : values) {
          write(element, out);
        }
        out.endArray();
      }
      case MapOf(var values) -> write(values, out);
      case StrSet(var values) -> {
        out.beginArray();
        for (String member : values) {
          out.value(member);
        }
        out.endArray();
      }
      case NumSet(var values) -> {
        out.beginArray();
        for (DynamoNumber member : values) {
          member.writeTo(out);
        }
        out.endArray();
      }
      case BinSet(var values) -> {
        out.beginArray();
        for (Bytes member : values) {
          member.writeTo(out);
        }
        out.endArray();
      }
    }
    out.endObject();
  }

  /** Reads canonical JSON of a map of attributes. */
  static Map<String, AttributeValue> read(byte[] json) {
    return new CanonicalReader(json).attributes();
  }
}
