package io.larder.protocol.expression;

import static io.larder.protocol.expression.Values.b;
import static io.larder.protocol.expression.Values.bool;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.KeyCondition.SortRange;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeyConditionExpressionTest {
  private static final Map<String, AttributeValue> VALUES =
      Map.of(
          ":p", s("part"),
          ":n", n("1"),
          ":m", n("2"),
          ":s", s("x"),
          ":b", b("x"),
          ":bool", bool(true),
          ":empty", s(""),
          ":none", b(""));

  private static final KeySchema SIMPLE = schema(List.of("pk"), List.of());
  private static final KeySchema COMPOSITE = schema(List.of("pk"), List.of("sk"));
  private static final KeySchema MULTIPLE = schema(List.of("p1", "p2"), List.of("s1", "s2", "s3"));

  /** Partition keys are strings, sort keys numbers. */
  private static KeySchema schema(List<String> partition, List<String> sort) {
    return new KeySchema(keys(partition, AttributeValue.Type.S), keys(sort, AttributeValue.Type.N));
  }

  private static List<KeyAttribute> keys(List<String> names, AttributeValue.Type type) {
    return names.stream().map(name -> new KeyAttribute(name, type)).toList();
  }

  private static KeyConditionExpression parse(String text) {
    return new ExpressionAttributes(Map.of("#p", "pk", "#s", "sk"), VALUES).keyCondition(text);
  }

  static List<Arguments> conditions() {
    return List.of(
        Arguments.of("pk = :p", null),
        Arguments.of("(pk = :p)", null),
        Arguments.of(":p = #p", null),
        Arguments.of("pk = :p AND sk < :n", new SortRange.LessThan(n("1"), false)),
        Arguments.of("(pk = :p) AND (sk <= :n)", new SortRange.LessThan(n("1"), true)),
        Arguments.of("#s > :n AND #p = :p", new SortRange.GreaterThan(n("1"), false)),
        Arguments.of("pk = :p AND sk >= :n", new SortRange.GreaterThan(n("1"), true)),
        Arguments.of("pk = :p AND :n < sk", new SortRange.GreaterThan(n("1"), false)),
        Arguments.of("pk = :p AND :n >= sk", new SortRange.LessThan(n("1"), true)),
        Arguments.of("pk = :p AND sk BETWEEN :n AND :m", new SortRange.Between(n("1"), n("2"))));
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void resolvesToOnePartitionAndARange(String text, SortRange range) {
    // When
    KeyCondition condition = parse(text).resolve(COMPOSITE, null);

    // Then
    assertThat(condition).isEqualTo(new KeyCondition(List.of(s("part")), List.of(), range));
  }

  @Test
  void equalityOnTheSortKeyIsNoRange() {
    assertThat(parse("sk = :n AND pk = :p").resolve(COMPOSITE, null))
        .isEqualTo(new KeyCondition(List.of(s("part")), List.of(n("1")), null));
  }

  @Test
  void prefixesAreForStringsAndBinary() {
    // Given
    var schema =
        new KeySchema(
            keys(List.of("pk"), AttributeValue.Type.S), keys(List.of("sk"), AttributeValue.Type.B));

    // When
    KeyCondition condition = parse("pk = :p AND begins_with(sk, :b)").resolve(schema, null);

    // Then
    assertThat(condition.sortRange()).isEqualTo(new SortRange.BeginsWith(b("x")));
  }

  @Test
  void keysOfSeveralAttributesTakeEqualitiesThenOneRange() {
    assertThat(parse("s2 > :n AND p2 = :s AND s1 = :m AND p1 = :p").resolve(MULTIPLE, null))
        .isEqualTo(
            new KeyCondition(
                List.of(s("part"), s("x")),
                List.of(n("2")),
                new SortRange.GreaterThan(n("1"), false)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "pk = :p OR sk = :n | Invalid operator used in KeyConditionExpression: OR",
        "NOT pk = :p | Invalid operator used in KeyConditionExpression: NOT",
        "pk IN (:p) | Invalid operator used in KeyConditionExpression: IN",
        "pk <> :p | Invalid operator used in KeyConditionExpression: <>",
        "attribute_exists(pk) | Invalid operator used in KeyConditionExpression: attribute_exists",
        "pk = :p AND contains(sk, :s) | Invalid operator used in KeyConditionExpression: contains",
        "size(pk) = :n | KeyConditionExpressions cannot contain nested operations",
        "pk.x = :p | KeyConditionExpressions cannot have conditions on nested attributes",
        "_pk = :p | Syntax error; token: \"_\", near: \"_pk\"",
        "pk = :p AND _sk = :n | Syntax error; token: \"_\", near: \"AND _sk\"",
        "pk[4294967294] = :p | KeyConditionExpressions cannot have conditions on nested attributes",
        "pk[4294967295] = :p | List index is not within the allowable range; index: [4294967295]",
        "pk[0] = :p | KeyConditionExpressions cannot have conditions on nested attributes",
        "pk = :p AND sk > :n AND sk < :m | KeyConditionExpressions must only contain one condition"
            + " per key",
        "pk = sk | Invalid condition in KeyConditionExpression: Multiple attribute names used in"
            + " one condition",
        ":p = :s | Invalid condition in KeyConditionExpression: No key attribute specified",
        ":n BETWEEN sk AND :m | Invalid condition in KeyConditionExpression: BETWEEN operator must"
            + " have the key attribute as its first operand",
        "begins_with(:s, sk) | Invalid condition in KeyConditionExpression: begins_with operator"
            + " must have the key attribute as its first operand",
        "pk = :p AND sk < :bool | Incorrect operand type for operator or function; operator or"
            + " function: <, operand type: BOOL",
        "pk = :p AND begins_with(sk, :n) | Incorrect operand type for operator or function;"
            + " operator or function: begins_with, operand type: N",
        "pk = :p AND sk BETWEEN :m AND :n | The BETWEEN operator requires upper bound to be greater"
            + " than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper"
            + " bound operand: AttributeValue: {N:1}",
        "pk = :p AND | Syntax error; token: \"<EOF>\", near: \"AND\"",
        "((pk = :p)) | The expression has redundant parentheses;",
        "pk = ((:p)) | The expression has redundant parentheses;",
        "pk = :u | An expression attribute value used in expression is not defined; attribute"
            + " value: :u",
        "key = :p | Attribute name is a reserved keyword; reserved keyword: key",
      })
  void faultsAreNamed(String text, String message) {
    String error =
        catchThrowableOfType(ServiceException.class, () -> parse(text)).error().message();

    assertThat(error).isEqualTo("Invalid KeyConditionExpression: " + message);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of(SIMPLE, "rest = :p", "Query condition missed key schema element: pk"),
        Arguments.of(COMPOSITE, "sk = :n", "Query condition missed key schema element: pk"),
        Arguments.of(
            COMPOSITE, "pk = :p AND rest = :n", "Query condition missed key schema element: sk"),
        Arguments.of(COMPOSITE, "pk > :p", "Query key condition not supported"),
        Arguments.of(COMPOSITE, "begins_with(pk, :p)", "Query key condition not supported"),
        Arguments.of(
            SIMPLE,
            "pk = :p AND sk = :n",
            "The number of query conditions (2) exceeds the number of key attributes defined in the"
                + " schema (1)"),
        Arguments.of(
            COMPOSITE,
            "pk = :n",
            "One or more parameter values were invalid: Condition parameter type does not match"
                + " schema type"),
        Arguments.of(
            COMPOSITE,
            "pk = :p AND sk > :s",
            "One or more parameter values were invalid: Condition parameter type does not match"
                + " schema type"),
        Arguments.of(
            COMPOSITE,
            "pk = :empty",
            "One or more parameter values are not valid. The AttributeValue for a key attribute"
                + " cannot contain an empty string value. Key: pk"),
        Arguments.of(
            MULTIPLE,
            "p1 = :p AND s1 = :n",
            "HASH key attributes p2 must have equality conditions specified in the query"),
        Arguments.of(
            MULTIPLE,
            "p1 > :p AND s1 = :n",
            "HASH key attributes p1, p2 must have equality conditions specified in the query"),
        Arguments.of(
            MULTIPLE,
            "p1 = :p AND p2 = :p AND s1 > :n AND s3 = :n",
            "RANGE key attributes s1, s2 must have equality conditions specified in the query"
                + " because a condition is present on key attribute s3"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void refusesWhatDoesNotFitTheSchema(KeySchema schema, String text, String message) {
    // Given
    KeyConditionExpression condition = parse(text);

    // When
    ServiceException error =
        catchThrowableOfType(ServiceException.class, () -> condition.resolve(schema, null));

    // Then
    assertThat(error.error().message()).isEqualTo(message);
  }

  static Stream<Arguments> emptyKeys() {
    return Stream.of(
        Arguments.of("pk = :empty", "string", "pk"),
        Arguments.of("pk = :p AND sk = :none", "binary", "sk"),
        Arguments.of("pk = :p AND sk > :none", "binary", "sk"),
        Arguments.of("pk = :p AND sk BETWEEN :none AND :b", "binary", "sk"),
        Arguments.of("pk = :p AND begins_with(sk, :none)", "binary", "sk"));
  }

  @ParameterizedTest
  @MethodSource("emptyKeys")
  void anEmptyKeyValueIsRefusedInTheWordsOfAWriteWhichNameTheIndex(
      String text, String kind, String attribute) {
    // Given
    KeyConditionExpression condition = parse(text);
    var schema =
        new KeySchema(
            keys(List.of("pk"), AttributeValue.Type.S), keys(List.of("sk"), AttributeValue.Type.B));
    String cannotBeEmpty =
        "The AttributeValue for a key attribute cannot contain an empty " + kind + " value. ";

    // When
    ServiceException ofTable =
        catchThrowableOfType(ServiceException.class, () -> condition.resolve(schema, null));
    ServiceException ofIndex =
        catchThrowableOfType(ServiceException.class, () -> condition.resolve(schema, "by-day"));

    // Then
    assertThat(ofTable.error())
        .isEqualTo(
            new ServiceError.EmptyKeyValue(
                "One or more parameter values are not valid. "
                    + cannotBeEmpty
                    + "Key: "
                    + attribute));
    assertThat(ofIndex.error())
        .isEqualTo(
            new ServiceError.EmptyKeyValue(
                "One or more parameter values are not valid. A value specified for a secondary"
                    + " index key is not supported. "
                    + cannotBeEmpty
                    + "IndexName: by-day, IndexKey: "
                    + attribute));
  }

  @Test
  void isEqualIfItMeansTheSame() {
    assertThat(parse("pk = :p AND sk > :n"))
        .isEqualTo(parse("(#p = :p) and :n < #s"))
        .isNotEqualTo(parse("pk = :p AND sk >= :n"));
    assertThat(parse("pk = :p AND sk > :n").topLevelNames()).containsExactly("pk", "sk");
  }
}
