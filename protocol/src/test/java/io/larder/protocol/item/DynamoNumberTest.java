package io.larder.protocol.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.error.ServiceException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DynamoNumberTest {
  private static final String OVERFLOW =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  private static final String UNDERFLOW =
      "Number underflow. Attempting to store a number with magnitude smaller than supported range";
  private static final String TOO_PRECISE =
      "Attempting to store more than 38 significant digits in a Number";

  private static String errorOf(String text) {
    return catchThrowableOfType(ServiceException.class, () -> DynamoNumber.parse(text))
        .error()
        .message();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "+0.00, 0",
    "0e125, 0",
    "0.0e-129, 0",
    "5, 5",
    "+5, 5",
    "-7, -7",
    "00042, 42",
    "1.0, 1",
    "1.50, 1.5",
    ".5, 0.5",
    "5., 5",
    "-.25, -0.25",
    "1E3, 1000",
    "1e+2, 100",
    "12.5e1, 125",
    "1.5E-3, 0.0015",
    "123456789012345678, 123456789012345678",
    "1234567890123456789, 1234567890123456789",
    "-999999999999999999, -999999999999999999",
    "12345678901234567890123456789012345678, 12345678901234567890123456789012345678",
    "0.12345678901234567890123456789012345678, 0.12345678901234567890123456789012345678",
    "100000000000000000000000000000000000000000, 100000000000000000000000000000000000000000",
  })
  void textIsNormalised(String text, String normalised) {
    assertThat(DynamoNumber.parse(text)).hasToString(normalised);
    assertThat(DynamoNumber.ofCanonical(normalised)).isEqualTo(DynamoNumber.parse(text));
  }

  @Test
  void theRangeReachesToItsEnds() {
    assertThat(DynamoNumber.parse("9.9999999999999999999999999999999999999E+125"))
        .hasToString("9".repeat(38) + "0".repeat(88));
    assertThat(DynamoNumber.parse("-1E-130")).hasToString("-0." + "0".repeat(129) + "1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1e2147483646 | Number underflow. Attempting to store a number with magnitude smaller than"
            + " supported range",
        "1e2147483645 | Number overflow. Attempting to store a number with magnitude larger than"
            + " supported range",
        "-1e-2147483647 | Number underflow. Attempting to store a number with magnitude smaller"
            + " than supported range",
        "1e2147483648 | The parameter cannot be converted to a numeric value: 1e2147483648",
        "1.5E-2147483648 | The parameter cannot be converted to a numeric value: 1.5E-2147483648",
        "1e-99999999999 | The parameter cannot be converted to a numeric value: 1e-99999999999",
        "1e126 | Number overflow. Attempting to store a number with magnitude larger than supported"
            + " range",
        "1e | The parameter cannot be converted to a numeric value: 1e",
      })
  void aDecimalHasAnExponentAndAScaleThatAreInts(String text, String message) {
    assertThat(
            catchThrowableOfType(ServiceException.class, () -> DynamoNumber.parseAsDecimal(text))
                .error()
                .message())
        .isEqualTo(message);
    assertThat(DynamoNumber.parseAsDecimal("1.5E3")).isEqualTo(DynamoNumber.parse("1500"));
  }

  @ParameterizedTest
  @CsvSource({
    "5,5",
    "-5,-5",
    "1.9,1",
    "-1.1,-2",
    "1E-130,0",
    "9223372036854775807,9223372036854775807",
    "9223372036854775808,9223372036854775807",
    "-9223372036854775809,-9223372036854775808",
    "9E125,9223372036854775807"
  })
  void wholeNumbersAreRoundedDownAndHeldToTheRangeOfALong(String number, long floor) {
    assertThat(DynamoNumber.parse(number).floor()).isEqualTo(floor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E126", "-1e126", "10e125", "0e126", "1e9223372036854775807", "00e126"})
  void greaterMagnitudesOverflow(String text) {
    assertThat(errorOf(text)).isEqualTo(OVERFLOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E-131", "-0.1e-130", "0e-131", "0.0e-130", "1e-9223372036854775808"})
  void smallerMagnitudesUnderflow(String text) {
    assertThat(errorOf(text)).isEqualTo(UNDERFLOW);
  }

  @Test
  void moreThan38DigitsAreRefused() {
    assertThat(errorOf("1" + "0".repeat(37) + "1")).isEqualTo(TOO_PRECISE);
    assertThat(errorOf("0.00" + "1".repeat(39))).isEqualTo(TOO_PRECISE);
    assertThat(DynamoNumber.parse("1".repeat(38) + "000.000")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "-",
        "+",
        ".",
        "1e",
        "1e+",
        "e5",
        "1.2.3",
        "++5",
        "1_000",
        " 5",
        "5 ",
        "0x1F",
        "NaN",
        "1+2",
        "1e9223372036854775808",
        "0e-9223372036854775809",
        "٣",
        "1e5.0"
      })
  void otherTextIsNoNumber(String text) {
    assertThat(errorOf(text))
        .isEqualTo("The parameter cannot be converted to a numeric value: " + text);
  }

  @Test
  void emptyTextIsNoNumber() {
    assertThat(errorOf("")).isEqualTo("The parameter cannot be converted to a numeric value");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "5, 2",
    "-5, 3",
    "10, 2",
    "100, 2",
    "12, 2",
    "123, 3",
    "123456, 4",
    "-123456, 5",
    "3.14159, 5",
    "0.5, 2",
    "0.0005, 2",
    "1E125, 2",
    "1E-130, 2",
    "100.001, 5",
    "12345678901234567890123456789012345678, 20",
  })
  void theSizeCountsPairsOfDigits(String text, int size) {
    assertThat(DynamoNumber.parse(text).size()).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 80",
    "1, c102",
    "5, c106",
    "10, c10b",
    "99, c164",
    "100, c202",
    "101, c20202",
    "123, c20218",
    "1.5, c10233",
    "0.5, c033",
    "0.05, c006",
    "0.005, bf33",
    "-1, 3e6466",
    "-5, 3e6066",
    "-100, 3d6466",
    "-123, 3d644e66",
    "1E125, ff0b",
    "1E-130, 8002",
  })
  void theOrderedFormIsTheOneOfOracle(String text, String hex) {
    assertThat(HexFormat.of().formatHex(DynamoNumber.parse(text).toOrderedBytes())).isEqualTo(hex);
  }

  @Test
  void longNegativeNumbersHaveNoClosingByte() {
    byte[] full = DynamoNumber.parse("-" + "12".repeat(19)).toOrderedBytes();
    byte[] odd = DynamoNumber.parse("-1.2" + "12".repeat(18)).toOrderedBytes();

    assertThat(full).hasSize(1 + 19 + 1).endsWith(102);
    assertThat(odd).hasSize(1 + 20);
  }

  @Test
  void orderEqualityAndArithmeticAreThoseOfTheValues() {
    // Given
    long seed = 20_261_120L;
    var random = new Random(seed);
    List<BigDecimal> decimals =
        IntStream.range(0, 600).mapToObj(_ -> randomDecimal(random)).toList();
    List<DynamoNumber> numbers =
        decimals.stream().map(decimal -> DynamoNumber.parse(decimal.toString())).toList();

    for (int i = 0; i < decimals.size(); i++) {
      for (int j = 0; j < 40; j++) {
        int k = random.nextInt(decimals.size());
        BigDecimal left = decimals.get(i);
        BigDecimal right = decimals.get(k);

        // When
        int order = Integer.signum(left.compareTo(right));
        int byBytes =
            Arrays.compareUnsigned(
                numbers.get(i).toOrderedBytes(), numbers.get(k).toOrderedBytes());

        // Then
        assertThat(Integer.signum(numbers.get(i).compareTo(numbers.get(k))))
            .as("seed %d: %s and %s", seed, left, right)
            .isEqualTo(order);
        assertThat(Integer.signum(byBytes))
            .as("seed %d: bytes of %s and %s", seed, left, right)
            .isEqualTo(order);
        assertThat(numbers.get(i).equals(numbers.get(k))).isEqualTo(order == 0);
      }
      assertThat(new BigDecimal(numbers.get(i).toString())).isEqualByComparingTo(decimals.get(i));
      assertThat(DynamoNumber.ofCanonical(numbers.get(i).toString()))
          .isEqualTo(numbers.get(i))
          .hasSameHashCodeAs(numbers.get(i));
    }
  }

  private static BigDecimal randomDecimal(Random random) {
    if (random.nextInt(4) == 0) {
      return BigDecimal.valueOf(random.nextInt(-200, 201));
    }
    int digits = random.nextInt(1, 39);
    var unscaled = new BigInteger(1 + random.nextInt(126), random).mod(BigInteger.TEN.pow(digits));
    var value = new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate());
    int shift = random.nextInt(-129, 126 - digits);
    return value.scaleByPowerOfTen(random.nextBoolean() ? shift : random.nextInt(-5, 6));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, 3, -1",
    "999999999999999999, 1, 1000000000000000000, 999999999999999998",
    "-999999999999999999, -999999999999999999, -1999999999999999998, 0",
    "1000000000000000000, -1, 999999999999999999, 1000000000000000001",
    "0.1, 0.2, 0.3, -0.1",
    "0.5, 0.5, 1, 0",
    "1E20, 1E-17, 100000000000000000000.00000000000000001,"
        + " 99999999999999999999.99999999999999999",
  })
  void addsAndSubtractsExactly(String left, String right, String sum, String difference) {
    // Given
    DynamoNumber one = DynamoNumber.parse(left);
    DynamoNumber other = DynamoNumber.parse(right);

    // When / Then
    assertThat(one.add(other)).hasToString(sum).isEqualTo(DynamoNumber.parse(sum));
    assertThat(one.subtract(other))
        .hasToString(difference)
        .isEqualTo(DynamoNumber.parse(difference));
  }

  @ParameterizedTest
  @CsvSource({
    "9.9999999999999999999999999999999999999E125, 9.9999999999999999999999999999999999999E125",
    "9.9999999999999999999999999999999999999E125, 1E125",
    "-9.9999999999999999999999999999999999999E125, -1E125",
    "1, 1E-38",
    "3E60, 0.5",
    "-3E60, -0.5",
    "3E60, -0.5",
    "1E125, 1E-130",
    "12345678901234567890123456789012345678, 0.1",
  })
  void aResultOfTooManyDigitsOverflowsLikeOneTooLarge(String left, String right) {
    // Given
    DynamoNumber one = DynamoNumber.parse(left);
    DynamoNumber other = DynamoNumber.parse(right);
    DynamoNumber opposite = DynamoNumber.of(0).subtract(other);

    // When / Then
    assertThat(catchThrowableOfType(ServiceException.class, () -> one.add(other)))
        .hasMessage(OVERFLOW);
    assertThat(catchThrowableOfType(ServiceException.class, () -> one.subtract(opposite)))
        .hasMessage(OVERFLOW);
  }

  @ParameterizedTest
  @CsvSource({"1.5E-130, 1E-130", "-1.5E-130, -1E-130", "1E-130, 1.00000001E-130"})
  void aResultTooSmallUnderflows(String left, String right) {
    // Given
    DynamoNumber one = DynamoNumber.parse(left);
    DynamoNumber other = DynamoNumber.parse(right);

    // When / Then
    assertThat(catchThrowableOfType(ServiceException.class, () -> one.subtract(other)))
        .hasMessage(UNDERFLOW);
  }

  @Test
  void resultsMayHaveWhatInputMayHave() {
    assertThat(DynamoNumber.parse("1.1E-129").subtract(DynamoNumber.parse("1E-129")))
        .isEqualTo(DynamoNumber.parse("1E-130"));
    assertThat(DynamoNumber.parse("1").add(DynamoNumber.parse("1E-37")))
        .isEqualTo(DynamoNumber.parse("1.0000000000000000000000000000000000001"));
    assertThat(DynamoNumber.parse("3E60").subtract(DynamoNumber.parse("3E60")))
        .isEqualTo(DynamoNumber.of(0));
  }
}
