package io.larder.protocol.partiql;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.item.AttributeValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Any text is a statement or refused, the same each time, and what is read can be evaluated. */
final class StatementFuzzTest {
  private static final List<AttributeValue> PARAMETERS =
      List.of(
          new AttributeValue.Str("s"),
          new AttributeValue.Bool(true),
          new AttributeValue.MapOf(Map.of("pk", new AttributeValue.Str("a"))),
          new AttributeValue.StrSet(List.of("x")));

  @FuzzTest(maxDuration = "20m")
  void textsAreStatementsOrRefused(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Object outcome = outcome(text);
    assertThat(outcome(text)).isEqualTo(outcome);
    assertThat(RedactedStatement.of(text)).isNotNull();
    if (outcome instanceof Statement statement) {
      Condition condition = statement.condition();
      if (condition != null) {
        var item = Map.<String, AttributeValue>of("pk", new AttributeValue.Str("a"));
        ConditionExpression.ofChecked(condition).matches(item);
      }
    }
  }

  private static Object outcome(String text) {
    try {
      return StatementParser.parse(text, PARAMETERS);
    } catch (ServiceException refused) {
      return refused.error();
    }
  }
}
