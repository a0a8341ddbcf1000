package io.larder.protocol.expression.text;

import static io.larder.protocol.expression.Values.attributes;
import static io.larder.protocol.expression.Values.m;
import static io.larder.protocol.expression.Values.n;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpressionAttributesTest {
  @Test
  void placeholdersMayBeUsedByAnyOfTheExpressions() {
    // Given
    var attributes =
        new ExpressionAttributes(Map.of("#a", "a", "#b", "b"), Map.of(":x", n("1"), ":y", n("2")));

    // When
    attributes.update("SET #a = :x");
    attributes.condition("#b = :y AND #a = :x");

    // Then
    assertThatCode(attributes::verifyAllUsed).doesNotThrowAnyException();
  }

  @Test
  void unusedNamesAreReportedBeforeUnusedValues() {
    // Given
    var attributes =
        new ExpressionAttributes(
            Map.of("#a", "a", "#c", "c", "#b", "b"), Map.of(":x", n("1"), ":y", n("2")));

    // When
    attributes.projection("#a");

    // Then
    assertThatThrownBy(attributes::verifyAllUsed)
        .hasMessage(
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b, #c}");
  }

  @Test
  void unusedValuesAreReported() {
    // Given
    var attributes =
        new ExpressionAttributes(Map.of("#a", "a"), Map.of(":x", n("1"), ":y", n("2")));

    // When
    attributes.filter("#a = :y");

    // Then
    assertThatThrownBy(attributes::verifyAllUsed)
        .hasMessage(
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}");
  }

  /** Its tokens are kept for the next request. */
  @Test
  void aTextMeansInEachRequestAndParameterWhatItMeansThere() {
    // Given
    String text = "#a = :x";
    String word = "or";
    var one = new ExpressionAttributes(Map.of("#a", "a"), Map.of(":x", n("1")));
    var other = new ExpressionAttributes(Map.of("#a", "b"), Map.of(":x", n("2")));
    var none = new ExpressionAttributes(null, null);

    // When / Then
    assertThat(one.condition(text).matches(attributes("a", n("1")))).isTrue();
    assertThat(other.condition(text).matches(attributes("a", n("1")))).isFalse();
    assertThat(other.filter(text).matches(attributes("b", n("2")))).isTrue();
    assertThatThrownBy(() -> none.condition(text))
        .hasMessageStartingWith("Invalid ConditionExpression: An expression attribute name");
    assertThatThrownBy(() -> none.projection(word))
        .hasMessageContaining("Attribute name is a reserved keyword; reserved keyword: or");
    assertThatThrownBy(() -> none.condition(word)).hasMessageContaining("Syntax error");
    assertThatThrownBy(() -> none.projection(word))
        .hasMessageContaining("Attribute name is a reserved keyword; reserved keyword: or");
  }

  @Test
  void aDocumentPathHasAtMostThirtyTwoElements() {
    // Given
    var attributes = new ExpressionAttributes(null, null);
    String path = "a.b" + "[0]".repeat(30);
    String message = "The document path has too many nesting elements; nesting levels: 33";

    // When / Then
    assertThatCode(() -> attributes.projection(path)).doesNotThrowAnyException();
    assertThatThrownBy(() -> attributes.projection(path + ".c"))
        .hasMessage("Invalid ProjectionExpression: " + message);
    assertThatThrownBy(() -> attributes.condition("attribute_exists(" + path + ".c)"))
        .hasMessage("Invalid ConditionExpression: " + message);
    assertThatThrownBy(() -> attributes.update("REMOVE " + path + ".c"))
        .hasMessage("Invalid UpdateExpression: " + message);
  }

  @Test
  void underscoresMayStandInWordsAndBeginPlaceholders() {
    // Given
    var attributes = new ExpressionAttributes(Map.of("#_a", "_a"), Map.of(":_v", n("1")));

    // When / Then
    assertThat(
            attributes
                .condition("#_a = :_v AND a_b_ = :_v AND attribute_exists(m.c_)")
                .matches(attributes("_a", n("1"), "a_b_", n("1"), "m", m("c_", n("1")))))
        .isTrue();
  }

  @Test
  void everyReservedWordNeedsAPlaceholder() {
    assertThat(ReservedWords.contains("abort")).isTrue();
    assertThat(ReservedWords.contains("LOCALTIMESTAMP")).isTrue();
    assertThat(ReservedWords.contains("Zone")).isTrue();
    assertThat(ReservedWords.contains("pk")).isFalse();
    assertThat(ReservedWords.contains("LOCALTIMESTAMPS")).isFalse();
  }
}
