package io.larder.protocol.item;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.wire.JsonWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A number of DynamoDB: exact, up to 38 significant digits, magnitude 1E-130 to 9.99…E+125, or
 * zero. Equality and order are by value: {@code 1.0} equals {@code 1}.
 */
public final class DynamoNumber implements Comparable<DynamoNumber> {
  private static final int MAX_DIGITS = 38;
  private static final int MAX_EXPONENT = 125;
  private static final int MIN_EXPONENT = -130;

  /** Integers below this are kept in a long; two of them can be added without overflow. */
  private static final long SMALL_LIMIT = 1_000_000_000_000_000_000L;

  private static final int MAX_SMALL_DIGITS = 18;
  private static final int MAX_NEGATIVE_MANTISSA = 20;

  /** The value if it is a small integer; most numbers are. */
  private final long small;

  /** The value otherwise, without trailing zeros, so that equal values are equal objects. */
  private final @Nullable BigDecimal large;

  private DynamoNumber(long small) {
    this.small = small;
    this.large = null;
  }

  private DynamoNumber(BigDecimal large) {
    this.small = 0;
    this.large = large;
  }

  /** A number that fits a long, such as a size. */
  public static DynamoNumber of(long value) {
    return value > -SMALL_LIMIT && value < SMALL_LIMIT
        ? new DynamoNumber(value)
        : of(BigDecimal.valueOf(value));
  }

