package io.larder.protocol.dax.value;

import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborType;
import io.larder.protocol.dax.cbor.MalformedCbor;
import java.math.BigInteger;

/**
 * Reads numbers in all of CBOR's forms as the texts that DynamoDB's own clients would send for
 * them, which the drafts judge as such.
 */
final class NumberDecoder {
  static final int POSITIVE_BIGNUM = 2;
  static final int NEGATIVE_BIGNUM = 3;
  static final int DECIMAL_FRACTION = 4;

  /** More bits than the largest number has, and all that is made into digits. */
  private static final int MAX_BITS = 2048;

  private static final double DIGITS_OF_BIT = Math.log10(2);

  /** One digit more than a number may have. */
  private static final String TOO_MANY_DIGITS = "1".repeat(39);

  private NumberDecoder() {}

  static String read(CborReader in) {
    return switch (in.peek()) {
      case INTEGER -> in.readInteger().toString();
      // The shortest digits that stand for this double and no other.
      case FLOAT -> Double.toString(in.readFloat());
      case TAG -> tagged(in.readTag(), in);
      default -> throw expectedNumber();
    };
  }

  /** The number whose tag has been read. */
  static String tagged(int tag, CborReader in) {
    return switch (tag) {
      case POSITIVE_BIGNUM, NEGATIVE_BIGNUM -> text(bignum(tag, in), 0);
      case DECIMAL_FRACTION -> fraction(in);
      default -> throw expectedNumber();
    };
  }

  private static BigInteger bignum(int tag, CborReader in) {
    CborReader content = in.readContent();
    int start = content.position();
    var magnitude = new BigInteger(1, content.array(), start, content.limit() - start);
    return tag == POSITIVE_BIGNUM ? magnitude : magnitude.not();
  }

  private static String fraction(CborReader in) {
    int left = in.beginArray();
    requireNext(in, left);
    long exponent = in.readLong();
    requireNext(in, left - 1);
    BigInteger mantissa = mantissa(in);
    if (in.hasNext(left - 2)) {
      throw expectedNumber();
    }
    return text(mantissa, exponent);
  }

  private static void requireNext(CborReader in, int left) {
    if (!in.hasNext(left)) {
      throw expectedNumber();
    }
  }

  private static BigInteger mantissa(CborReader in) {
    if (in.peek() == CborType.INTEGER) {
      return in.readInteger();
    }
    int tag = in.readTag();
    if (tag != POSITIVE_BIGNUM && tag != NEGATIVE_BIGNUM) {
      throw expectedNumber();
    }
    return bignum(tag, in);
  }

  private static String text(BigInteger mantissa, long exponent) {
    if (mantissa.bitLength() <= MAX_BITS) {
      return exponent == 0 ? mantissa.toString() : mantissa + "E" + exponent;
    }
    // Making its digits takes long. Another number of its size that has too many stands for it.
    long size = (long) (mantissa.bitLength() * DIGITS_OF_BIT) - TOO_MANY_DIGITS.length();
    String sign = mantissa.signum() < 0 ? "-" : "";
    long written = Math.clamp(exponent, Integer.MIN_VALUE, Integer.MAX_VALUE) + size;
    return sign + TOO_MANY_DIGITS + "E" + written;
  }

  private static MalformedCbor expectedNumber() {
    return new MalformedCbor("expected a number");
  }
}
