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
 * surprises. That it stays in step with the writer is what the round-trip tests are for. Values can
 * be had as they are, or gone over piece by piece: {@link #beginValue}, its content, {@link
 * #endValue}.
 */
public final class CanonicalReader {
  private static final int LONG_STEP = 4 * Long.BYTES;

  private final byte[] json;
  private int at;

  CanonicalReader(byte[] json) {
    this(json, 0);
  }

  /** Begins in the middle, at {@code start}. */
  public CanonicalReader(byte[] json, int start) {
    this.json = json;
    this.at = start;
  }

  /** The array that is read. */
  public byte[] array() {
    return json;
  }

  /** Where it has got to. */
  public int at() {
    return at;
  }

  /** Goes on from {@code position}, the beginning of a name or value. */
  public void moveTo(int position) {
    at = position;
  }

  Map<String, AttributeValue> attributes() {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    for (boolean more = beginMembers(); more; more = hasMoreMembers()) {
      attributes.put(name(), value());
    }
    return attributes;
  }

  /**
   * Goes over the beginning of a map of attributes, or from the end of one to the next; false if
   * there is none.
   */
  public boolean skipToName() {
    return json[at++] != '}' && json[at] != '}';
  }

  /** A name and its colon. */
  public String name() {
    String name = string();
    expect(':');
    return name;
  }

  /** The same, without making anything of it. */
  public void skipName() {
    skipString();
    skipColon();
  }

  /** Goes over what follows a name. */
  public void skipColon() {
    expect(':');
  }

  /** Goes over a value, which is only looked at as closely as it takes to find its end. */
  public void skipValue() {
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
    AttributeValue value =
        switch (beginValue()) {
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
    endValue();
    return value;
  }

  /** Goes over the beginning of a value, up to its content. */
  public AttributeValue.Type beginValue() {
    expect('{');
    return type();
  }

  public void endValue() {
    expect('}');
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
    for (boolean more = beginElements(); more; more = hasMoreElements()) {
      values.add(element.read());
    }
    return values;
  }

  private DynamoNumber number() {
    return DynamoNumber.ofCanonical(string());
  }

  private Bytes bytes() {
    return Bytes.wrap(binary());
  }

  /** Binary content. */
  public byte[] binary() {
    expect('"');
    int start = at;
    while (json[at] != '"') {
      at++;
    }
    byte[] base64 = Arrays.copyOfRange(json, start, at++);
    return Base64.getDecoder().decode(base64);
  }

  public boolean bool() {
    boolean value = json[at] == 't';
    at += value ? 4 : 5;
    return value;
  }

  private AttributeValue nullValue() {
    skipNull();
    return new AttributeValue.Null();
  }

  /** Goes over the content of a null. */
  public void skipNull() {
    at += 4;
  }

  private void skipString() {
    expect('"');
    skipPlain();
    for (byte b = json[at]; b != '"'; b = json[at]) {
      at += b == '\\' ? 2 : 1;
    }
    at++;
  }

  /** Goes on to the next quote or backslash, or to the last few bytes of the array. */
  private void skipPlain() {
    byte[] in = json;
    int last = in.length - Long.BYTES;
    int from = at;
    while (from <= last) {
      long ends = JsonWriter.ends(in, from);
      if (ends != 0) {
        from += Long.numberOfTrailingZeros(ends) / Byte.SIZE;
        break;
      }
      from = skipLong(in, from + Long.BYTES);
    }
    at = from;
  }

  /** Goes on by steps that take in more, as long as there is neither quote nor backslash. */
  private static int skipLong(byte[] in, int start) {
    int from = start;
    for (int last = in.length - LONG_STEP; from <= last; from += LONG_STEP) {
      long first = JsonWriter.ends(in, from) | JsonWriter.ends(in, from + Long.BYTES);
      long second =
          JsonWriter.ends(in, from + 2 * Long.BYTES) | JsonWriter.ends(in, from + 3 * Long.BYTES);
      if ((first | second) != 0) {
        break;
      }
    }
    return from;
  }

  private String string() {
    int start = at + 1;
    if (skipUnescaped()) {
      return new String(json, start, at - 1 - start, StandardCharsets.UTF_8);
    }
    return new String(unescaped(), StandardCharsets.UTF_8);
  }

  /**
   * Goes over a string if it is UTF-8 as it stands between its quotes; otherwise stays before it,
   * for {@link #unescaped} to read.
   */
  public boolean skipUnescaped() {
    int start = at;
    expect('"');
    skipPlain();
    for (byte b = json[at]; b != '"'; b = json[++at]) {
      if (b == '\\') {
        at = start;
        return false;
      }
    }
    at++;
    return true;
  }

  /** The UTF-8 of a string. */
  public byte[] unescaped() {
    expect('"');
    byte[] text = new byte[endOfString() - at];
    int length = 0;
    for (byte b = json[at]; b != '"'; b = json[++at]) {
      text[length++] = b == '\\' ? escape() : b;
    }
    at++;
    return Arrays.copyOf(text, length);
  }

  private int endOfString() {
    int end = at;
    while (json[end] != '"') {
      end += json[end] == '\\' ? 2 : 1;
    }
    return end;
  }

  /** The writer's only four-digit escapes are control characters, one byte each. */
  private byte escape() {
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

  /** Goes over the beginning of a list or set; false if it is empty, and passed. */
  public boolean beginElements() {
    return begin('[', ']');
  }

  /** Goes over what follows an element: a comma, or the end of the list or set. */
  public boolean hasMoreElements() {
    return hasMore(']');
  }

  /** Goes over the beginning of a map; false if it is empty, and passed. */
  public boolean beginMembers() {
    return begin('{', '}');
  }

  /** Goes over what follows a member: a comma, or the end of the map. */
  public boolean hasMoreMembers() {
    return hasMore('}');
  }

  private boolean begin(char begin, char end) {
    expect(begin);
    if (json[at] != end) {
      return true;
    }
    at++;
    return false;
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
