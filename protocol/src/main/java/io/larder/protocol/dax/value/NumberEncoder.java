package io.larder.protocol.dax.value;

import io.larder.protocol.dax.cbor.CborWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Writes numbers as those of CBOR's forms that every client reads: whole ones as integers, others
 * as decimal fractions; never as floats.
 */
final class NumberEncoder {
  /** Whole numbers of more digits, which end in zeros then, are written with an exponent. */
  static final int MAX_PLAIN_DIGITS = 38;

  private static final int DECIMAL_FRACTION = 4;

  /** So many digits and a point and a sign fit a long. */
  private static final int MAX_SHORT = 18;

  private NumberEncoder() {}

  /** Writes the number that is in {@code text}, as DynamoDB writes it: without an exponent. */
  static void write(byte[] text, int start, int end, CborWriter out) {
    if (end - start > MAX_SHORT) {
      writeLong(new String(text, start, end - start, StandardCharsets.ISO_8859_1), out);
      return;
    }
    boolean isNegative = text[start] == '-';
    long digits = 0;
    int fraction = 0;
    for (int at = isNegative ? start + 1 : start; at < end; at++) {
      byte b = text[at];
      if (b == '.') {
        fraction = end - at - 1;
      } else {
        digits = 10 * digits + (b - '0');
      }
    }
    if (fraction > 0) {
      beginFraction(-fraction, out);
    }
    out.writeInt(isNegative ? -digits : digits);
  }

  private static void writeLong(String text, CborWriter out) {
    var number = new BigDecimal(text);
    if (number.precision() > MAX_PLAIN_DIGITS) {
      number = number.stripTrailingZeros();
    }
    if (number.scale() != 0) {
      beginFraction(-number.scale(), out);
    }
    out.writeInteger(number.unscaledValue());
  }

  private static void beginFraction(int exponent, CborWriter out) {
    out.writeTag(DECIMAL_FRACTION).beginArray(2).writeInt(exponent);
  }
}
