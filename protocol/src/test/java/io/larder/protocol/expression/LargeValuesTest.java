package io.larder.protocol.expression;

import static io.larder.protocol.expression.Values.attributes;
import static io.larder.protocol.expression.Values.l;
import static io.larder.protocol.expression.Values.m;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.ListOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LargeValuesTest {
  private static final int ELEMENTS = 1_000;

  private static AttributeValue list(String last) {
    List<AttributeValue> elements = new ArrayList<>(Collections.nCopies(ELEMENTS - 1, s("")));
    elements.add(n(last));
    return new ListOf(elements);
  }

  @Test
  void goesOverValuesThatLieInEachOtherOnce() {
    // Given
    var values = new LargeValues();
    AttributeValue outermost = list("1");
    List<AttributeValue> all = new ArrayList<>(List.of(outermost));
    for (int level = 0; level < 30; level++) {
      outermost = level % 2 == 0 ? l(outermost) : m("a", outermost);
      all.add(outermost);
    }
    AttributeValue other = list("2");

    // When
    for (AttributeValue value : all.reversed()) {
      values.areEqual(value, other);
    }

    // Then
    assertThat(values.hashed()).isLessThan(2 * ELEMENTS + 3 * all.size());
  }

  @Test
  void goesOverTheElementsOfAListOnce() {
    // Given
    var values = new LargeValues();
    var list = new ListOf(Collections.nCopies(ELEMENTS, s("")));

    // When
    for (int i = 0; i < 100; i++) {
      values.elementHashes(list, list.values());
    }

    // Then
    assertThat(values.hashed()).isEqualTo(ELEMENTS);
  }

  @Test
  void equalValuesNeedNotBeTheSameObject() {
    // Given
    var values = new LargeValues();

    // Then
    assertThat(values.areEqual(list("1"), list("1.0"))).isTrue();
    assertThat(values.areEqual(list("1"), list("2"))).isFalse();
    assertThat(values.areEqual(m("a", n("1"), "b", s("x")), m("b", s("x"), "a", n("1")))).isTrue();
  }

  @Test
  void manyOperatorsAnswerAsOneDoes() {
    // Given
    String item = "a=:v";
    var placeholders =
        new ExpressionAttributes(null, attributes(":v", list("1"), ":w", list("2"), ":p", n("1")));
    var one = new ExpressionAttributes(null, attributes(":v", list("1")));

    // When
    ConditionExpression many =
        placeholders.condition(
            "NOT (a<>:v OR a=:w OR a IN (:w,:w,:w,:w,:w) OR a<>:v OR a=:w OR NOT a IN (:w,:v))"
                + " AND contains(a,:p) AND contains(a,:p) AND NOT contains(a,:w)"
                + " AND contains(b,:v) AND NOT contains(b,:w)");

    // Then
    assertThat(one.condition(item).matches(attributes("a", list("1")))).isTrue();
    assertThat(many.matches(attributes("a", list("1"), "b", l(list("3"), list("1"))))).isTrue();
  }
}
