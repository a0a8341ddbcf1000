package io.larder.protocol.json.client;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.ItemScanner;
import io.larder.protocol.quota.ServiceQuotas;
import io.larder.protocol.wire.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the JSON of one answer, member by member. Strict: what is not JSON in UTF-8, ends early
 * or is of another type than asked for is a {@link MalformedAnswer}, also in members that nobody
 * asks for. A member that is null counts as absent.
 */
final class AnswerReader {
  /** Deeper than any answer, even if members are added that hold values. */
  private static final int MAX_DEPTH = 128;

  private static final int MAX_NUMBER_LENGTH = 64;

  /** The year 9999, which no time is beyond. */
  private static final double MAX_SECONDS = 253_402_300_799.0;

  /** As many as there can be items in a page, each of at least one byte. */
  private static final int MAX_ELEMENTS = ServiceQuotas.MAX_PAGE_BYTES;

  private final byte[] json;
  private final int end;
  private int at;

  /** True between the beginning of an object or array and its first member or element. */
  private boolean first;

  private String name = "";
  private int elements;

  /** Reads {@code length} bytes from {@code start}. */
  AnswerReader(byte[] json, int start, int length) {
    this.json = json;
    this.at = start;
    this.end = start + length;
  }

  /**
   * What {@code reading} makes of {@code length} bytes from {@code start}, which it must read to
   * their end.
   */
  static <T> T whole(byte[] json, int start, int length, Function<AnswerReader, T> reading) {
    var in = new AnswerReader(json, start, length);
    T read = reading.apply(in);
    in.end();
    return read;
  }

  MalformedAnswer malformed(String what) {
    return new MalformedAnswer("The answer of the upstream is malformed: " + what + " at " + at);
  }

  /** Enters an object. */
  void beginObject() {
    expect('{');
    first = true;
  }

  /** Moves to the value of the next member; false at the end of the object, which is then left. */
  boolean nextMember() {
    while (hasMore('}')) {
      name = string();
      expect(':');
      if (next() != 'n') {
        return true;
      }
      word("null");
    }
    return false;
  }

  /** The name of the member that {@link #nextMember} has moved to. */
  String name() {
    return name;
  }

  /** Enters an array. */
  void beginArray() {
    expect('[');
    first = true;
  }

  /** Moves to the next element; false at the end of the array, which is then left. */
  boolean nextElement() {
    if (!hasMore(']')) {
      return false;
    }
    if (++elements > MAX_ELEMENTS) {
      throw malformed("too many elements");
    }
    return true;
  }

  private boolean hasMore(char close) {
    if (next() == close) {
      at++;
      first = false;
      return false;
    }
    if (first) {
      first = false;
    } else {
      expect(',');
    }
    return true;
  }

  /** Requires that nothing follows. */
  void end() {
    while (at < end) {
      if (!isSpace(json[at])) {
        throw malformed("more than one value");
      }
      at++;
    }
  }

