package io.larder.protocol.item;

import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON that {@link AttributeValueJson} writes, and no other: no white space, no
 * surprises. That it stays in step with the writer is what the round-trip tests are for.
 */
final class CanonicalReader {
  private final byte[] json;
  private int at;

  CanonicalReader(byte[] json) {
    this(json, 0);
  }

  /** Begins in the middle, at {@code start}. */
  CanonicalReader(byte[] json, int start) {
    this.json = json;
    this.at = start;
  }

  /** Where it has got to. */
  int at() {
    return at;
  }

  Map<String, AttributeValue> attributes() {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    expect('{');
    if (json[at] == '}') {
      at++;
      return attributes;
    }
    do {
      attributes.put(name(), value());
    } while (hasMore('}'));
    return attributes;
  }

  /**
   * Goes over the beginning of a map of attributes, or from the end of one to the next; false if
   * there is none.
   */
  boolean skipToName() {
    return json[at++] != '}' && json[at] != '}';
  }

  /** A name and its colon. */
  String name() {
    String name = string();
    expect(':');
    return name;
  }

  /** The same, without making anything of it. */
  void skipName() {
    skipString();
    expect(':');
  }

  /** Goes over a value, which is only looked at as closely as it takes to find its end. */
  void skipValue() {
    int depth = 0;
    do {
      switch (json[at]) {
        case '"' -> skipString();
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        default -> at++;
      }
    } while (depth > 0);
  }

  AttributeValue value() {
    expect('{');
    AttributeValue.Type type = type();
    AttributeValue value =
        switch (type) {
          case S -> new AttributeValue.Str(string());
          case N -> new AttributeValue.Num(number());
          case B -> new AttributeValue.Bin(bytes());
          case BOOL -> new AttributeValue.Bool(bool());
          case NULL -> nullValue();
          case L -> new AttributeValue.ListOf(array(this::value));
          case M -> new AttributeValue.MapOf(attributes());
          case SS -> new AttributeValue.StrSet(array(this::string));
          case NS -> new AttributeValue.NumSet(array(this::number));
          case BS -> new AttributeValue.BinSet(array(this::bytes));
        };
    expect('}');
    return value;
  }

  /** A type descriptor with its quotes and colon. */
  private AttributeValue.Type type() {
    byte first = json[at + 1];
    byte second = json[at + 2];
    if (second == '"') {
      at += 4;
      return switch (first) {
        case 'S' -> AttributeValue.Type.S;
        case 'N' -> AttributeValue.Type.N;
        case 'B' -> AttributeValue.Type.B;
        case 'L' -> AttributeValue.Type.L;
        case 'M' -> AttributeValue.Type.M;
        default -> throw notCanonical();
      };
    }
    if (second == 'S') {
      at += 5;
      return switch (first) {
        case 'S' -> AttributeValue.Type.SS;
        case 'N' -> AttributeValue.Type.NS;
        case 'B' -> AttributeValue.Type.BS;
        default -> throw notCanonical();
      };
    }
    at += 7;
    return switch (second) {
      case 'O' -> AttributeValue.Type.BOOL;
      case 'U' -> AttributeValue.Type.NULL;
      default -> throw notCanonical();
    };
  }

  private interface Element<T> {
    T read();
  }

  private <T> List<T> array(Element<T> element) {
    List<T> values = new ArrayList<>();
    expect('[');
    if (json[at] == ']') {
      at++;
      return values;
    }
    do {
      values.add(element.read());
    } while (hasMore(']'));
    return values;
  }

  private DynamoNumber number() {
    return DynamoNumber.ofCanonical(string());
  }

  private Bytes bytes() {
    expect('"');
    int start = at;
    while (json[at] != '"') {
      at++;
    }
    byte[] base64 = Arrays.copyOfRange(json, start, at++);
    return Bytes.wrap(Base64.getDecoder().decode(base64));
  }

  private boolean bool() {
    boolean value = json[at] == 't';
    at += value ? 4 : 5;
    return value;
  }

  private AttributeValue nullValue() {
    at += 4;
    return new AttributeValue.Null();
  }

  private void skipString() {
    expect('"');
    skipPlain();
    for (byte b = json[at]; b != '"'; b = json[at]) {
      at += b == '\\' ? 2 : 1;
    }
    at++;
  }

  private void skipPlain() {
    while (at + Long.BYTES <= json.length && JsonWriter.isPlain(json, at)) {
      at += Long.BYTES;
    }
  }

  private String string() {
    expect('"');
    int start = at;
    skipPlain();
    for (byte b = json[at]; b != '"'; b = json[++at]) {
      if (b == '\\') {
        return escapedString(start);
      }
    }
    return new String(json, start, at++ - start, StandardCharsets.UTF_8);
  }

  private String escapedString(int start) {
    byte[] text = new byte[endOfString() - start];
    int length = 0;
    at = start;
    for (byte b = json[at]; b != '"'; b = json[++at]) {
      text[length++] = b == '\\' ? unescaped() : b;
    }
    at++;
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  private int endOfString() {
    int end = at;
    while (json[end] != '"') {
      end += json[end] == '\\' ? 2 : 1;
    }
    return end;
  }

  /** The writer's only four-digit escapes are control characters, one byte each. */
  private byte unescaped() {
    byte c = json[++at];
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        at += 4;
        yield (byte) ((Character.digit(json[at - 1], 16) << 4) | Character.digit(json[at], 16));
      }
      default -> c;
    };
  }

  private boolean hasMore(char end) {
    byte next = json[at++];
    if (next == ',') {
      return true;
    }
    if (next != end) {
      throw notCanonical();
    }
    return false;
  }

  private void expect(char c) {
    if (json[at++] != c) {
      throw notCanonical();
    }
  }

  private IllegalStateException notCanonical() {
    return new IllegalStateException("not canonical item JSON near " + at);
  }
}
