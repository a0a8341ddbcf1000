package io.larder.protocol.dax.value;

import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.cbor.MalformedCbor;
import java.util.Arrays;

/**
 * The form of numbers in sort keys, whose unsigned order is the order of the numbers: an exponent,
 * then ten bits for every three digits, then ten that say how many digits the last three are.
 */
final class LexicographicDecimal {
  private static final int ZERO = 0x80;
  private static final int NEGATIVE_ZERO = 0x7f;

  /** Exponents from -62 to 61 are in the first byte, which is this for zero. */
  private static final int POSITIVE_EXPONENT = 0xc0;

  private static final int NEGATIVE_EXPONENT = 0x3f;
  private static final int EXPONENTS = 62;
  private static final int POSITIVE_SMALL = 0x81;
  private static final int POSITIVE_LARGE = 0xfe;
  private static final int NEGATIVE_SMALL = 0x7e;
  private static final int NEGATIVE_LARGE = 0x01;

  private static final int GROUP_DIGITS = 3;
  private static final int GROUP_BITS = 10;
  private static final int GROUP_MASK = 0x3ff;

  /** Three digits are their number and this, what is less ends the digits. */
  private static final int FIRST_GROUP = 12;

  private static final int LAST_GROUP = FIRST_GROUP + 999;

  private LexicographicDecimal() {}

  /** Writes the number that is in {@code text}, as DynamoDB writes it, without a head. */
  static void write(byte[] text, int start, int end, CborWriter out) {
    boolean isNegative = text[start] == '-';
    int first = isNegative ? start + 1 : start;
    byte[] digits = new byte[end - first];
    int count = 0;
    int exponent = 0;
    boolean isFraction = false;
    for (int at = first; at < end; at++) {
      byte b = text[at];
      if (b == '.') {
        isFraction = true;
      } else if (count > 0 || b != '0') {
        digits[count++] = (byte) (b - '0');
        exponent += isFraction ? 0 : 1;
      } else if (isFraction) {
        exponent--;
      }
    }
    if (count == 0) {
      out.writeByte(ZERO);
      return;
    }
    if (count > NumberEncoder.MAX_PLAIN_DIGITS) {
      while (digits[count - 1] == 0) {
        count--;
      }
    }
    writeExponent(exponent, isNegative, out);
    writeDigits(digits, count, isNegative, out);
  }

  private static void writeExponent(int exponent, boolean isNegative, CborWriter out) {
    if (exponent >= -EXPONENTS && exponent < EXPONENTS) {
      out.writeByte(isNegative ? NEGATIVE_EXPONENT - exponent : POSITIVE_EXPONENT + exponent);
      return;
    }
    if (isNegative) {
      out.writeByte(exponent < 0 ? NEGATIVE_SMALL : NEGATIVE_LARGE);
    } else {
      out.writeByte(exponent < 0 ? POSITIVE_SMALL : POSITIVE_LARGE);
    }
    int ordered = exponent ^ (isNegative ? Integer.MAX_VALUE : Integer.MIN_VALUE);
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.writeByte(ordered >>> shift);
    }
  }

  private static void writeDigits(byte[] digits, int count, boolean isNegative, CborWriter out) {
    int inverted = isNegative ? GROUP_MASK : 0;
    int bits = 0;
    int pending = 0;
    int groups = (count + GROUP_DIGITS - 1) / GROUP_DIGITS;
    for (int group = 0; group <= groups; group++) {
      int ten =
          group == groups
              ? (count - 1) % GROUP_DIGITS
              : FIRST_GROUP + three(digits, count, group * GROUP_DIGITS);
      bits = (bits << GROUP_BITS) | (ten ^ inverted);
      for (pending += GROUP_BITS; pending >= Byte.SIZE; pending -= Byte.SIZE) {
        out.writeByte(bits >>> (pending - Byte.SIZE));
      }
    }
    if (pending > 0) {
      out.writeByte(bits << (Byte.SIZE - pending));
    }
  }

  /** The three digits from {@code at}, zeros behind the last. */
  private static int three(byte[] digits, int count, int at) {
    int three = 0;
    for (int i = at; i < at + GROUP_DIGITS; i++) {
      three = 10 * three + (i < count ? digits[i] : 0);
    }
    return three;
  }

  /**
   * The number in the bytes from {@code start} to {@code end}, as a text that DynamoDB reads.
   *
   * @throws MalformedCbor if there is none
   */
  static String read(byte[] bytes, int start, int end) {
    if (start >= end) {
      throw malformed();
    }
    int first = bytes[start] & 0xff;
    if (first == ZERO || first == NEGATIVE_ZERO) {
      requireEnd(start + 1, end);
      return "0";
    }
    boolean isNegative = first < ZERO;
    int at = start + 1;
    int exponent;
    switch (first) {
      case 0x00, 0xff -> throw malformed();
      case POSITIVE_SMALL, POSITIVE_LARGE, NEGATIVE_SMALL, NEGATIVE_LARGE -> {
        exponent = exponent(bytes, at, end, isNegative);
        at += Integer.BYTES;
      }
      default -> exponent = isNegative ? NEGATIVE_EXPONENT - first : first - POSITIVE_EXPONENT;
    }
    byte[] digits = digits(bytes, at, end, isNegative);
    var text = new StringBuilder(digits.length + 12);
    if (isNegative) {
      text.append('-');
    }
    for (byte digit : digits) {
      text.append((char) ('0' + digit));
    }
    long written = (long) exponent - digits.length;
    return written == 0 ? text.toString() : text.append('E').append(written).toString();
  }

  private static int exponent(byte[] bytes, int start, int end, boolean isNegative) {
    if (end - start < Integer.BYTES) {
      throw malformed();
    }
    int ordered = 0;
    for (int at = start; at < start + Integer.BYTES; at++) {
      ordered = (ordered << Byte.SIZE) | (bytes[at] & 0xff);
    }
    return ordered ^ (isNegative ? Integer.MAX_VALUE : Integer.MIN_VALUE);
  }

  private static byte[] digits(byte[] bytes, int start, int end, boolean isNegative) {
    int inverted = isNegative ? GROUP_MASK : 0;
    byte[] digits = new byte[GROUP_DIGITS * ((end - start) * Byte.SIZE / GROUP_BITS)];
    int count = 0;
    int bits = 0;
    int pending = 0;
    int at = start;
    while (true) {
      while (pending < GROUP_BITS) {
        if (at == end) {
          throw malformed();
        }
        bits = (bits << Byte.SIZE) | (bytes[at++] & 0xff);
        pending += Byte.SIZE;
      }
      pending -= GROUP_BITS;
      int ten = ((bits >>> pending) & GROUP_MASK) ^ inverted;
      if (ten < GROUP_DIGITS && count > 0) {
        requireEnd(at, end);
        return Arrays.copyOf(digits, count - GROUP_DIGITS + 1 + ten);
      }
      if (ten < FIRST_GROUP || ten > LAST_GROUP) {
        throw malformed();
      }
      int three = ten - FIRST_GROUP;
      digits[count++] = (byte) (three / 100);
      digits[count++] = (byte) (three / 10 % 10);
      digits[count++] = (byte) (three % 10);
    }
  }

  private static void requireEnd(int at, int end) {
    if (at != end) {
      throw malformed();
    }
  }

  private static MalformedCbor malformed() {
    return new MalformedCbor("number of a sort key");
  }
}
