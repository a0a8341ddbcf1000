package io.larder.protocol.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A growing UTF-8 buffer of JSON. Commas come by themselves, calls can be chained, and a value that
 * is already JSON is spliced in as it is. The caller keeps objects, arrays and names balanced. May
 * be reused after {@link #clear}; not for use by two threads at once.
 */
public final class JsonWriter {
  private static final int DEFAULT_CAPACITY = 512;
  private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;
  private static final int MAX_ESCAPE_LENGTH = 6;
  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final Base64.Encoder BASE64 = Base64.getEncoder();
  private static final byte[] HEX = ascii("0123456789ABCDEF");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] NULL = ascii("null");

  private byte[] buffer;
  private int length;

  public JsonWriter() {
    this(DEFAULT_CAPACITY);
  }

  public JsonWriter(int initialCapacity) {
    buffer = new byte[initialCapacity];
  }

  /** The bytes written so far are the first {@link #length} of this array, until the next write. */
  public byte[] buffer() {
    return buffer;
  }

  public int length() {
    return length;
  }

  /** Forgets what was written and keeps the buffer. */
  public void clear() {
    length = 0;
  }

  /** Copies what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, length);
  }

  public JsonWriter beginObject() {
    separate();
    return put('{');
  }

  public JsonWriter endObject() {
    return put('}');
  }

  public JsonWriter beginArray() {
    separate();
    return put('[');
  }

  public JsonWriter endArray() {
    return put(']');
  }

  /** Writes a member's name; its value must follow. */
  public JsonWriter name(String name) {
    separate();
    quote(name);
    return put(':');
  }

  public JsonWriter value(String value) {
    separate();
    quote(value);
    return this;
  }

  public JsonWriter value(long value) {
    separate();
    putNumber(value);
    return this;
  }

  /** Writes a number as a string. */
  public JsonWriter quotedValue(long value) {
    separate();
    put('"');
    putNumber(value);
    return put('"');
  }

  /** Writes the number as Java does, like the service: {@code 1.0}, {@code 1.5E9}. */
  public JsonWriter value(double value) {
    separate();
    return put(ascii(Double.toString(value)));
  }

  public JsonWriter value(boolean value) {
    separate();
    return put(value ? TRUE : FALSE);
  }

  public JsonWriter nullValue() {
    separate();
    return put(NULL);
  }

  public JsonWriter value(RenderedJson value) {
    separate();
    reserve(value.jsonLength());
    value.copyJsonTo(buffer, length);
    length += value.jsonLength();
    return this;
  }

  /** Splices in JSON as it is: a whole value, or the beginning of one. */
  public JsonWriter rawValue(byte[] json, int offset, int count) {
    separate();
    reserve(count);
    System.arraycopy(json, offset, buffer, length, count);
    length += count;
    return this;
  }

  /** Writes bytes as a string in Base64. */
  public JsonWriter base64Value(byte[] value) {
    separate();
    byte[] encoded = BASE64.encode(value);
    reserve(encoded.length + 2);
    put('"');
    put(encoded);
    return put('"');
  }

  // What follows a value in the same object or array needs a comma; the last byte tells, because a
  // string ends in a quote whatever it contains.
  private void separate() {
    if (length > 0) {
      switch (buffer[length - 1]) {
        case '{', '[', ':' -> {}
        default -> put(',');
      }
    }
  }

  private void quote(String text) {
    // The JDK's own encoder is the fastest.
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int plain = plainLength(utf8);
    reserve(utf8.length + 2);
    buffer[length++] = '"';
    System.arraycopy(utf8, 0, buffer, length, plain);
    length += plain;
    for (int i = plain; i < utf8.length; i++) {
      reserve(MAX_ESCAPE_LENGTH + 1);
      putEscaped(utf8[i]);
    }
    put('"');
  }

  /** How many bytes from the start need no escape, rounded down. */
  private static int plainLength(byte[] utf8) {
    int at = 0;
    for (; at + Long.BYTES <= utf8.length; at += Long.BYTES) {
      if (!isPlain(utf8, at)) {
        return at;
      }
    }
    while (at < utf8.length && !needsEscape(utf8[at])) {
      at++;
    }
    return at;
  }

  private static boolean needsEscape(byte b) {
    return (b >= 0 && b < ' ') || b == '"' || b == '\\';
  }

  /**
   * The highest bit of the first quote or backslash among the eight bytes of UTF-8 from {@code at},
   * in little-endian order, and perhaps those of some bytes behind it; 0 if there is neither.
   */
  public static long ends(byte[] utf8, int at) {
    return ends((long) LONGS.get(utf8, at));
  }

  private static boolean isPlain(byte[] utf8, int at) {
    return isPlain((long) LONGS.get(utf8, at));
  }

  /**
   * True only if eight bytes of UTF-8 need no escape: none ends a string, begins an escape or is a
   * control character. It may be false for eight that need none.
   */
  private static boolean isPlain(long eight) {
    long controls = eight - EACH * ' ';
    return (controls & ~eight & HIGHEST_BITS) == 0 && ends(eight) == 0;
  }

  private static long ends(long eight) {
    // A byte below the subtrahend borrows from its highest bit, which bytes of longer UTF-8
    // sequences have set themselves and are masked for; a borrow that goes on to the next byte can
    // only give a false alarm.
    long quotes = (eight ^ (EACH * '"')) - EACH;
    long backslashes = (eight ^ (EACH * '\\')) - EACH;
    return (quotes | backslashes) & ~eight & HIGHEST_BITS;
  }

  /**
   * True only if the eight bytes of UTF-8 from {@code at} need no escape and are ASCII. It may be
   * false for eight that are.
   */
  public static boolean isPlainAscii(byte[] utf8, int at) {
    long eight = (long) LONGS.get(utf8, at);
    return isPlain(eight) && (eight & HIGHEST_BITS) == 0;
  }

  private void putEscaped(byte b) {
    if (!needsEscape(b)) {
      buffer[length++] = b;
      return;
    }
    buffer[length++] = '\\';
    switch (b) {
      case '"', '\\' -> buffer[length++] = b;
      case '\b' -> buffer[length++] = 'b';
      case '\t' -> buffer[length++] = 't';
      case '\n' -> buffer[length++] = 'n';
      case '\f' -> buffer[length++] = 'f';
      case '\r' -> buffer[length++] = 'r';
      default -> {
        buffer[length++] = 'u';
        buffer[length++] = '0';
        buffer[length++] = '0';
        buffer[length++] = HEX[b >> 4];
        buffer[length++] = HEX[b & 0xF];
      }
    }
  }

  private void putNumber(long value) {
    if (value < 0 || value >= 10) {
      put(ascii(Long.toString(value)));
    } else {
      put((char) ('0' + value));
    }
  }

  private JsonWriter put(char c) {
    reserve(1);
    buffer[length++] = (byte) c;
    return this;
  }

  private JsonWriter put(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  private void reserve(int more) {
    if (more > buffer.length - length) {
      grow(more);
    }
  }

  private void grow(int more) {
    long needed = (long) length + more;
    if (needed > MAX_CAPACITY) {
      throw new OutOfMemoryError("JSON of " + needed + " bytes");
    }
    buffer = Arrays.copyOf(buffer, (int) Math.min(Math.max(needed, 2L * length), MAX_CAPACITY));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
