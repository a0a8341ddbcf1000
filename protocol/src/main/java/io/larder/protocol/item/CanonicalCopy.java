package io.larder.protocol.item;

import io.larder.protocol.wire.JsonText;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes over JSON in UTF-8 and copies it without white space and with the escapes that {@link
 * JsonWriter} makes. What is canonical already is copied in runs, at best all of it in one.
 */
final class CanonicalCopy {
  private static final int MIN_COPY = 512;

  private final byte[] in;
  private final int end;
  private int at;

  /** What the copy has so far; {@code in} from {@link #kept} on is to follow. */
  private byte[] out = {};

  private int length;
  private int kept;

  /** Begins at {@code start}; the JSON goes to {@code end}. */
  CanonicalCopy(byte[] in, int start, int end) {
    this.in = in;
    this.at = start;
    this.kept = start;
    this.end = end;
  }

  /** A place in the JSON, and how much the copy had there. */
  record Mark(int at, int length, int kept) {}

  /** Where it has got to. */
  int at() {
    return at;
  }

  /** The copy of everything up to here. */
  byte[] toByteArray() {
    if (length == 0) {
      return Arrays.copyOfRange(in, kept, at);
    }
    keep(at);
    return Arrays.copyOf(out, length);
  }

  Mark mark() {
    return new Mark(at, length, kept);
  }

  /** Lets the copy have {@code bytes} in the place of all since the mark. */
  void replace(Mark mark, byte[] bytes) {
    length = mark.length;
    kept = mark.kept;
    replace(mark.at, bytes);
  }

  /** Goes over some bytes that {@link #peek} has shown. */
  void skip(int count) {
    at += count;
  }

  /** Appends what is not copied yet of the input before {@code to}. */
  private void keep(int to) {
    append(in, kept, to);
    kept = to;
  }

  private void append(byte[] bytes, int from, int to) {
    int count = to - from;
    if (count > out.length - length) {
      out = Arrays.copyOf(out, Math.max(length + count, Math.max(2 * out.length, MIN_COPY)));
    }
    System.arraycopy(bytes, from, out, length, count);
    length += count;
  }

  /** Puts {@code bytes} in the place of the input from {@code from} to where the scanner is. */
  void replace(int from, byte[] bytes) {
    keep(from);
    append(bytes, 0, bytes.length);
    kept = at;
  }

  /** The byte so far ahead; 0 behind the end. */
  byte peek(int distance) {
    return at + distance < end ? in[at + distance] : 0;
  }

  /** Goes over white space, which the copy leaves out, and returns the byte behind it, 0 at end. */
  byte next() {
    byte b = peek(0);
    if (!isSpace(b)) {
      return b;
    }
    keep(at);
    do {
      at++;
      b = peek(0);
    } while (isSpace(b));
    kept = at;
    return b;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** Goes over that character and white space before it; false if there is another. */
  boolean take(char c) {
    if (next() != c) {
      return false;
    }
    at++;
    return true;
  }

  /** Goes over that text; false if there is another. */
  boolean takeWord(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (peek(i) != word.charAt(i)) {
        return false;
      }
    }
    at += word.length();
    return true;
  }

  /** The text of a string, to its closing quote; returns its length in UTF-8, -1 for a bad one. */
  int text() {
    int saved = 0;
    int start = at;
    while (true) {
      while (at + Long.BYTES <= end && JsonWriter.isPlainAscii(in, at)) {
        at += Long.BYTES;
      }
      byte b = peek(0);
      if (b == '"') {
        return at++ - start - saved;
      }
      int bytes = b == '\\' ? escape() : b >= ' ' ? 1 : JsonText.sequence(in, at, end);
      if (bytes == 0) {
        return -1;
      }
      if (b == '\\') {
        saved += bytes;
      } else {
        at += bytes;
      }
    }
  }

  /** Goes over an escape; returns how many bytes longer it is than its character, 0 if in doubt. */
  private int escape() {
    int start = at;
    switch (peek(1)) {
      case '"', '\\', 'b', 'f', 'n', 'r', 't' -> at += 2;
      case '/' -> {
        at += 2;
        replace(start, new byte[] {'/'});
      }
      case 'u' -> {
        byte[] utf8 = unicode();
        if (utf8 == null) {
          return 0;
        }
        replace(start, utf8);
        return at - start - utf8.length;
      }
      default -> {
        return 0;
      }
    }
    return 1;
  }

  /** The character of one or two <code>&#92;u</code> escapes, null if it has a shorter escape. */
  private byte @Nullable [] unicode() {
    int unit = unit();
    int other = Character.isHighSurrogate((char) unit) && peek(0) == '\\' ? unit() : -1;
    String text =
        other < 0
            ? String.valueOf((char) unit)
            : new String(new char[] {(char) unit, (char) other});
    boolean isWhole =
        other < 0 ? !Character.isSurrogate((char) unit) : Character.isLowSurrogate((char) other);
    boolean isEscaped = unit < ' ' || unit == '"' || unit == '\\';
    return isWhole && !isEscaped ? text.getBytes(StandardCharsets.UTF_8) : null;
  }

  /** Goes over four hexadecimal digits behind <code>&#92;u</code>; negative if they are none. */
  private int unit() {
    if (peek(1) != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = 2; i < 6; i++) {
      unit = unit << 4 | Character.digit(peek(i), 16);
    }
    at += 6;
    return unit;
  }
}
