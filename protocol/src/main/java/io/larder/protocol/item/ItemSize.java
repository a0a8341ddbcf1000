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
import io.larder.protocol.quota.ServiceQuotas;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DynamoDB's item size: what the 400 KB limit and capacity units count, in bytes. */
public final class ItemSize {
  /** What a list or map counts itself. */
  static final int CONTAINER = 3;

  /** What each element of a list or map counts, beside its name and value. */
  static final int ELEMENT = 1;

  private static final int MAX_COUNTED = 64;

  private ItemSize() {}

  /** Names and values of all attributes. */
  public static int of(Map<String, AttributeValue> attributes) {
    int size = 0;
    for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
      size += of(attribute.getKey(), attribute.getValue());
    }
    return size;
  }

  /** One attribute; nothing if it has no value. */
  static int of(String name, @Nullable AttributeValue value) {
    return value == null ? 0 : utf8(name) + of(value);
  }

  /** One value. */
  public static int of(AttributeValue value) {
    return switch (value) {
      case Str(var text) -> utf8(text);
      case Num(var number) -> number.size();
      case Bin(var bytes) -> bytes.length();
      case Bool _, Null _ -> 1;
      case ListOf(var values) -> {
        int size = CONTAINER;
        for (AttributeValue element : values) {
          size += ELEMENT + of(element);
        }
        yield size;
      }
      case MapOf(var values) -> CONTAINER + ELEMENT * values.size() + of(values);
      case StrSet(var values) -> {
        int size = 0;
        for (String member : values) {
          size += utf8(member);
        }
        yield size;
      }
      case NumSet(var values) -> {
        int size = 0;
        for (DynamoNumber member : values) {
          size += member.size();
        }
        yield size;
      }
      case BinSet(var values) -> {
        int size = 0;
        for (Bytes member : values) {
          size += member.length();
        }
        yield size;
      }
    };
  }

  /** True if the name of an attribute is longer than one may be. */
  public static boolean isLongName(String name) {
    return name.length() > ServiceQuotas.MAX_ATTRIBUTE_NAME_BYTES / 3
        && utf8(name) > ServiceQuotas.MAX_ATTRIBUTE_NAME_BYTES;
  }

  /** Length in UTF-8 of a string; half of a surrogate pair counts one byte. */
  public static int utf8(String text) {
    int length = text.length();
    if (length > MAX_COUNTED) {
      // The JDK encodes long texts faster than they can be counted here.
      return text.getBytes(StandardCharsets.UTF_8).length;
    }
    int bytes = length;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        if (c < 0x800) {
          bytes++;
        } else if (Character.isHighSurrogate(c)
            && i + 1 < length
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          bytes += 2;
          i++;
        } else if (!Character.isSurrogate(c)) {
          bytes += 2;
        }
      }
    }
    return bytes;
  }
}
