package io.larder.protocol.expression.legacy;

import static io.larder.protocol.expression.Values.attributes;
import static io.larder.protocol.expression.Values.bool;
import static io.larder.protocol.expression.Values.l;
import static io.larder.protocol.expression.Values.m;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.s;
import static io.larder.protocol.expression.Values.ss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.KeyCondition;
import io.larder.protocol.expression.KeyCondition.SortRange;
import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LegacyConditionsTest {
  private static final Map<String, AttributeValue> ITEM =
      attributes("str", s("abc"), "num", n("5"), "set", ss("a", "b"), "lst", l(n("1")));

  private static LegacyCondition operator(String operator, AttributeValue... values) {
    return new LegacyCondition(operator, List.of(values), null, null);
  }

  private static LegacyCondition expectation(
      @Nullable AttributeValue value, @Nullable Boolean exists) {
    return new LegacyCondition(null, null, value, exists);
  }

  private static String errorOf(ThrowingCallable call) {
    return catchThrowableOfType(ServiceException.class, call).error().message();
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of("num", operator("EQ", n("5.0")), true),
        Arguments.of("set", operator("EQ", ss("b", "a")), true),
        Arguments.of("num", operator("NE", n("5")), false),
        Arguments.of("missing", operator("NE", n("5")), true),
        Arguments.of("num", operator("LT", n("6")), true),
        Arguments.of("num", operator("LE", n("4")), false),
        Arguments.of("num", operator("GT", s("4")), false),
        Arguments.of("num", operator("GE", n("5")), true),
        Arguments.of("missing", operator("NULL"), true),
        Arguments.of("num", operator("NULL"), false),
        Arguments.of("num", operator("NOT_NULL"), true),
        Arguments.of("str", operator("CONTAINS", s("bc")), true),
        Arguments.of("lst", operator("CONTAINS", n("1")), true),
        Arguments.of("set", operator("NOT_CONTAINS", s("a")), false),
        Arguments.of("set", operator("NOT_CONTAINS", s("z")), true),
        Arguments.of("num", operator("NOT_CONTAINS", s("z")), true),
        Arguments.of("missing", operator("NOT_CONTAINS", s("z")), false),
        Arguments.of("missing", operator("CONTAINS", s("z")), false),
        Arguments.of("str", operator("BEGINS_WITH", s("ab")), true),
        Arguments.of("num", operator("IN", n("1"), n("5")), true),
        Arguments.of("num", operator("BETWEEN", n("5"), n("6")), true));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void operatorsWorkAsInExpressions(String attribute, LegacyCondition condition, boolean holds) {
    assertThat(LegacyConditions.filter(Map.of(attribute, condition), null).matches(ITEM))
        .isEqualTo(holds);
    assertThat(LegacyConditions.expected(Map.of(attribute, condition), null).matches(ITEM))
        .isEqualTo(holds);
  }

  @Test
  void conditionsAreJoinedByTheConditionalOperator() {
    // Given
    Map<String, LegacyCondition> conditions = new LinkedHashMap<>();
    conditions.put("num", operator("EQ", n("5")));
    conditions.put("str", operator("EQ", s("no")));

    // When / Then
    assertThat(LegacyConditions.filter(conditions, null).matches(ITEM)).isFalse();
    assertThat(LegacyConditions.filter(conditions, "AND").matches(ITEM)).isFalse();
    assertThat(LegacyConditions.filter(conditions, "OR").matches(ITEM)).isTrue();
    assertThat(LegacyConditions.filter(conditions, "OR").topLevelNames())
        .containsExactly("num", "str");
  }

  @Test
  void expectedTakesAValueOrAbsence() {
    assertThat(
            LegacyConditions.expected(Map.of("num", expectation(n("5"), null)), null).matches(ITEM))
        .isTrue();
    assertThat(
            LegacyConditions.expected(Map.of("num", expectation(n("6"), true)), null).matches(ITEM))
        .isFalse();
    assertThat(
            LegacyConditions.expected(Map.of("num", expectation(null, false)), null).matches(ITEM))
        .isFalse();
    assertThat(
            LegacyConditions.expected(Map.of("gone", expectation(null, false)), null).matches(ITEM))
        .isTrue();
    assertThat(
            LegacyConditions.expected(
                    Map.of("num", new LegacyCondition("GT", null, n("4"), null)), null)
                .matches(ITEM))
        .isTrue();
  }

  static Stream<Arguments> wrongOperators() {
    return Stream.of(
        Arguments.of(operator("eq", n("5")), "Invalid comparison operator"),
        Arguments.of(operator("EQ"), "Invalid number of argument(s) for the EQ ComparisonOperator"),
        Arguments.of(
            operator("EQ", n("1"), n("2")),
            "Invalid number of argument(s) for the EQ ComparisonOperator"),
        Arguments.of(
            operator("NULL", n("1")),
            "Invalid number of argument(s) for the NULL ComparisonOperator"),
        Arguments.of(
            operator("BETWEEN", n("1")),
            "Invalid number of argument(s) for the BETWEEN ComparisonOperator"),
        Arguments.of(operator("IN"), "Invalid number of argument(s) for the IN ComparisonOperator"),
        Arguments.of(
            operator("LT", ss("a")),
            "ComparisonOperator LT is not valid for SS AttributeValue type"),
        Arguments.of(
            operator("BEGINS_WITH", n("1")),
            "ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type"),
        Arguments.of(
            operator("CONTAINS", l()),
            "ComparisonOperator CONTAINS is not valid for L AttributeValue type"),
        Arguments.of(
            operator("IN", n("1"), s("x"), m()),
            "ComparisonOperator IN is not valid for M AttributeValue type"),
        Arguments.of(
            operator("IN", n("1"), s("x")),
            "AttributeValues inside AttributeValueList must be of same type"),
        Arguments.of(
            operator("BETWEEN", n("1"), s("x")),
            "AttributeValues inside AttributeValueList must be of same type"));
  }

  @ParameterizedTest
  @MethodSource("wrongOperators")
  void operatorsCheckTheirArguments(LegacyCondition condition, String message) {
    String expected = "One or more parameter values were invalid: " + message;

    assertThat(errorOf(() -> LegacyConditions.filter(Map.of("a", condition), null)))
        .isEqualTo(expected);
    assertThat(errorOf(() -> LegacyConditions.keyConditions(Map.of("a", condition))))
        .isEqualTo(expected);
    assertThat(errorOf(() -> LegacyConditions.expected(Map.of("a", condition), null)))
        .isEqualTo(expected);
  }

  @Test
  void boundsMustBeInOrder() {
    assertThat(
            errorOf(
                () ->
                    LegacyConditions.filter(
                        Map.of("a", operator("BETWEEN", n("2"), n("1"))), null)))
        .isEqualTo(
            "The BETWEEN condition was provided a range where the lower bound is greater than the"
                + " upper bound");
  }

  static Stream<Arguments> wrongExpectations() {
    return Stream.of(
        Arguments.of(
            new LegacyCondition("EQ", null, n("1"), true),
            "Exists and ComparisonOperator cannot be used together"),
        Arguments.of(
            new LegacyCondition("EQ", List.of(n("1")), n("1"), null),
            "Value and AttributeValueList cannot be used together"),
        Arguments.of(
            new LegacyCondition(null, List.of(n("1")), null, null),
            "AttributeValueList can only be used with a ComparisonOperator"),
        Arguments.of(
            new LegacyCondition("EQ", null, null, null),
            "Value or AttributeValueList must be used with ComparisonOperator: EQ"),
        Arguments.of(expectation(null, true), "Value must be provided when Exists is true"),
        Arguments.of(expectation(null, null), "Value must be provided when Exists is null"),
        Arguments.of(expectation(n("1"), false), "Value cannot be used when Exists is false"));
  }

  @ParameterizedTest
  @MethodSource("wrongExpectations")
  void expectedChecksWhatGoesTogether(LegacyCondition condition, String message) {
    assertThat(errorOf(() -> LegacyConditions.expected(Map.of("at", condition), null)))
        .isEqualTo("One or more parameter values were invalid: " + message + " for Attribute: at");
  }

  @Test
  void keyConditionsResolveLikeKeyConditionExpressions() {
    // Given
    Map<String, LegacyCondition> conditions = new LinkedHashMap<>();
    conditions.put("sk", operator("BETWEEN", n("1"), n("2")));
    conditions.put("pk", operator("EQ", s("p")));

    // When
    KeyCondition condition = LegacyConditions.keyConditions(conditions).resolve(schema(), null);

    // Then
    assertThat(condition)
        .isEqualTo(
            new KeyCondition(List.of(s("p")), List.of(), new SortRange.Between(n("1"), n("2"))));
  }

  static Stream<Arguments> misfits() {
    LegacyCondition notIndexable = operator("NE", s("p"));
    String missed = "Query condition missed key schema element: ";
    return Stream.of(
        Arguments.of(Map.of("sk", notIndexable), missed + "pk"),
        Arguments.of(Map.of("sk", operator("EQ", s("p"))), missed + "pk"),
        Arguments.of(Map.of("rest", operator("NULL"), "sk", notIndexable), missed + "pk"),
        Arguments.of(Map.of("pk", notIndexable, "rest", operator("EQ", n("1"))), missed + "sk"),
        Arguments.of(
            Map.of("pk", operator("EQ", n("1")), "sk", notIndexable),
            "Attempted conditional constraint is not an indexable operation"),
        Arguments.of(
            Map.of("pk", operator("NE", n("1"))),
            "Attempted conditional constraint is not an indexable operation"),
        Arguments.of(
            Map.of("pk", operator("EQ", bool(true))),
            "One or more parameter values were invalid: Condition parameter type does not match"
                + " schema type"),
        Arguments.of(Map.of("pk", operator("GT", s("p"))), "Query key condition not supported"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void keyConditionsAreJudgedByWhatIsThereThenByOperatorsThenByTypes(
      Map<String, LegacyCondition> conditions, String message) {
    KeyConditionExpression keyConditions = LegacyConditions.keyConditions(conditions);

    assertThat(errorOf(() -> keyConditions.resolve(schema(), null))).isEqualTo(message);
  }

  private static KeySchema schema() {
    return new KeySchema(
        List.of(new KeyAttribute("pk", AttributeValue.Type.S)),
        List.of(new KeyAttribute("sk", AttributeValue.Type.N)));
  }

  static Stream<Arguments> updates() {
    return Stream.of(
        Arguments.of("str", n("1"), null, n("1")),
        Arguments.of("fresh", n("1"), "PUT", n("1")),
        Arguments.of("num", n("1"), "ADD", n("6")),
        Arguments.of("fresh", n("1"), "ADD", n("1")),
        Arguments.of("set", ss("c"), "ADD", ss("a", "b", "c")),
        Arguments.of("lst", l(n("1")), "ADD", l(n("1"), n("1"))),
        Arguments.of("set", ss("a", "z"), "DELETE", ss("b")),
        Arguments.of("set", ss("a", "b"), "DELETE", null),
        Arguments.of("num", null, "DELETE", null),
        Arguments.of("fresh", ss("a"), "DELETE", null));
  }

  @ParameterizedTest
  @MethodSource("updates")
  void attributeUpdatesPutAddAndDelete(
      String attribute,
      @Nullable AttributeValue value,
      @Nullable String action,
      @Nullable AttributeValue expected) {
    // Given
    UpdateExpression update =
        LegacyConditions.attributeUpdates(
            Map.of(attribute, new LegacyAttributeUpdate(value, action)));

    // When
    Map<String, AttributeValue> after = update.apply(ITEM);

    // Then
    assertThat(after.get(attribute)).isEqualTo(expected);
    assertThat(update.targetNames()).containsExactly(attribute);
    assertThat(update.onlyRemoves()).isEqualTo("DELETE".equals(action));
    assertThat(update.statementSize()).isZero();
  }

  static Stream<Arguments> wrongUpdates() {
    return Stream.of(
        Arguments.of(
            null,
            "PUT",
            "One or more parameter values were invalid: Only DELETE action is allowed when no"
                + " attribute value is specified"),
        Arguments.of(
            n("1"),
            "DELETE",
            "One or more parameter values were invalid: DELETE action with value is not supported"
                + " for the type N"),
        Arguments.of(
            s("x"),
            "ADD",
            "One or more parameter values were invalid: ADD action is not supported for the type"
                + " S"),
        Arguments.of(n("1"), "ADD", "Type mismatch for attribute to update"),
        Arguments.of(ss("x"), "DELETE", "Type mismatch for attribute to update"));
  }

  @ParameterizedTest
  @MethodSource("wrongUpdates")
  void attributeUpdatesCheckActionAndType(
      @Nullable AttributeValue value, String action, String message) {
    assertThat(
            errorOf(
                () ->
                    LegacyConditions.attributeUpdates(
                            Map.of("str", new LegacyAttributeUpdate(value, action)))
                        .apply(ITEM)))
        .isEqualTo(message);
  }
}
