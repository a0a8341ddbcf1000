package io.larder.protocol.expression;

import static io.larder.protocol.expression.Values.attributes;
import static io.larder.protocol.expression.Values.l;
import static io.larder.protocol.expression.Values.m;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProjectionExpressionTest {
  private static final Map<String, AttributeValue> ITEM =
      attributes(
          "a", s("x"),
          "b", n("1"),
          "doc", m("p", s("P"), "q", m("r", s("R"), "t", s("T"))),
          "lst", l(n("0"), m("x", s("X"), "y", s("Y")), l(n("20"), n("21")), n("3")));

  private static ProjectionExpression projection(String text) {
    return new ExpressionAttributes(Map.of("#d", "doc", "#dot", "p.q"), null).projection(text);
  }

  static List<Arguments> projections() {
    return List.of(
        Arguments.of("a", attributes("a", s("x"))),
        Arguments.of("b,a", attributes("a", s("x"), "b", n("1"))),
        Arguments.of("gone", attributes()),
        Arguments.of("#dot", attributes()),
        Arguments.of("a, gone", attributes("a", s("x"))),
        Arguments.of("#d.p", attributes("doc", m("p", s("P")))),
        Arguments.of("doc.q.t, doc.p", attributes("doc", m("q", m("t", s("T")), "p", s("P")))),
        Arguments.of("doc.gone", attributes()),
        Arguments.of("doc.q.gone, doc.p", attributes("doc", m("p", s("P")))),
        Arguments.of("doc[0]", attributes()),
        Arguments.of("lst.x", attributes()),
        Arguments.of("a.b, a2[0]", attributes()),
        Arguments.of("lst[0]", attributes("lst", l(n("0")))),
        Arguments.of("lst[3], lst[0]", attributes("lst", l(n("0"), n("3")))),
        Arguments.of("lst[9], lst[3]", attributes("lst", l(n("3")))),
        Arguments.of("lst[4294967294], lst[3]", attributes("lst", l(n("3")))),
        Arguments.of("lst[4294967294]", attributes()),
        Arguments.of(
            "lst[1].y, lst[2][1], lst[1].x",
            attributes("lst", l(m("x", s("X"), "y", s("Y")), l(n("21"))))));
  }

  @ParameterizedTest
  @MethodSource("projections")
  void keepsOnlyWhatItNames(String text, Map<String, AttributeValue> expected) {
    assertThat(projection(text).project(ITEM)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "a, | Syntax error; token: \"<EOF>\", near: \",\"",
        "a b | Syntax error; token: \"b\", near: \"a b\"",
        "a,,b | Syntax error; token: \",\", near: \",,b\"",
        "a.! | Syntax error; token: \"!\", near: \".!\"",
        "_a | Syntax error; token: \"_\", near: \"_a\"",
        "a, b._c | Syntax error; token: \"_\", near: \"._c\"",
        "a[4294967295] | List index is not within the allowable range; index: [4294967295]",
        ":v | Syntax error; token: \":v\", near: \":v\"",
        "size(a) | Syntax error; token: \"(\", near: \"size(a\"",
        "a, and | Attribute name is a reserved keyword; reserved keyword: and",
        "hash | Attribute name is a reserved keyword; reserved keyword: hash",
        "#x | An expression attribute name used in the document path is not defined; attribute"
            + " name: #x",
        "a, b, a | Two document paths overlap with each other; must remove or rewrite one of these"
            + " paths; path one: [a], path two: [a]",
        "doc.q, b, #d.q.r | Two document paths overlap with each other; must remove or rewrite one"
            + " of these paths; path one: [doc, q], path two: [doc, q, r]",
        "lst[1].x, lst[1] | Two document paths overlap with each other; must remove or rewrite one"
            + " of these paths; path one: [lst, [1], x], path two: [lst, [1]]",
        "lst[1], lst.x | Two document paths conflict with each other; must remove or rewrite one of"
            + " these paths; path one: [lst, [1]], path two: [lst, x]",
      })
  void faultsAreNamed(String text, String message) {
    String error =
        catchThrowableOfType(ServiceException.class, () -> projection(text)).error().message();

    assertThat(error).isEqualTo("Invalid ProjectionExpression: " + message);
  }

  @Test
  void namesWhatItMentionsAndWhatItReachesInto() {
    ProjectionExpression projection = projection("#d.p, a, doc.q, lst[0]");

    assertThat(projection.topLevelNames()).containsExactly("doc", "a", "lst");
    assertThat(projection.dereferencedNames()).containsExactly("doc", "lst");
  }

  @Test
  void attributesToGetAreWholeTopLevelAttributes() {
    // When
    ProjectionExpression projection = ProjectionExpression.ofAttributes(List.of("doc", "p.q", "b"));

    // Then
    assertThat(projection.project(ITEM)).containsOnlyKeys("doc", "b");
    assertThat(projection.dereferencedNames()).isEmpty();
    assertThat(projection)
        .isEqualTo(new ExpressionAttributes(Map.of("#x", "p.q"), null).projection("doc, #x, b"));
  }
}