  /** Goes over white space and looks at the byte behind it. */
  private byte next() {
    while (at < end) {
      byte b = json[at];
      if (!isSpace(b)) {
        return b;
      }
      at++;
    }
    throw malformed("early end");
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void expect(char c) {
    if (next() != c) {
      throw malformed("no " + c);
    }
    at++;
  }

  private void word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at == end || json[at] != word.charAt(i)) {
        throw malformed("no " + word);
      }
      at++;
    }
  }

  String string() {
    expect('"');
    int start = at;
    boolean isPlain = skipText();
    int length = at - 1 - start;
    if (!JsonText.isLossless(json, start, start + length)) {
      throw malformed("bad UTF-8");
    }
    String text = new String(json, start, length, StandardCharsets.UTF_8);
    return isPlain ? text : unescaped(text);
  }

  /** Goes over the text of a string and its closing quote; false if there are escapes in it. */
  private boolean skipText() {
    boolean isPlain = true;
    while (at < end) {
      byte b = json[at++];
      if (b == '"') {
        return isPlain;
      }
      if (b == '\\') {
        isPlain = false;
        at++;
      } else if (b >= 0 && b < ' ') {
        throw malformed("control character");
      }
    }
    throw malformed("early end");
  }

  private String unescaped(String text) {
    var result = new StringBuilder(text.length());
    int from = 0;
    for (int escape = text.indexOf('\\'); escape >= 0; escape = text.indexOf('\\', from)) {
      result.append(text, from, escape);
      char c = text.charAt(escape + 1);
      from = escape + 2;
      switch (c) {
        case '"', '\\', '/' -> result.append(c);
        case 'b' -> result.append('\b');
        case 'f' -> result.append('\f');
        case 'n' -> result.append('\n');
        case 'r' -> result.append('\r');
        case 't' -> result.append('\t');
        case 'u' -> {
          result.append(unit(text, from));
          from += 4;
        }
        default -> throw malformed("bad escape");
      }
    }
    return result.append(text, from, text.length()).toString();
  }

  private char unit(String text, int start) {
    int unit = 0;
    for (int i = start; i < start + 4; i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0) {
        throw malformed("bad escape");
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  boolean bool() {
    boolean value = next() == 't';
    word(value ? "true" : "false");
    return value;
  }

  /** A number, which is finite. */
  double number() {
    next();
    int start = at;
    while (at < end && isOfNumber(json[at])) {
      at++;
    }
    int length = at - start;
    if (length > 0 && length <= MAX_NUMBER_LENGTH) {
      try {
        double number =
            Double.parseDouble(new String(json, start, length, StandardCharsets.ISO_8859_1));
        if (Double.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
    }
    throw malformed("no number");
  }

  private static boolean isOfNumber(byte b) {
    return (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
  }

  /** A number without its fraction, the nearest there is. */
  long integer() {
    return (long) number();
  }

  /** The same as an int. */
  int count() {
    return Math.clamp(integer(), 0, Integer.MAX_VALUE);
  }

  /** Seconds since the epoch, to the millisecond. */
  Instant time() {
    double seconds = number();
    if (Math.abs(seconds) > MAX_SECONDS) {
      throw malformed("time out of range");
    }
    return Instant.ofEpochMilli(Math.round(seconds * 1000));
  }

  /** That of {@code values} which a string names, or {@code otherwise}. */
  <E extends @Nullable Enum<?>> E oneOf(E[] values, E otherwise) {
    String text = string();
    for (E value : values) {
      if (value != null && value.name().equals(text)) {
        return value;
      }
    }
    return otherwise;
  }

  /** Goes over a value of any type. */
  void skip() {
    skip(0);
  }

  private void skip(int depth) {
    if (depth == MAX_DEPTH) {
      throw malformed("nested too deep");
    }
    switch (next()) {
      case '{' -> {
        beginObject();
        while (hasMore('}')) {
          string();
          expect(':');
          skip(depth + 1);
        }
      }
      case '[' -> {
        beginArray();
        while (hasMore(']')) {
          skip(depth + 1);
        }
      }
      case '"' -> string();
      case 't', 'f' -> bool();
      case 'n' -> word("null");
      default -> number();
    }
  }

  /** An object of which one member is required, and no other looked at. */
  <T> T only(String member, Function<AnswerReader, T> reading) {
    T value = null;
    beginObject();
    while (nextMember()) {
      if (name.equals(member)) {
        value = reading.apply(this);
      } else {
        skip();
      }
    }
    if (value == null) {
      throw malformed("no " + member);
    }
    return value;
  }

  /** A list. */
  <T> List<T> all(Function<AnswerReader, T> element) {
    List<T> all = new ArrayList<>();
    beginArray();
    while (nextElement()) {
      all.add(element.apply(this));
    }
    return all;
  }

  /** An item, of which as little is made as can be. */
  Item item() {
    next();
    ItemScanner.Scanned scanned = ItemScanner.scan(json, at, end);
    if (scanned == null) {
      return Item.of(ValueReader.attributes(this));
    }
    at = scanned.end();
    return scanned.item();
  }

  /** A map of attribute values. */
  Map<String, AttributeValue> attributes() {
    return item().attributes();
  }
}
