package io.larder.protocol.expression;

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
  void everyReservedWordNeedsAPlaceholder() {
    assertThat(ReservedWords.contains("abort")).isTrue();
    assertThat(ReservedWords.contains("LOCALTIMESTAMP")).isTrue();
    assertThat(ReservedWords.contains("Zone")).isTrue();
    assertThat(ReservedWords.contains("pk")).isFalse();
    assertThat(ReservedWords.contains("LOCALTIMESTAMPS")).isFalse();
  }
}
