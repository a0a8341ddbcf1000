package io.larder.protocol.dax.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.cbor.MalformedCbor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexicographicDecimalTest {
  private static byte[] written(String number) {
    byte[] text = new BigDecimal(number).toPlainString().getBytes(StandardCharsets.US_ASCII);
    var out = new CborWriter();
    LexicographicDecimal.write(text, 0, text.length, out);
    return out.toByteArray();
  }

  private static BigDecimal read(byte[] bytes) {
    return new BigDecimal(LexicographicDecimal.read(bytes, 0, bytes.length));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 80",
    "1, c11c0000",
    "2, c1350000",
    "5, c1800000",
    "10, c21c0010",
    "12, c2210010",
    "77, c2c38010",
    "99, c2fa8010",
    "100, c31c0020",
    "123, c321c020",
    "999, c3fcc020",
    "1000, c41c00c000",
    "1234, c421d9c000",
    "1000000, c71c00c03000",
    "10.1, c21c4020",
    "10.10, c21c40c000",
    "42.5, c26d4020",
    "1042.5, c41d106004",
    "3.14, c1518020",
    "3.141, c151870000",
    "12345.678, c521dd4c6001",
    "0.1, c01c0000",
    "0.12, c0210010",
    "0.001, be1c0000",
    "-1, 3ee3fff0",
    "-1.5, 3ed77fe0",
    "-3.14, 3eae7fd0",
    "-10, 3de3ffe0",
    "-123, 3cde3fd0",
    "-0.00001, 43e3fff0",
    "-999999999998, 330300c0300dff40",
    "1E61, fe8000003e1c0000",
    "1E62, fe8000003f1c0000",
    "1E-62, 831c0000",
    "1E-63, 821c0000",
    "1E-64, 817fffffc11c0000",
    "-1E61, 017fffffc1e3fff0",
    "-1E-62, 7ce3fff0",
    "-1E-63, 7de3fff0",
    "-1E-130, 7e80000080e3fff0",
    "1E-130, 817fffff7f1c0000",
    "-1E62, 017fffffc0e3fff0",
    "9.9999999999999999999999999999999999999E125, fe8000007efcff3fcff3fcff3fcff3fcff3fcff3fa8010",
    "-9.9999999999999999999999999999999999999E125,"
        + " 017fffff810300c0300c0300c0300c0300c0300c057fe0",
    "111122223333444445555.66667777, d51ec863ad59721c98dea6ac70e004",
  })
  void writesAndReadsWhatClientsWrite(String number, String hex) {
    assertThat(written(number)).isEqualTo(bytes(hex));
    assertThat(read(bytes(hex))).isEqualByComparingTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "7f, 0",
    "d51c0000, 1E20",
    "df1c0000, 1E30",
    "cc518020, 3.14E11",
    "c21c40c000, 10.1",
  })
  void readsOtherFormsOfTheSameNumber(String hex, String number) {
    assertThat(read(bytes(hex))).isEqualByComparingTo(number);
  }

  @Test
  void ordersBytesAsNumbers() {
    var random = new Random(12);
    List<BigDecimal> numbers = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      numbers.add(number(random));
    }
    numbers.sort(null);

    for (int i = 1; i < numbers.size(); i++) {
      byte[] less = written(numbers.get(i - 1).toPlainString());
      byte[] more = written(numbers.get(i).toPlainString());
      int order = numbers.get(i - 1).compareTo(numbers.get(i));
      assertThat(Integer.signum(Arrays.compareUnsigned(less, more)))
          .as("%s and %s", numbers.get(i - 1), numbers.get(i))
          .isEqualTo(order);
      assertThat(read(more)).isEqualByComparingTo(numbers.get(i));
    }
  }

  private static BigDecimal number(Random random) {
    var digits = new BigInteger(1 + random.nextInt(120), random);
    int exponent = random.nextBoolean() ? random.nextInt(250) - 125 : random.nextInt(8) - 4;
    var number = new BigDecimal(digits, digits.toString().length() - exponent);
    return (random.nextBoolean() ? number : number.negate()).stripTrailingZeros();
  }

  @ParameterizedTest
  @ValueSource(strings = {"c521dd4c6001", "fe8000003e1c0000", "3ed77fe0"})
  void refusesWhatIsCutOffOrLonger(String hex) {
    byte[] whole = bytes(hex);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedCbor.class);
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThatThrownBy(() -> read(longer)).isInstanceOf(MalformedCbor.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"00", "ff", "8000", "c1000000", "c100c000", "c1ffffff", "3effffff", "c102c000"})
  void refusesWhatIsNoNumber(String hex) {
    assertThatThrownBy(() -> read(bytes(hex))).isInstanceOf(MalformedCbor.class);
  }
}
