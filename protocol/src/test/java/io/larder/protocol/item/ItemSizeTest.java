package io.larder.protocol.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemSizeTest {
  private static final AttributeValue ONE = new AttributeValue.Num(DynamoNumber.of(1));
  private static final AttributeValue TEXT = new AttributeValue.Str("é€");

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(new AttributeValue.Str(""), 0),
        Arguments.of(new AttributeValue.Str("abc"), 3),
        Arguments.of(TEXT, 5),
        Arguments.of(ONE, 2),
        Arguments.of(new AttributeValue.Bin(Bytes.wrap(new byte[7])), 7),
        Arguments.of(new AttributeValue.Bool(false), 1),
        Arguments.of(new AttributeValue.Null(), 1),
        Arguments.of(new AttributeValue.ListOf(List.of()), 3),
        Arguments.of(new AttributeValue.ListOf(List.of(ONE, TEXT)), 3 + 1 + 2 + 1 + 5),
        Arguments.of(new AttributeValue.MapOf(Map.of()), 3),
        Arguments.of(new AttributeValue.MapOf(Map.of("name", TEXT)), 3 + 1 + 4 + 5),
        Arguments.of(new AttributeValue.StrSet(List.of("ab", "é")), 4),
        Arguments.of(
            new AttributeValue.NumSet(List.of(DynamoNumber.of(1), DynamoNumber.of(123))), 5),
        Arguments.of(
            new AttributeValue.BinSet(List.of(Bytes.wrap(new byte[3]), Bytes.wrap(new byte[0]))),
            3));
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyTypeHasItsRule(AttributeValue value, int size) {
    assertThat(ItemSize.of(value)).isEqualTo(size);
    assertThat(ItemSize.of(Map.of("näme", value))).isEqualTo(5 + size);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "é",
        "\u07FF",
        "\u0800",
        "\uFFFF",
        "😀",
        "a😀b",
        "\uD83D",
        "\uDE00x",
        "\uD83Dx\uDE00"
      })
  void stringsCountTheirUtf8Bytes(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;

    assertThat(ItemSize.utf8(text)).isEqualTo(bytes);
    assertThat(ItemSize.utf8(text.repeat(70))).isEqualTo(70 * bytes);
  }
}
