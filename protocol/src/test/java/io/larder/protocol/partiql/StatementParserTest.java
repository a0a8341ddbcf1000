package io.larder.protocol.partiql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.DynamoNumber;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatementParserTest {
  private static final String MALFORMED = "Statement wasn't well formed, can't be processed: ";

  private static Statement parse(String text, AttributeValue... parameters) {
    return StatementParser.parse(text.replace("\\n", "\n"), List.of(parameters));
  }

  private static Num number(String text) {
    return new Num(DynamoNumber.parse(text));
  }

  /** Conditions in PartiQL and as the expressions that mean the same; {@code :s} and the like. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a = 's' and B <> 1 | a = :s AND B <> :n",
        "a != 1 or b < 1 and c >= 1 | a <> :n OR b < :n AND c >= :n",
        "(a = 1 or b = 1) AND NOT c = 1 | (a = :n OR b = :n) AND NOT c = :n",
        "not not a = 1 | NOT NOT a = :n",
        "a BETWEEN 1 AND 1 AND b = 1 | a BETWEEN :n AND :n AND b = :n",
        "a not between 1 and 1 | NOT a BETWEEN :n AND :n",
        "a IN [1, 's'] | a IN (:n, :s)",
        "a NOT IN (1) | NOT a IN (:n)",
        "a.b[0].\"c\" = 1 | a.b[0].c = :n",
        "'s' = a | :s = a",
        "size(a) > 1 and contains(a.b, 's') | size(a) > :n AND contains(a.b, :s)",
        "BEGINS_WITH(a, 's') | begins_with(a, :s)",
        "Attribute_Exists(a) = TRUE | attribute_exists(a)",
        "attribute_not_exists(a) = false | NOT attribute_not_exists(a)",
        "attribute_exists(a) <> true | NOT attribute_exists(a)",
        "attribute_exists(a) = b | attribute_exists(a) AND b = :t OR NOT attribute_exists(a) AND b"
            + " = :f",
        "a IS MISSING | attribute_not_exists(a)",
        "a IS NOT MISSING | NOT attribute_not_exists(a)",
        "a IS NULL | attribute_type(a, :NULL)",
        "a IS NOT NULL | NOT attribute_type(a, :NULL)",
        "a is struct or a is TUPLE | attribute_type(a, :M) OR attribute_type(a, :M)",
        "a -- b\\n = /* c */ 1 | a = :n",
        "a = .1e1 and b = 10E-1 and c = +1 and d = - -1 | a = :n AND b = :n AND c = :n AND d = :n",
        "a = b | a = b",
        "a = ? | a = :p",
        "a = ['s', {'k': 1}] | a = :l",
      })
  void conditionsAreWhatTheirExpressionsAre(String condition, String expression) {
    var values =
        new ExpressionAttributes(
            null,
            Map.ofEntries(
                Map.entry(":s", new Str("s")),
                Map.entry(":p", new Str("p")),
                Map.entry(":n", number("1")),
                Map.entry(":t", new AttributeValue.Bool(true)),
                Map.entry(":f", new AttributeValue.Bool(false)),
                Map.entry(":NULL", new Str("NULL")),
                Map.entry(":M", new Str("M")),
                Map.entry(
                    ":l", new ListOf(List.of(new Str("s"), new MapOf(Map.of("k", number("1"))))))));

    Statement statement = parse("SELECT * FROM T WHERE " + condition, new Str("p"));

    assertThat(statement.condition()).isEqualTo(values.condition(expression).condition());
  }

  @Test
  void aSelectNamesTableIndexFieldsAndOrder() {
    assertThat(
            parse(
                "select a, b.c[1], \"d.e\" from \"arn:aws:x\".\"I\" where a = 1 order by a desc, b"
                    + " nulls last;"))
        .isInstanceOfSatisfying(
            Statement.Select.class,
            select -> {
              assertThat(select.tableName()).isEqualTo("arn:aws:x");
              assertThat(select.indexName()).isEqualTo("I");
              assertThat(select.fields())
                  .extracting(Statement.Field::name)
                  .containsExactly("a", "c[1]", "d.e");
              assertThat(select.order())
                  .containsExactly(
                      new Statement.OrderTerm("a", true, null),
                      new Statement.OrderTerm("b", false, null));
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "FOO BAR | Unexpected token after expression",
        "SELECT * FROM T WHERE pk = 'a' foo | Unexpected token after expression",
        "SELECT * FROM T WHERE a NOT b | Unexpected token after expression",
        "INSERT INTO T VALUE {'a':1} WHERE b = 1 | Unexpected token after expression",
        "UPDATE T REMOVE a, b WHERE c = 1 | Unexpected token after expression",
        "SELECT * FROM T WHERE | Unexpected term",
        "SELECT * FROM T WHERE NOT | Unexpected term",
        "SELECT * FROM | Unexpected term",
        "SELECT | Unexpected term",
        "SELECT * FROM T WHERE SELECT | Unexpected keyword",
        "SELECT * FROM WHERE a = 1 | Unexpected keyword",
        "INSERT T | Unexpected keyword",
        "SELECT * FROM T WHERE a = LIKE | Unexpected operator",
        "SELECT * FROM T WHERE = 1 | Unexpected operator",
        "SELECT * FROM T WHERE a = | Missing right-hand side expression of infix operator",
        "SELECT * FROM T WHERE a = 1 AND | Missing right-hand side expression of infix operator",
        "SELECT * FROM T WHERE a = 1 OR; | Missing right-hand side expression of infix operator",
        "SELECT * FROM T WHERE a IS | Expected type name",
        "SELECT * FROM T WHERE a IS FOO | Expected type name",
        "SELECT * FROM T WHERE a BETWEEN 1 | Expected AND keyword",
        "SELECT * FROM T WHERE a BETWEEN 1 AND | Expected expression after AND",
        "UPDATE | Expected identifier for simple path",
        "UPDATE T SET | Expected identifier for simple path",
        "UPDATE T SET a | Expected '='",
        "UPDATE T | Expected data manipulation",
        "SLECT * FROM T | Expected data manipulation",
        "FROM T WHERE a = 1 | Expected data manipulation",
        "SELECT * FROM T WHERE m.order = 1 | Invalid path dot component",
        "SELECT * FROM T WHERE m. = 1 | Invalid path dot component",
        "SELECT * FROM T WHERE (a = 1 | Expected RIGHT_PAREN",
        "SELECT * FROM T WHERE a = [1 | Expected RIGHT_BRACKET",
        "INSERT INTO T VALUE {'a':<<1} | Expected RIGHT_DOUBLE_ANGLE_BRACKET",
        "INSERT INTO T VALUE {'a':1 | Expected RIGHT_CURLY",
        "INSERT INTO T VALUE {'a' 1} | Expected COLON",
        "DELETE | Expected FROM after DELETE",
        "SELECT * FROM T; SELECT * FROM T | Unexpected token after semicolon. (Only one query is"
            + " allowed.)",
        "SELECT * FROM T WHERE a = 'x | ``",
        "SELECT * FROM T WHERE \"a = 1 | ``",
        "SELECT * FROM T WHERE a = 1 # b | ``",
        "SELECT * FROM T WHERE a = 1 /* b | ``",
        "SELECT * FROM T WHERE a = 1e99999999999 | ``",
        "SELECT * FROM T WHERE a = 1e2147483648 | ``",
        "SELECT * FROM T WHERE a = 1e-2147483648 | ``",
        "SELECT * FROM T WHERE a = 5e | ``",
        "SELECT * FROM T WHERE a = ü | ``",
      })
  void whatIsNoStatementIsRefusedForTheFirstThingThatIsWrong(String text, String reason) {
    assertThatThrownBy(() -> parse(text)).hasMessage(MALFORMED + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT * FROM T t WHERE a = 1 | Aliasing is not supported",
        "SELECT * FROM T AS t | Aliasing is not supported",
        "SELECT a AS b FROM T | Aliasing is not supported",
        "SELECT * FROM T.I.x | A path may contain at most 2 components in the FROM clause",
        "SELECT * FROM \"\" | Path component cannot be an empty string",
        "SELECT * FROM A, B | Only select from a single table or index is supported.",
        "SELECT COUNT(*) FROM T | Unexpected path component at 1:8:5",
        "SELECT a,\\n size(b) FROM T | Unexpected path component at 2:2:4",
        "SELECT m.* FROM T | Unexpected path component at 1:10:1",
        "SELECT * FROM T WHERE foo(a) = 1 | Unrecognized function: foo at 1:23:3",
        "SELECT * FROM T WHERE EXISTS(SELECT * FROM T) | Unsupported token in expression: SELECT at"
            + " 1:30:6",
        "SELECT * FROM T WHERE a = (SELECT b FROM T) | Unsupported token in expression: SELECT at"
            + " 1:28:6",
        "SELECT * FROM T WHERE a IS INT4 | Unsupported data type for IS operator: Integer4Type."
            + " Supported data types are [MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT,"
            + " TUPLE, LIST] at 1:23:1",
        "SELECT * FROM T WHERE a = MISSING | MISSING must be compared using IS operator",
        "SELECT * FROM T WHERE a + 1 = 2 | Unsupported operator in Condition Expression. Operator:"
            + " +",
        "SELECT * FROM T WHERE a = ? AND b = ? | Number of parameters in request and statement"
            + " don't match.",
        "SELECT * FROM T WHERE a < true | Incorrect operand type for operator or function; operator"
            + " or function: <, operand type: BOOL",
        "SELECT * FROM T WHERE a = 1 AND size(b) | Incorrect operand type for operator or function;"
            + " operator or function: AND, operand type: N",
        "SELECT * FROM T WHERE attribute_type(a, 'X') | Invalid attribute type name found; type: X,"
            + " valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}",
        "SELECT * FROM T WHERE attribute_exists() | Incorrect number of operands for operator or"
            + " function; operator or function: attribute_exists, number of operands: 0",
        "SELECT * FROM T WHERE attribute_exists('a') | Operator or function requires a document"
            + " path; operator or function: attribute_exists",
        "SELECT * FROM T WHERE attribute_exists(a) < 1 | Incorrect operand type for operator or"
            + " function; operator or function: <, operand type: BOOL",
        "SELECT * FROM T WHERE a IN [1, a] | The first operand must be distinct from the remaining"
            + " operands for this operator or function; operator: IN, first operand: [a]",
        "INSERT INTO T.I VALUE {'a':1} | FROM clause may only contain a single table name in data"
            + " manipulation statements at 1:13:1",
        "INSERT INTO T VALUE {'a':f(1)} | Unsupported data type: f under key root at 1:26:1",
        "INSERT INTO T VALUE {'a':{'b':[f(1)]}} | Unsupported data type: Call under key root.b[0]"
            + " at 1:32:1",
        "INSERT INTO T VALUE {'a':<<>>} | Empty bags are not supported",
        "INSERT INTO T VALUE {'a':<<1,1>>} | One or more parameter values were invalid: Input"
            + " collection [1, 1] contains duplicates! under root",
        "INSERT INTO T VALUE {'a':<<'b','b'>>} | One or more parameter values were invalid: Input"
            + " collection [b, b] contains duplicates.",
        "INSERT INTO T VALUE {'a':<<'b',1>>} | Unsupported data type in Bag. DynamoDB only supports"
            + " either numbers or strings in bags at 1:32:1",
        "INSERT INTO T VALUE {'a':<<'b',?>>} | Unsupported data type: Parameter under key root at"
            + " 1:32:1",
        "INSERT INTO T VALUE {'a':{'x':[1,1e126]}} | Number overflow. Attempting to store a number"
            + " with magnitude larger than supported range under root.x[1]",
        "INSERT INTO T VALUE {'a':1e2147483647} | Number underflow. Attempting to store a number"
            + " with magnitude smaller than supported range under root",
        "INSERT INTO T VALUE {'a':123456789012345678901234567890123456789} | Attempting to store"
            + " more than 38 significant digits in a Number under root",
        "INSERT INTO T VALUE {'a':`1`} | Ion Literals are not supported: INT under key root at"
            + " 1:26:3",
        "INSERT INTO T VALUE {'':1} | Path component cannot be an empty string",
        "UPDATE T.I SET a = 1 | This operation is not supported on an index",
        "DELETE FROM T.I WHERE a = 1 | This operation is not supported on an index",
        "DELETE FROM T WHERE a = 1 RETURNING MODIFIED OLD * | Invalid returning clause: RETURNING"
            + " MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in DELETE statements.",
        "UPDATE T SET a = set_add(b, <<1>>) | The first argument to SET_ADD must equal the"
            + " assignment value at 1:18:7",
        "UPDATE T SET a = set_add(a, 1) | The second argument to SET_ADD must be a value with type"
            + " SET at 1:26:1",
        "UPDATE T SET a = SET_DELETE(a) | SET_DELETE must have exactly two arguments at 1:18:10",
        "UPDATE T SET m.q = 1 SET m = 2 | Two document paths overlap with each other; must remove"
            + " or rewrite one of these paths; path one: [m], path two: [m, q]",
        "UPDATE T SET a = list_append(a, 's') | Incorrect operand type for operator or function;"
            + " operator or function: list_append, operand type: S",
        "FOO | Unsupported operation: Id",
        "FOO.BAR | Unsupported operation: Path",
        "a IS MISSING | Unsupported operation: IsType",
        "1 + 1 | EXISTS can only be used in ExecuteTransaction write requests.",
      })
  void whatTheServiceDoesNotDoIsRefusedInItsWords(String text, String message) {
    assertThatThrownBy(() -> parse(text, parameters(text))).hasMessage(message);
  }

  /** One parameter, which is enough for all but the statement that says that it is not. */
  private static AttributeValue[] parameters(String text) {
    return text.contains("?") ? new AttributeValue[] {new Str("p")} : new AttributeValue[0];
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "a[", "f(", "a = (", "<<", "{'a':", "NOT (", "- (", "a IN ("})
  void statementsGoDownNoFurtherThanIsSafe(String opening) {
    String text = "SELECT * FROM T WHERE " + opening.repeat(8000 / opening.length());

    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ServiceException.class)
        .hasMessage(MALFORMED + "Statement is nested too deeply to parse");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.c = 1 OR ", "a = 1 AND ", "a + ", "a = "})
  void longChainsAreReadOrRefused(String link) {
    String text = "SELECT * FROM T WHERE " + link.repeat(8000 / link.length()) + "a = 1";

    assertThatThrownBy(() -> parse(text)).isInstanceOf(ServiceException.class);
  }

  @Test
  void valuesAreNestedNoDeeperThanItemsAre() {
    String deepest = "INSERT INTO T VALUE {'a':" + "[".repeat(31) + "1" + "]".repeat(31) + "}";
    String tooDeep = "INSERT INTO T VALUE {'a':" + "[".repeat(32) + "1" + "]".repeat(32) + "}";
    AttributeValue list = new ListOf(List.of(new ListOf(List.of())));
    String withParameter =
        "INSERT INTO T VALUE {'a':" + "[".repeat(31) + "?" + "]".repeat(31) + "}";

    assertThat(parse(deepest)).isInstanceOf(Statement.Insert.class);
    assertThatThrownBy(() -> parse(tooDeep))
        .hasMessage("Nesting Levels have exceeded supported limits under root" + "[0]".repeat(32));
    assertThatThrownBy(() -> parse(withParameter, list))
        .hasMessage("Nesting Levels have exceeded supported limits");
  }

  @Test
  void redactedStatementsHaveNoValues() {
    assertThat(
            RedactedStatement.of(
                "SELECT a FROM \"T\" WHERE b='SECRET' AND c IN [1,-2.5e3] -- SECRET"))
        .isEqualTo(
            "SELECT a FROM \"T\" WHERE b=***(Redacted) AND c IN [***(Redacted),-***(Redacted)]");
    assertThat(RedactedStatement.of("SELECT 'SECRET")).isEqualTo("***(Redacted)");
  }
}