  /**
   * The number that a client wrote.
   *
   * @throws io.larder.protocol.error.ServiceException Validation, if it is none or out of range
   */
  public static DynamoNumber parse(String text) {
    int length = text.length();
    boolean isNegative = length > 0 && text.charAt(0) == '-';
    int start = isNegative ? 1 : 0;
    if (length == start || length - start > MAX_SMALL_DIGITS) {
      return parseAny(text);
    }
    long digits = 0;
    for (int i = start; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return parseAny(text);
      }
      digits = digits * 10 + digit;
    }
    return new DynamoNumber(isNegative ? -digits : digits);
  }

  /**
   * The number that a client wrote, as the service's older layer reads it: by Java's BigDecimal,
   * whose exponents and scales are ints.
   *
   * @throws io.larder.protocol.error.ServiceException Validation, if it is none or out of range
   */
  public static DynamoNumber parseAsDecimal(String text) {
    int mark = Math.max(text.indexOf('e'), text.indexOf('E'));
    NumberText number = mark < 0 ? null : NumberText.parse(text);
    if (number != null) {
      long exponent = Long.parseLong(text.substring(mark + 1));
      int point = text.indexOf('.');
      int fraction = point < 0 ? 0 : mark - point - 1;
      if (exponent != (int) exponent || fraction - exponent != (int) (fraction - exponent)) {
        throw notNumeric(text);
      }
      if (number.exponent() + 1 >= Integer.MAX_VALUE) {
        throw underflow();
      }
    }
    return parse(text);
  }

  private static DynamoNumber parseAny(String text) {
    if (text.isEmpty()) {
      throw validation("The parameter cannot be converted to a numeric value");
    }
    NumberText number = NumberText.parse(text);
    if (number == null) {
      throw notNumeric(text);
    }
    checkMagnitude(number.exponent());
    String digits = number.digits();
    checkDigits(digits.length());
    if (digits.isEmpty()) {
      return new DynamoNumber(0);
    }
    BigInteger unscaled = new BigInteger(digits);
    // In range by the check above, hence an int.
    int scale = digits.length() - 1 - (int) number.exponent();
    return of(new BigDecimal(number.isNegative() ? unscaled.negate() : unscaled, scale));
  }

  private static void checkMagnitude(long exponent) {
    if (exponent > MAX_EXPONENT) {
      throw overflow();
    }
    if (exponent < MIN_EXPONENT) {
      throw underflow();
    }
  }

  private static ServiceException overflow() {
    return validation(
        "Number overflow. Attempting to store a number with magnitude larger than supported range");
  }

  private static ServiceException underflow() {
    return validation(
        "Number underflow. Attempting to store a number with magnitude smaller than supported"
            + " range");
  }

  private static ServiceException notNumeric(String text) {
    return validation("The parameter cannot be converted to a numeric value: " + text);
  }

  private static void checkDigits(int digits) {
    if (digits > MAX_DIGITS) {
      throw validation("Attempting to store more than 38 significant digits in a Number");
    }
  }

  private static DynamoNumber of(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= MAX_SMALL_DIGITS
        ? new DynamoNumber(stripped.longValueExact())
        : new DynamoNumber(stripped);
  }

  /** A number from a text that {@link #toString} made. */
  static DynamoNumber ofCanonical(String text) {
    return text.length() <= MAX_SMALL_DIGITS && text.indexOf('.') < 0
        ? new DynamoNumber(Long.parseLong(text))
        : of(new BigDecimal(text));
  }

  private BigDecimal decimal() {
    return large == null ? BigDecimal.valueOf(small) : large;
  }

  private int signum() {
    return large == null ? Long.signum(small) : large.signum();
  }

  /**
   * @throws io.larder.protocol.error.ServiceException Validation, if the sum is out of range
   */
  public DynamoNumber add(DynamoNumber other) {
    return large == null && other.large == null
        ? of(small + other.small)
        : inRange(decimal().add(other.decimal()));
  }

  /**
   * @throws io.larder.protocol.error.ServiceException Validation, if the difference is out of range
   */
  public DynamoNumber subtract(DynamoNumber other) {
    return large == null && other.large == null
        ? of(small - other.small)
        : inRange(decimal().subtract(other.decimal()));
  }

  private static DynamoNumber inRange(BigDecimal value) {
    DynamoNumber result = of(value);
    if (result.large != null) {
      checkMagnitude(result.large.precision() - result.large.scale() - 1);
      // Of a result the service does not say that it has too many digits, as it does of what it is
      // given.
      if (result.large.precision() > MAX_DIGITS) {
        throw overflow();
      }
    }
    return result;
  }

  /** The significant digits, none for zero. */
  private String digits() {
    if (large != null) {
      return large.unscaledValue().abs().toString();
    }
    String text = Long.toString(Math.abs(small));
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end);
  }

  /** How many digits stand before the point; negative for zeros that follow it. */
  private int integerDigits() {
    return large == null
        ? Long.toString(Math.abs(small)).length()
        : large.precision() - large.scale();
  }

  /**
   * Its part of an item's size in bytes: one, and one for every two significant digits before and
   * after the point, each side rounded up, and one if negative.
   */
  public int size() {
    String digits = digits();
    if (digits.isEmpty()) {
      return 1;
    }
    int point = integerDigits();
    int before = Math.clamp(point, 0, digits.length());
    int after = digits.length() - before;
    return 1 + (before + 1) / 2 + (after + 1) / 2 + (signum() < 0 ? 1 : 0);
  }

  /** The same of a number in ASCII, if the text is what {@link #toString} makes, else -1. */
  static int canonicalSize(byte[] text, int start, int end) {
    boolean isNegative = start < end && text[start] == '-';
    int first = isNegative ? start + 1 : start;
    int point = digitsEnd(text, first, end);
    int whole = point - first;
    boolean isFraction = point < end && text[point] == '.';
    int after = isFraction ? digitsEnd(text, point + 1, end) - point - 1 : 0;
    boolean startsInZero = whole > 0 && text[first] == '0';
    if (whole == 0
        || (startsInZero && whole > 1)
        || whole + after > MAX_DIGITS
        || point + (isFraction ? 1 + after : 0) != end
        || (isFraction && (after == 0 || text[end - 1] == '0'))
        || (isNegative && startsInZero && !isFraction)) {
      return -1;
    }
    int before = startsInZero ? 0 : whole;
    if (isFraction) {
      for (int i = point + 1; before == 0 && text[i] == '0'; i++) {
        after--;
      }
    } else {
      while (before > 0 && text[first + before - 1] == '0') {
        before--;
      }
    }
    return 1 + (before + 1) / 2 + (after + 1) / 2 + (isNegative ? 1 : 0);
  }

  private static int digitsEnd(byte[] text, int start, int end) {
    int at = start;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at;
  }

  /**
   * A variable-length form whose unsigned order is the order of the numbers: zero is 80; otherwise
   * an exponent byte in base 100, then one byte for every two digits of the mantissa; for negative
   * numbers complemented, with a closing byte 102 if there are fewer than 20 mantissa bytes. (The
   * form known from Oracle's NUMBER, which the service hashes too.)
   */
  public byte[] toOrderedBytes() {
    int sign = signum();
    if (sign == 0) {
      return new byte[] {(byte) 0x80};
    }
    String digits = digits();
    int point = integerDigits();
    // Pairs are aligned to the point: an odd number of digits leaves the first pair one digit.
    int lead = Math.floorMod(point, 2);
    int pairs = (lead + digits.length() + 1) / 2;
    int exponent = (point + lead) / 2;
    byte[] bytes = new byte[pairs + 2];
    bytes[0] = (byte) (sign > 0 ? 0xC0 + exponent : 0x3F - exponent);
    for (int i = 0; i < pairs; i++) {
      int pair = digit(digits, 2 * i - lead) * 10 + digit(digits, 2 * i + 1 - lead);
      bytes[i + 1] = (byte) (sign > 0 ? pair + 1 : 101 - pair);
    }
    if (sign > 0 || pairs >= MAX_NEGATIVE_MANTISSA) {
      return Arrays.copyOf(bytes, pairs + 1);
    }
    bytes[pairs + 1] = 102;
    return bytes;
  }

  private static int digit(String digits, int index) {
    return index < 0 || index >= digits.length() ? 0 : digits.charAt(index) - '0';
  }

  /** Writes the number as the wire has it, a string of {@link #toString}. */
  void writeTo(JsonWriter out) {
    if (large == null) {
      out.quotedValue(small);
    } else {
      out.value(large.toPlainString());
    }
  }

  /** The greatest whole number that is not above this one, or the nearest long if it is none. */
  public long floor() {
    if (large == null) {
      return small;
    }
    BigInteger whole = large.setScale(0, RoundingMode.FLOOR).toBigInteger();
    return whole.bitLength() < Long.SIZE
        ? whole.longValue()
        : whole.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  @Override
  public int compareTo(DynamoNumber other) {
    return large == null && other.large == null
        ? Long.compare(small, other.small)
        : decimal().compareTo(other.decimal());
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof DynamoNumber that)) {
      return false;
    }
    return large == null ? that.large == null && small == that.small : large.equals(that.large);
  }

  @Override
  public int hashCode() {
    return large == null ? ProcessHash.of(small) : ProcessHash.of(large.toPlainString());
  }

  /** The text on the wire: no exponent, no needless zeros. */
  @Override
  public String toString() {
    return large == null ? Long.toString(small) : large.toPlainString();
  }
}
