package io.larder.protocol.expression.text;

import static io.larder.protocol.expression.Values.b;
import static io.larder.protocol.expression.Values.bool;
import static io.larder.protocol.expression.Values.l;
import static io.larder.protocol.expression.Values.m;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.ns;
import static io.larder.protocol.expression.Values.nul;
import static io.larder.protocol.expression.Values.s;
import static io.larder.protocol.expression.Values.ss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionErrorsTest {
  private static final Map<String, AttributeValue> VALUES =
      Map.ofEntries(
          Map.entry(":s", s("x")),
          Map.entry(":t", s("y")),
          Map.entry(":n", n("1.0")),
          Map.entry(":big", n("2")),
          Map.entry(":b", b("abc")),
          Map.entry(":bool", bool(true)),
          Map.entry(":null", nul()),
          Map.entry(":ss", ss("a")),
          Map.entry(":ns", ns("1")),
          Map.entry(":l", l()),
          Map.entry(":m", m()),
          Map.entry(":typo", s("string")));

  private static String errorOf(String text) {
    var attributes = new ExpressionAttributes(Map.of("#a", "a", "#b", "b"), VALUES);
    return catchThrowableOfType(ServiceException.class, () -> attributes.condition(text))
        .error()
        .message();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "a = :s b | b | :s b",
        "a = :s AND | <EOF> | AND",
        "a = | <EOF> | =",
        "a | <EOF> | a",
        ":s | <EOF> | :s",
        "a ! b | ! | a ! b",
        "a = :s ! | ! | :s !",
        "a == :s | = | == :s",
        "a = 5 | 5 | = 5",
        "_a = :s | _ | _a",
        "a = _b | _ | = _b",
        "a._b = :s | _ | ._b",
        "_size(a) = :n | _ | _size",
        "contains(_a, :s) | _ | (_a",
        "NOT _contains(a, :s) | _ | NOT _contains",
        "a = 'x' | ' | = 'x",
        "() | ) | ()",
        "(a = :s | <EOF> | :s",
        "a = :s) | ) | :s)",
        "attribute_exists() | ) | ()",
        "attribute_exists(a,) | ) | ,)",
        "attribute_exists(a b) | b | a b)",
        "begins_with(a :s) | :s | a :s)",
        "a[] = :s | ] | [] =",
        "a[x] = :s | x | [x]",
        "a[00] = :s | 0 | 00]",
        "a. = :s | = | . = :s",
        "a[1 = :s | = | 1 = :s",
        "# = :s | # | # =",
        "a = : | : | = :",
        "a BETWEEN :s :t | :t | :s :t",
        "a BETWEEN :s | <EOF> | :s",
        "a IN :s | :s | IN :s",
        "a IN () | ) | ()",
        "(a = :s) = :t | = | ) = :t",
        "a + :n = :n | + | a + :n",
        "a = :s AND OR b = :s | OR | AND OR b",
        "a = :s OR AND | AND | OR AND",
        "NOT | <EOF> | NOT",
        "and = :s | and | and =",
        "a = é | é | = é",
        "😀 = :s | 😀 | 😀 =",
      })
  void syntaxErrorsShowTheTokenAndItsNeighbours(String text, String token, String near) {
    assertThat(errorOf(text))
        .isEqualTo(
            "Invalid ConditionExpression: Syntax error; token: \"%s\", near: \"%s\""
                .formatted(token, near));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "((a = :s)) | The expression has redundant parentheses;",
        "((a = :s)) AND b = :s | The expression has redundant parentheses;",
        "((a = :s AND b = :t)) | The expression has redundant parentheses;",
        "((a)) = :s | The expression has redundant parentheses;",
        "a IN (:s, ((:t))) | The expression has redundant parentheses;",
        "size(a) | The function is not allowed to be used this way in an expression; function:"
            + " size",
        "NOT size(a) | The function is not allowed to be used this way in an expression; function:"
            + " size",
        "attribute_exists(a) = :s | The function is not allowed to be used this way in an"
            + " expression; function: attribute_exists",
        "(attribute_exists(a)) = :s | The function is not allowed to be used this way in an"
            + " expression; function: attribute_exists",
        "contains(a, begins_with(b, :s)) | The function is not allowed to be used this way in an"
            + " expression; function: begins_with",
        "foo(a) | Invalid function name; function: foo",
        "Size(a) = :n | Invalid function name; function: Size",
        "if_not_exists(a, :s) | The function is not allowed in a condition expression; function:"
            + " if_not_exists",
        "a = list_append(b, :l) | The function is not allowed in a condition expression; function:"
            + " list_append",
        "size(if_not_exists(a, :s)) > :n | The function is not allowed in a condition expression;"
            + " function: if_not_exists",
        "If_Not_Exists(a, :s) | Invalid function name; function: If_Not_Exists",
        "foo(a) = size(b) | Invalid function name; function: foo",
        "name = :s | Attribute name is a reserved keyword; reserved keyword: name",
        "a.Status = :s | Attribute name is a reserved keyword; reserved keyword: Status",
        "set = :s | Attribute name is a reserved keyword; reserved keyword: set",
        "#c = :s | An expression attribute name used in the document path is not defined; attribute"
            + " name: #c",
        "a.#c = :s | An expression attribute name used in the document path is not defined;"
            + " attribute name: #c",
        "a = :u | An expression attribute value used in expression is not defined; attribute value:"
            + " :u",
        "attribute_exists(a, b) | Incorrect number of operands for operator or function; operator"
            + " or function: attribute_exists, number of operands: 2",
        "begins_with(a) | Incorrect number of operands for operator or function; operator or"
            + " function: begins_with, number of operands: 1",
        "size(a, b) = :n | Incorrect number of operands for operator or function; operator or"
            + " function: size, number of operands: 2",
        "a = a | The first operand must be distinct from the remaining operands for this operator"
            + " or function; operator: =, first operand: [a]",
        "a = #a | The first operand must be distinct from the remaining operands for this operator"
            + " or function; operator: =, first operand: [a]",
        "contains(a.b[1], #a.#b[1]) | The first operand must be distinct from the remaining"
            + " operands for this operator or function; operator: contains, first operand: [a, b,"
            + " [1]]",
        "attribute_exists(:s) | Operator or function requires a document path; operator or"
            + " function: attribute_exists",
        "attribute_not_exists(size(a)) | Operator or function requires a document path; operator or"
            + " function: attribute_not_exists",
        "attribute_type(a, :n) | Incorrect operand type for operator or function; operator or"
            + " function: attribute_type, operand type: N",
        "attribute_type(a, b) | Incorrect operand type for operator or function; operator or"
            + " function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}",
        "attribute_type(a, :typo) | Invalid attribute type name found; type: string, valid types:"
            + " {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
        "begins_with(a, :n) | Incorrect operand type for operator or function; operator or"
            + " function: begins_with, operand type: N",
        "begins_with(:ss, :s) | Incorrect operand type for operator or function; operator or"
            + " function: begins_with, operand type: SS",
        "begins_with(a, size(b)) | Incorrect operand type for operator or function; operator or"
            + " function: begins_with, operand type: N",
        "size(:n) = :n | Incorrect operand type for operator or function; operator or function:"
            + " size, operand type: N",
        "size(size(a)) = :n | Incorrect operand type for operator or function; operator or"
            + " function: size, operand type: N",
        "size(:null) = :n | Incorrect operand type for operator or function; operator or function:"
            + " size, operand type: NULL",
        "a < :bool | Incorrect operand type for operator or function; operator or function: <,"
            + " operand type: BOOL",
        "a >= :null | Incorrect operand type for operator or function; operator or function: >=,"
            + " operand type: NULL",
        ":l > a | Incorrect operand type for operator or function; operator or function: >, operand"
            + " type: L",
        "a BETWEEN :m AND :s | Incorrect operand type for operator or function; operator or"
            + " function: BETWEEN, operand type: M",
        "a BETWEEN :s AND :n | The BETWEEN operator requires same data type for lower and upper"
            + " bounds; lower bound operand: AttributeValue: {S:x}, upper bound operand:"
            + " AttributeValue: {N:1}",
        "a BETWEEN :big AND :n | The BETWEEN operator requires upper bound to be greater than or"
            + " equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound"
            + " operand: AttributeValue: {N:1}",
        "a[99999999999] = :s | List index is not within the allowable range; index: [99999999999]",
        "a[4294967295] = :s | List index is not within the allowable range; index: [4294967295]",
      })
  void faultsAreNamed(String text, String message) {
    assertThat(errorOf(text)).isEqualTo("Invalid ConditionExpression: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "((a = :u)) AND foo(b) AND | Syntax error;",
        "((a = :u)) AND foo(b) AND size(a) AND name = :s | The expression has redundant",
        "foo(b) AND size(a) AND name = :u | Invalid function name",
        "size(a) AND name = :u | The function is not allowed",
        "a = :u AND name = :s | Attribute name is a reserved",
        "a < :bool AND b = :u | Incorrect operand type",
        "b = :u AND a < :bool | An expression attribute value used",
        "begins_with(#c, :n) | An expression attribute name used",
        "a = :u AND #c = :s | An expression attribute value used",
        "a = :s AND #c = :u | An expression attribute name used",
        "contains(a, a, :u) | An expression attribute value used",
      })
  void ofSeveralFaultsTheServicesFirstIsReported(String text, String beginning) {
    assertThat(errorOf(text)).startsWith("Invalid ConditionExpression: " + beginning);
  }

  @Test
  void anEmptyExpressionIsRefusedByItsName() {
    var attributes = new ExpressionAttributes(null, null);

    assertThatThrownBy(() -> attributes.filter(""))
        .hasMessage("Invalid FilterExpression: The expression can not be empty;");
    assertThatThrownBy(() -> attributes.filter(" \t"))
        .hasMessage("Invalid FilterExpression: Syntax error; token: \"<EOF>\", near: \" \t\"");
  }

  @Test
  void theSizeLimitCountsBytes() {
    // Given
    String longest = "attribute_exists(" + "a".repeat(4096 - 18) + ")";
    var attributes = new ExpressionAttributes(null, null);

    // When / Then
    assertThat(attributes.condition(longest)).isNotNull();
    assertThat(errorOf(longest + " "))
        .isEqualTo(
            "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size;");
    assertThat(errorOf("é".repeat(2049)))
        .isEqualTo(
            "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size;");
  }

  @Test
  void theSizeLimitHoldsForExpressionsOfAllKinds() {
    // Given
    String tooLong = "a".repeat(4097);
    String exceeded = ": Expression size has exceeded the maximum allowed size;";
    var attributes = new ExpressionAttributes(null, null);

    // When / Then
    assertThatThrownBy(() -> attributes.projection(tooLong))
        .hasMessage("Invalid ProjectionExpression" + exceeded);
    assertThatThrownBy(() -> attributes.keyCondition(tooLong))
        .hasMessage("Invalid KeyConditionExpression" + exceeded);
    assertThatThrownBy(() -> attributes.update(tooLong))
        .hasMessage("Invalid UpdateExpression" + exceeded);
    assertThat(attributes.projection("a".repeat(4096))).isNotNull();
  }

  @Test
  void theSizeOfAnExpressionIsThatOfItsTextAndNotOfWhatItStandsFor() {
    // Given
    var attributes =
        new ExpressionAttributes(
            Map.of("#n", "n".repeat(5_000)), Map.of(":v", s("v".repeat(5_000))));

    // When / Then
    assertThat(attributes.condition("#n = :v")).isNotNull();
  }

  @Test
  void scansAndTransactionsTellTheSizeOfAnExpressionThatIsTooLong() {
    // Given
    String long4098 = "é".repeat(2049);
    var attributes = new ExpressionAttributes(null, null);

    // When / Then
    assertThatThrownBy(() -> attributes.filterOfScan(long4098))
        .hasMessage(
            "Invalid FilterExpression: Expression size has exceeded the maximum allowed size;"
                + " expression size: 4098");
    assertThatThrownBy(() -> attributes.conditionInTransaction(long4098))
        .hasMessage(
            "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size;"
                + " expression size: 4098");
    assertThatThrownBy(() -> attributes.filter(long4098))
        .hasMessage(
            "Invalid FilterExpression: Expression size has exceeded the maximum allowed size;");
  }

  @Test
  void moreThan300OperatorsAreTooMany() {
    assertThat(errorOf("a=:s" + " OR a=:s".repeat(150)))
        .isEqualTo(
            "Invalid ConditionExpression: The expression contains too many operators; operator"
                + " count: 301");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOT a=:s | 2",
        "a=:s AND a=:s | 3",
        "a=:s OR a=:s | 3",
        "a<>:s | 1",
        "a<:s | 1",
        "a<=:s | 1",
        "a>:s | 1",
        "a>=:s | 1",
        "a BETWEEN :typo AND :s | 1",
        "a IN (:s, :typo) | 1",
        "attribute_exists(a) | 1",
        "begins_with(a, :s) | 1",
        "size(a)=:n | 2"
      })
  void connectivesComparisonsAndFunctionsAreOperators(String part, int operators) {
    // Given: " OR a=:s" has two of them.
    int missing = 300 - operators;
    String rest =
        (missing % 2 == 0 ? " OR a=:s" : " OR NOT a=:s") + " OR a=:s".repeat(missing / 2 - 1);

    // When / Then
    assertThat(new ExpressionAttributes(null, VALUES).condition(part + rest)).isNotNull();
    assertThat(errorOf(part + rest.replaceFirst(" OR ", " OR NOT ")))
        .isEqualTo(
            "Invalid ConditionExpression: The expression contains too many operators; operator"
                + " count: 301");
  }

  @Test
  void inTakesAHundredOperands() {
    // Given
    String hundred =
        IntStream.range(0, 100).mapToObj(_ -> ":s").collect(Collectors.joining(",", "a IN (", ""));

    // When / Then
    assertThat(new ExpressionAttributes(null, VALUES).condition(hundred + ")")).isNotNull();
    assertThat(errorOf(hundred + ",:s)"))
        .isEqualTo(
            "Invalid ConditionExpression: The IN operator is provided with too many operands;"
                + " number of operands: 101");
  }

  @Test
  void deepNestingIsRefusedWithoutExhaustingTheStack() {
    assertThat(errorOf("(".repeat(2000) + "a=:s" + ")".repeat(2000)))
        .isEqualTo("Invalid ConditionExpression: The expression has redundant parentheses;");
    assertThat(errorOf("NOT ".repeat(1000) + "a=:s")).contains("too many operators");
  }
}
