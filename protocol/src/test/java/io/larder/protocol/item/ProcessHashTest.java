package io.larder.protocol.item;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.AttributeValue.StrSet;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values whose hashes are all the same by the JDK's rules, which anybody can look up. */
final class ProcessHashTest {
  private static final int COUNT = 256;

  /** Strings of one {@link String#hashCode}. */
  private static String string(int number) {
    var text = new StringBuilder();
    for (int bit = 1; bit < COUNT; bit <<= 1) {
      text.append((number & bit) == 0 ? "Aa" : "BB");
    }
    return text.toString();
  }

  /** Lists of one hash to every odd base, whatever the hashes of their two elements are. */
  private static List<AttributeValue> sequence(int number) {
    var zero = new Str("0");
    var one = new Str("1");
    return IntStream.range(0, 8 * 128)
        .<AttributeValue>mapToObj(
            i -> ((number >> (i / 128)) + Integer.bitCount(i % 128)) % 2 == 0 ? zero : one)
        .toList();
  }

  static Stream<Function<Integer, AttributeValue>> values() {
    return Stream.of(
        i -> new Str(string(i)),
        i -> new Bin(Bytes.wrap(string(i).getBytes(StandardCharsets.US_ASCII))),
        // 31 times one word and another: what BigInteger makes of its words.
        i ->
            new Num(
                DynamoNumber.parse(
                    BigInteger.valueOf(1_000_000 + i)
                        .shiftLeft(32)
                        .subtract(BigInteger.valueOf(31L * i))
                        .shiftLeft(32)
                        .add(BigInteger.ONE)
                        .toString())),
        i -> new ListOf(sequence(i)),
        i -> new MapOf(Map.of(string(i), new Str(""))),
        i -> new StrSet(List.of(string(i))));
  }

  @ParameterizedTest
  @MethodSource("values")
  void valuesCannotBeChosenToShareAHash(Function<Integer, AttributeValue> value) {
    assertThat(IntStream.range(0, COUNT).map(i -> value.apply(i).hashCode()).distinct().count())
        .isGreaterThan(COUNT - 8);
    assertThat(value.apply(7).hashCode()).isEqualTo(value.apply(7).hashCode());
  }
}
