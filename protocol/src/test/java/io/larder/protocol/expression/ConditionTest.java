package io.larder.protocol.expression;

import static io.larder.protocol.expression.Values.n;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.larder.protocol.expression.Condition.All;
import io.larder.protocol.expression.Condition.Any;
import io.larder.protocol.expression.legacy.LegacyCondition;
import io.larder.protocol.expression.legacy.LegacyConditions;
import io.larder.protocol.expression.text.ExpressionAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static Condition exists(String attribute) {
    return new Condition.AttributeExists(DocumentPath.ofAttribute(attribute));
  }

  @Test
  void whatOneOperatorJoinsIsOneListHoweverItIsGrouped() {
    Condition flat = new All(List.of(exists("a"), exists("b"), exists("c"), exists("d")));
    Condition pairs =
        new All(
            List.of(
                new All(List.of(exists("a"), exists("b"))),
                new All(List.of(exists("c"), exists("d")))));
    Condition chain =
        new All(
            List.of(
                new All(List.of(new All(List.of(exists("a"), exists("b"))), exists("c"))),
                exists("d")));

    assertThat(pairs).isEqualTo(flat).hasSameHashCodeAs(flat);
    assertThat(chain).isEqualTo(flat);
  }

  @Test
  void whatAnotherOperatorJoinsStaysApart() {
    Condition either = new Any(List.of(exists("a"), exists("b")));

    assertThat(new All(List.of(either, exists("c"))).conditions())
        .containsExactly(either, exists("c"));
    assertThat(new Any(List.of(either, exists("c"))).conditions())
        .containsExactly(exists("a"), exists("b"), exists("c"));
  }

  @Test
  void oneConditionAloneIsNotJoined() {
    assertThatIllegalArgumentException().isThrownBy(() -> new All(List.of(exists("a"))));
    assertThatIllegalArgumentException().isThrownBy(() -> new Any(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Condition.In(DocumentPath.ofAttribute("a"), List.of()));
  }

  @Test
  void aMapOfConditionsIsEqualToItsExpression() {
    // Given
    Map<String, LegacyCondition> conditions = new LinkedHashMap<>();
    conditions.put("a", new LegacyCondition("EQ", List.of(n("1.0")), null, null));
    conditions.put("b", new LegacyCondition("NOT_CONTAINS", List.of(n("2")), null, null));

    // When
    ConditionExpression legacy = LegacyConditions.filter(conditions, "AND");

    // Then
    assertThat(legacy)
        .isEqualTo(
            new ExpressionAttributes(Map.of("#b", "b"), Map.of(":one", n("1"), ":two", n("2e0")))
                .filter("a = :one AND (attribute_exists(#b) AND NOT contains(#b, :two))"));
  }
}
