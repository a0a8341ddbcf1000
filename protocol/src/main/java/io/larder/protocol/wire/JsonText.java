package io.larder.protocol.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What bytes must be to be read as JSON without loss: UTF-8 in its shortest form, where an escaped
 * half of a surrogate pair has the other half behind it. Java would read more than that, and write
 * question marks for it: two keys would become one.
 */
public final class JsonText {
  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The length of an escape of four digits, <code>&#92;u00e9</code>. */
  private static final int LONG_ESCAPE = 6;

  private JsonText() {}

  /**
   * True if the bytes from {@code start} to {@code end} can be read without loss. What is wrong
   * with them as JSON is for the parser to say.
   */
  public static boolean isLossless(byte[] json, int start, int end) {
    int at = start;
    while (at < end) {
      if (at + Long.BYTES <= end && isPlain((long) LONGS.get(json, at))) {
        at += Long.BYTES;
        continue;
      }
      byte b = json[at];
      int bytes = b == '\\' ? escape(json, at, end) : b >= 0 ? 1 : sequence(json, at, end);
      if (bytes == 0) {
        return false;
      }
      at += bytes;
    }
    return true;
  }

  /** True only if eight bytes are ASCII without a backslash; it may be false for some that are. */
  private static boolean isPlain(long eight) {
    // A zero byte borrows from its highest bit; a borrow that goes on to the next byte can only
    // give a false alarm.
    long backslashes = (eight ^ (EACH * '\\')) - EACH;
    return ((backslashes | eight) & HIGHEST_BITS) == 0;
  }

  /**
   * How many bytes of UTF-8 the character beyond ASCII at {@code at} has; 0 if there is none, or it
   * is written longer than it must be, or is half of a surrogate pair.
   */
  public static int sequence(byte[] utf8, int at, int end) {
    int lead = byteAt(utf8, at, end);
    int second = byteAt(utf8, at + 1, end);
    if (lead >= 0xC2 && lead <= 0xDF) {
      return isTrail(second) ? 2 : 0;
    }
    if ((lead & 0xF0) == 0xE0) {
      boolean isShortest = lead != 0xE0 || second >= 0xA0;
      boolean isSurrogate = lead == 0xED && second >= 0xA0;
      boolean isComplete = isTrail(second) && isTrail(byteAt(utf8, at + 2, end));
      return isComplete && isShortest && !isSurrogate ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      boolean isShortest = lead != 0xF0 || second >= 0x90;
      boolean isInRange = lead != 0xF4 || second < 0x90;
      boolean isComplete =
          isTrail(second)
              && isTrail(byteAt(utf8, at + 2, end))
              && isTrail(byteAt(utf8, at + 3, end));
      return isComplete && isShortest && isInRange ? 4 : 0;
    }
    return 0;
  }

  /** The byte as it is counted, 0 behind the end. */
  private static int byteAt(byte[] utf8, int at, int end) {
    return at < end ? utf8[at] & 0xFF : 0;
  }

  private static boolean isTrail(int b) {
    return (b & 0xC0) == 0x80;
  }

  /** How long the escape is, together with its other half; 0 for half of a surrogate pair. */
  private static int escape(byte[] json, int at, int end) {
    int unit = unit(json, at, end);
    if (unit < 0) {
      return 2;
    }
    if (!Character.isSurrogate((char) unit)) {
      return LONG_ESCAPE;
    }
    int other = unit(json, at + LONG_ESCAPE, end);
    return other >= 0 && Character.isSurrogatePair((char) unit, (char) other) ? 2 * LONG_ESCAPE : 0;
  }

  /** The number in an escape of four hexadecimal digits, negative if there is no such escape. */
  private static int unit(byte[] json, int at, int end) {
    if (at + LONG_ESCAPE > end || json[at] != '\\' || json[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + LONG_ESCAPE; i++) {
      int digit = Character.digit(json[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }
}
