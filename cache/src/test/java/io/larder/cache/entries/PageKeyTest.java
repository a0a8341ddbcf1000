package io.larder.cache.entries;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.operation.PageRequest;
import java.util.Collections;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PageKeyTest {
  private static PageKey.Shape shape(ConditionExpression filter) {
    return PageKey.Shape.of(new PageRequest(null, filter, null, null, null, null, false));
  }

  private static ConditionExpression filter(String text, Map<String, AttributeValue> values) {
    return new ExpressionAttributes(null, values).filter(text);
  }

  /** The candidates of IN in an order whose hash is the same to every odd base. */
  private static String candidates(int order) {
    return "a IN ("
        + String.join(
            ",",
            IntStream.range(0, 64)
                .mapToObj(i -> (Integer.bitCount(i) + order) % 2 == 0 ? ":v" : ":w")
                .toList())
        + ")";
  }

  @Test
  void filtersCannotBeChosenToShareAHash() {
    // Given
    Map<String, AttributeValue> values = Map.of(":v", new Str("v"), ":w", new Str("w"));

    // When
    long hashes =
        IntStream.range(0, 256)
            .map(
                number -> {
                  var text = new StringBuilder();
                  for (int i = 0; i < 8; i++) {
                    text.append(i == 0 ? "" : " OR ").append(candidates((number >> i) & 1));
                  }
                  return shape(filter(text.toString(), values)).hashCode();
                })
            .distinct()
            .count();

    // Then
    assertThat(hashes).isGreaterThan(248);
  }

  @Test
  void aFilterThatRepeatsALargeValueIsNoKey() {
    // Given: written out it would take 200 MB
    var large = new Str("a".repeat(1_000_000));

    // Then
    assertThat(
            shape(
                filter(
                    "a IN ("
                        + String.join(",", Collections.nCopies(100, ":v"))
                        + ")"
                        + " OR a IN ("
                        + String.join(",", Collections.nCopies(100, ":v"))
                        + ")",
                    Map.of(":v", large))))
        .isNull();
    assertThat(shape(filter("a = :v", Map.of(":v", large)))).isNull();
    assertThat(shape(filter("a = :v", Map.of(":v", new Str("a"))))).isNotNull();
  }
}
