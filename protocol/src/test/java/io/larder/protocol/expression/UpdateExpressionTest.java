package io.larder.protocol.expression;

import static io.larder.protocol.expression.Values.after;
import static io.larder.protocol.expression.Values.attributes;
import static io.larder.protocol.expression.Values.b;
import static io.larder.protocol.expression.Values.bs;
import static io.larder.protocol.expression.Values.l;
import static io.larder.protocol.expression.Values.m;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.ns;
import static io.larder.protocol.expression.Values.s;
import static io.larder.protocol.expression.Values.ss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateExpressionTest {
  private static final Map<String, AttributeValue> ITEM =
      attributes(
          "a", s("x"),
          "num", n("5"),
          "strs", ss("b", "d"),
          "nums", ns("1", "3"),
          "bins", bs("p"),
          "lst", l(s("0"), s("1"), s("2"), s("3")),
          "doc", m("x", n("1"), "in", m("y", s("Y")), "set", ss("q"), "lst", l(n("7"))),
          "top", n("9".repeat(38) + "0".repeat(88)));

  private static final Map<String, AttributeValue> VALUES =
      Map.ofEntries(
          Map.entry(":s", s("new")),
          Map.entry(":t", s("other")),
          Map.entry(":one", n("1")),
          Map.entry(":tenth", n("0.1")),
          Map.entry(":strs", ss("a", "b", "c")),
          Map.entry(":bd", ss("b", "d")),
          Map.entry(":nums", ns("2", "3.0")),
          Map.entry(":bins", bs("o", "p")),
          Map.entry(":b", b("x")),
          Map.entry(":l", l(s("l1"), s("l2"))),
          Map.entry(":m", m()),
          Map.entry(":q", ss("q")),
          Map.entry(":huge", n("9E125")));

  private static UpdateExpression update(String text) {
    return new ExpressionAttributes(Map.of("#n", "num", "#name", "name", "#in", "in"), VALUES)
        .update(text);
  }

  private static Map<String, AttributeValue> itemWith(Object... changes) {
    Map<String, AttributeValue> item = new LinkedHashMap<>(ITEM);
    item.putAll(attributes(changes));
    return item;
  }

  private static Map<String, AttributeValue> itemWithout(String... names) {
    Map<String, AttributeValue> item = new LinkedHashMap<>(ITEM);
    List.of(names).forEach(item::remove);
    return item;
  }

  private static AttributeValue doc(Object... changes) {
    Map<String, AttributeValue> members =
        new LinkedHashMap<>(((AttributeValue.MapOf) itemWith().get("doc")).values());
    members.putAll(attributes(changes));
    return new AttributeValue.MapOf(members);
  }

  static List<Arguments> updates() {
    return List.of(
        Arguments.of("SET a = :s", itemWith("a", s("new"))),
        Arguments.of("set fresh = :s, #name = :t", itemWith("fresh", s("new"), "name", s("other"))),
        Arguments.of("SET a = num, #n = a", itemWith("a", n("5"), "num", s("x"))),
        Arguments.of("SET num = num + :one", itemWith("num", n("6"))),
        Arguments.of("SET num = :one - #n", itemWith("num", n("-4"))),
        Arguments.of("SET num = (num + :tenth)", itemWith("num", n("5.1"))),
        Arguments.of("SET num = (num - :one) - (:one + :one)", itemWith("num", n("2"))),
        Arguments.of("SET fresh = if_not_exists(fresh, :s)", itemWith("fresh", s("new"))),
        Arguments.of("SET a = if_not_exists(a, :s)", ITEM),
        Arguments.of("SET cnt = if_not_exists(cnt, :one) + :one", itemWith("cnt", n("2"))),
        Arguments.of(
            "SET fresh = if_not_exists(gone, if_not_exists(lost, doc.x))",
            itemWith("fresh", n("1"))),
        Arguments.of(
            "SET lst = list_append(lst, :l)",
            itemWith("lst", l(s("0"), s("1"), s("2"), s("3"), s("l1"), s("l2")))),
        Arguments.of(
            "SET fresh = list_append(if_not_exists(fresh, :l), doc.lst)",
            itemWith("fresh", l(s("l1"), s("l2"), n("7")))),
        Arguments.of("SET fresh = (list_append(doc.lst, :l))", itemWith("fresh", afterSeven())),
        Arguments.of(
            "SET fresh = list_append(if_not_exists(gone, if_not_exists(lost, doc.lst)), :l)",
            itemWith("fresh", afterSeven())),
        Arguments.of("SET lst[1] = :s", itemWith("lst", l(s("0"), s("new"), s("2"), s("3")))),
        Arguments.of(
            "SET lst[9] = :t, lst[7] = :s",
            itemWith("lst", l(s("0"), s("1"), s("2"), s("3"), s("new"), s("other")))),
        Arguments.of(
            "SET lst[4294967294] = :t, lst[2147483648] = :s",
            itemWith("lst", l(s("0"), s("1"), s("2"), s("3"), s("new"), s("other")))),
        Arguments.of("REMOVE lst[4294967294], lst[4294967293]", ITEM),
        Arguments.of(
            "SET fresh = if_not_exists(lst[4294967294], lst[0])", itemWith("fresh", s("0"))),
        Arguments.of("ADD lst[4294967294] :one", itemWith("lst", added())),
        Arguments.of("DELETE lst[4294967294] :bd", ITEM),
        Arguments.of("SET doc.fresh = :s", itemWith("doc", doc("fresh", s("new")))),
        Arguments.of("SET doc.#in.y = :s", itemWith("doc", doc("in", m("y", s("new"))))),
        Arguments.of("SET doc.lst[0] = a", itemWith("doc", doc("lst", l(s("x"))))),
        Arguments.of("REMOVE a, gone, doc.gone, lst[17]", itemWithout("a")),
        Arguments.of("REMOVE lst[0], lst[2]", itemWith("lst", l(s("1"), s("3")))),
        Arguments.of(
            "REMOVE lst[1] SET lst[3] = :s, lst[4] = :t",
            itemWith("lst", l(s("0"), s("2"), s("new"), s("other")))),
        Arguments.of("REMOVE lst[5] SET lst[4] = :s", itemWith("lst", appended())),
        Arguments.of("ADD num :one", itemWith("num", n("6"))),
        Arguments.of("ADD fresh :one", itemWith("fresh", n("1"))),
        Arguments.of("ADD doc.x :tenth", itemWith("doc", doc("x", n("1.1")))),
        Arguments.of("ADD lst[9] :one", itemWith("lst", added())),
        Arguments.of("ADD strs :strs", itemWith("strs", ss("a", "b", "c", "d"))),
        Arguments.of("ADD fresh :strs", itemWith("fresh", ss("a", "b", "c"))),
        Arguments.of("ADD nums :nums", itemWith("nums", ns("1", "2", "3"))),
        Arguments.of("ADD bins :bins", itemWith("bins", bs("o", "p"))),
        Arguments.of("DELETE strs :strs", itemWith("strs", ss("d"))),
        Arguments.of("DELETE nums :nums", itemWith("nums", ns("1"))),
        Arguments.of("DELETE strs :bd", itemWithout("strs")),
        Arguments.of("DELETE bins :bins", itemWithout("bins")),
        Arguments.of("DELETE gone :bd", ITEM),
        Arguments.of("DELETE doc.gone :bd", ITEM),
        Arguments.of(
            "ADD num :one DELETE strs :strs REMOVE a SET fresh = num",
            without(itemWith("num", n("6"), "strs", ss("d"), "fresh", n("5")), "a")));
  }

  private static AttributeValue afterSeven() {
    return l(n("7"), s("l1"), s("l2"));
  }

  private static AttributeValue appended() {
    return l(s("0"), s("1"), s("2"), s("3"), s("new"));
  }

  private static AttributeValue added() {
    return l(s("0"), s("1"), s("2"), s("3"), n("1"));
  }

  private static Map<String, AttributeValue> without(
      Map<String, AttributeValue> item, String name) {
    item.remove(name);
    return item;
  }

  @ParameterizedTest
  @MethodSource("updates")
  void changesWhatItNamesAndNothingElse(String text, Map<String, AttributeValue> expected) {
    // Given
    Map<String, AttributeValue> before = new LinkedHashMap<>(ITEM);

    // When
    Map<String, AttributeValue> after = after(update(text), before);

    // Then
    assertThat(after).isEqualTo(expected);
    assertThat(before).isEqualTo(ITEM);
  }

  @Test
  void setsStaySortedWhenMembersAreAdded() {
    Map<String, AttributeValue> after = after(update("ADD strs :strs, nums :nums"), ITEM);

    assertThat(((AttributeValue.StrSet) after.get("strs")).values())
        .containsExactly("a", "b", "c", "d");
    assertThat(after.get("nums")).hasToString("NumSet[values=[1, 2, 3]]");
  }

  @Test
  void anEmptiedSetInAListIsRemovedWithoutMovingItsNeighboursFirst() {
    // Given
    Map<String, AttributeValue> item = attributes("l", l(ss("q"), s("keep"), ss("q")));

    // When
    Map<String, AttributeValue> after =
        after(update("DELETE l[0] :q, l[2] :q SET l[1] = :s"), item);

    // Then
    assertThat(after).isEqualTo(attributes("l", l(s("new"))));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "SET fresh = gone | The provided expression refers to an attribute that does not exist"
            + " in the item",
        "SET num = strs + gone | The provided expression refers to an attribute that does not exist"
            + " in the item",
        "SET num = strs - gone | The provided expression refers to an attribute that does not exist"
            + " in the item",
        "SET lst = list_append(num, gone) | The provided expression refers to an attribute that"
            + " does not exist in the item",
        "SET num = gone + :one | The provided expression refers to an attribute that does not"
            + " exist in the item",
        "SET lst = list_append(doc.nil, :l) | The provided expression refers to an attribute that"
            + " does not exist in the item",
        "SET num = a + :one | An operand in the update expression has an incorrect data type",
        "SET num = :one - lst | An operand in the update expression has an incorrect data type",
        "SET lst = list_append(:l, a) | An operand in the update expression has an incorrect data"
            + " type",
        "SET num = if_not_exists(a, :one) + :one | An operand in the update expression has an"
            + " incorrect data type",
        "SET gone.x = :s | The document path provided in the update expression is invalid for"
            + " update",
        "SET a.x = :s | The document path provided in the update expression is invalid for update",
        "SET doc[0] = :s | The document path provided in the update expression is invalid for"
            + " update",
        "SET lst.x = :s | The document path provided in the update expression is invalid for"
            + " update",
        "SET lst[4294967294].x = :s | The document path provided in the update expression is"
            + " invalid for update",
        "SET lst[9].x = :s | The document path provided in the update expression is invalid for"
            + " update",
        "SET doc.nil.x = :s | The document path provided in the update expression is invalid for"
            + " update",
        "REMOVE gone.x | The document path provided in the update expression is invalid for"
            + " update",
        "REMOVE a[0] | The document path provided in the update expression is invalid for update",
        "ADD gone.x :one | The document path provided in the update expression is invalid for"
            + " update",
        "DELETE gone.x :bd | The document path provided in the update expression is invalid for"
            + " update",
        "ADD a :one | An operand in the update expression has an incorrect data type",
        "ADD strs :nums | An operand in the update expression has an incorrect data type",
        "ADD num :strs | An operand in the update expression has an incorrect data type",
        "DELETE nums :strs | An operand in the update expression has an incorrect data type",
        "DELETE a :strs | An operand in the update expression has an incorrect data type",
        "SET gone.x = :s ADD a :one | An operand in the update expression has an incorrect data"
            + " type",
        "SET num = top + top | Number overflow. Attempting to store a number with magnitude larger"
            + " than supported range",
        "ADD top :huge | Number overflow. Attempting to store a number with magnitude larger than"
            + " supported range",
        "SET num = top - :one | Number overflow. Attempting to store a number with magnitude larger"
            + " than supported range",
        "SET num = :one + top | Number overflow. Attempting to store a number with magnitude larger"
            + " than supported range",
        "ADD top :tenth | Number overflow. Attempting to store a number with magnitude larger than"
            + " supported range",
      })
  void refusesWhatDoesNotFitTheItem(String text, String message) {
    // Given
    UpdateExpression update = update(text);

    // When
    ServiceException error = catchThrowableOfType(ServiceException.class, () -> update.apply(ITEM));

    // Then
    assertThat(error.error().message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "a = :s | Syntax error; token: \"a\", near: \"a =\"",
        "SET | Syntax error; token: \"<EOF>\", near: \"SET\"",
        "SET a | Syntax error; token: \"<EOF>\", near: \"a\"",
        "SET a = | Syntax error; token: \"<EOF>\", near: \"=\"",
        "SET a = :s, | Syntax error; token: \"<EOF>\", near: \",\"",
        "SET a = :s b = :t | Syntax error; token: \"b\", near: \":s b =\"",
        "SET a = :one + :one + :one | Syntax error; token: \"+\", near: \":one + :one\"",
        "SET a = (:one + :one | Syntax error; token: \"<EOF>\", near: \":one\"",
        "SET a = if_not_exists(a) b | Syntax error; token: \"b\", near: \") b\"",
        "ADD a b | Syntax error; token: \"b\", near: \"a b\"",
        "ADD a = :one | Syntax error; token: \"=\", near: \"a = :one\"",
        "DELETE a | Syntax error; token: \"<EOF>\", near: \"a\"",
        "REMOVE a = :s | Syntax error; token: \"=\", near: \"a = :s\"",
        "REMOVE :s | Syntax error; token: \":s\", near: \"REMOVE :s\"",
        "UPDATE a = :s | Syntax error; token: \"UPDATE\", near: \"UPDATE a\"",
        "SET _a = :s | Syntax error; token: \"_\", near: \"SET _a\"",
        "SET __a = :s | Syntax error; token: \"_\", near: \"SET __\"",
        "SET _ = :s | Syntax error; token: \"_\", near: \"SET _ =\"",
        "SET a._b = :s | Syntax error; token: \"_\", near: \"._b\"",
        "SET a = _f(:s) | Syntax error; token: \"_\", near: \"= _f\"",
        "REMOVE a, _b | Syntax error; token: \"_\", near: \", _b\"",
        "_SET a = :s | Syntax error; token: \"_\", near: \"_SET\"",
        "SET a = :s SET b = :t | The \"SET\" section can only be used once in an update"
            + " expression;",
        "REMOVE a ADD b :one REMOVE c | The \"REMOVE\" section can only be used once in an update"
            + " expression;",
        "SET a[4294967295] = :s | List index is not within the allowable range; index:"
            + " [4294967295]",
        "SET a = b[4294967295] | List index is not within the allowable range; index: [4294967295]",
        "REMOVE a[4294967295] | List index is not within the allowable range; index: [4294967295]",
        "ADD a[10000000000] :one | List index is not within the allowable range; index:"
            + " [10000000000]",
        "DELETE a[18446744073709551616] :q | List index is not within the allowable range; index:"
            + " [18446744073709551616]",
        "SET name = :s | Attribute name is a reserved keyword; reserved keyword: name",
        "SET a = between | Attribute name is a reserved keyword; reserved keyword: between",
        "SET a = foo(:s) | Invalid function name; function: foo",
        "SET a = size(b) | The function is not allowed in an update expression; function: size",
        "SET a = if_not_exists(b, contains(c, :s)) | The function is not allowed in an update"
            + " expression; function: contains",
        "SET a = SIZE(b) | Invalid function name; function: SIZE",
        "SET a = list_append(list_append(:l, :l), :l) | The function is not allowed to be used this"
            + " way in an expression; function: list_append",
        "SET a = list_append(b, list_append(c, d)) | The function is not allowed to be used this"
            + " way in an expression; function: list_append",
        "SET a = list_append((list_append(b, c)), d) | The function is not allowed to be used this"
            + " way in an expression; function: list_append",
        "SET a = if_not_exists(a, list_append(b, :l)) | The function is not allowed to be used this"
            + " way in an expression; function: list_append",
        "SET a = list_append(b, :l) + :one | The function is not allowed to be used this way in an"
            + " expression; function: list_append",
        "SET a = :one - (list_append(b, :l)) | The function is not allowed to be used this way in"
            + " an expression; function: list_append",
        "SET a = list_append(if_not_exists(b, list_append(c, :l)), :l) | The function is not"
            + " allowed to be used this way in an expression; function: list_append",
        "SET a = list_append(list_append(b, :x), foo(c)) | Invalid function name; function: foo",
        "SET a = list_append(list_append(b, :x), :l) | The function is not allowed to be used this"
            + " way in an expression; function: list_append",
        "SET a = IF_NOT_EXISTS(a, :s) | Invalid function name; function: IF_NOT_EXISTS",
        "SET #x = :s | An expression attribute name used in the document path is not defined;"
            + " attribute name: #x",
        "SET a = :x | An expression attribute value used in expression is not defined; attribute"
            + " value: :x",
        "SET a = :s, a = :t | Two document paths overlap with each other; must remove or rewrite"
            + " one of these paths; path one: [a], path two: [a]",
        "SET a.b = :s REMOVE a | Two document paths overlap with each other; must remove or rewrite"
            + " one of these paths; path one: [a, b], path two: [a]",
        "SET a.b = :s, a[1] = :t | Two document paths conflict with each other; must remove or"
            + " rewrite one of these paths; path one: [a, b], path two: [a, [1]]",
        "SET a = if_not_exists(b) | Incorrect number of operands for operator or function; operator"
            + " or function: if_not_exists, number of operands: 1",
        "SET a = list_append(a, :l, :l) | Incorrect number of operands for operator or function;"
            + " operator or function: list_append, number of operands: 3",
        "SET a = if_not_exists(:s, :t) | Operator or function requires a document path; operator or"
            + " function: if_not_exists",
        "SET a = list_append(a, :s) | Incorrect operand type for operator or function; operator or"
            + " function: list_append, operand type: S",
        "SET a = a + :s | Incorrect operand type for operator or function; operator or function: +,"
            + " operand type: S",
        "SET a = :l - :one | Incorrect operand type for operator or function; operator or function:"
            + " -, operand type: L",
        "ADD a :s | Incorrect operand type for operator or function; operator: ADD, operand type:"
            + " STRING, typeSet: ALLOWED_FOR_ADD_OPERAND",
        "ADD a :b | Incorrect operand type for operator or function; operator: ADD, operand type:"
            + " Binary, typeSet: ALLOWED_FOR_ADD_OPERAND",
        "ADD a :l | Incorrect operand type for operator or function; operator: ADD, operand type:"
            + " LIST, typeSet: ALLOWED_FOR_ADD_OPERAND",
        "DELETE a :one | Incorrect operand type for operator or function; operator: DELETE, operand"
            + " type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND",
        "DELETE a :m | Incorrect operand type for operator or function; operator: DELETE, operand"
            + " type: MAP, typeSet: ALLOWED_FOR_DELETE_OPERAND",
        "SET a = ((:one + :one)) | The expression has redundant parentheses;",
      })
  void faultsAreNamed(String text, String message) {
    String error =
        catchThrowableOfType(ServiceException.class, () -> update(text)).error().message();

    assertThat(error).isEqualTo("Invalid UpdateExpression: " + message);
  }

  @Test
  void showsTheUpdatedPartsOfBothImages() {
    // Given
    UpdateExpression update =
        update("SET doc.#in.y = :s, lst[1] = :t, fresh = :s REMOVE a ADD num :one");

    // When
    Map<String, AttributeValue> after = after(update, ITEM);

    // Then
    assertThat(update.updated(ITEM))
        .isEqualTo(
            attributes(
                "doc", m("in", m("y", s("Y"))), "lst", l(s("1")), "a", s("x"), "num", n("5")));
    assertThat(update.updated(after))
        .isEqualTo(
            attributes(
                "doc",
                m("in", m("y", s("new"))),
                "lst",
                l(s("other")),
                "fresh",
                s("new"),
                "num",
                n("6")));
  }

  @Test
  void tellsTargetsFromOtherMentions() {
    UpdateExpression update = update("SET a = num, doc.x = if_not_exists(fresh, :s) REMOVE lst[0]");

    assertThat(update.targetNames()).containsExactly("a", "doc", "lst");
    assertThat(update.topLevelNames()).containsExactly("a", "num", "doc", "fresh", "lst");
  }

  @ParameterizedTest
  @CsvSource({
    "'REMOVE a', true",
    "'REMOVE a.b, c[3]', true",
    "'DELETE a :q', true",
    "'REMOVE a DELETE b :q', true",
    "'SET a = :s', false",
    "'ADD a :one', false",
    "'REMOVE a SET b = :s', false",
    "'DELETE a :q ADD b :q', false",
  })
  void tellsIfItCanOnlyTakeSomethingAway(String text, boolean onlyRemoves) {
    assertThat(update(text).onlyRemoves()).isEqualTo(onlyRemoves);
  }

  @ParameterizedTest
  @CsvSource({
    // :s is 3 bytes, :one 2, :l 3 + 2 * (1 + 2), :q 1.
    "'SET a = :s', 3 + 19 + 1 + 3",
    "'SET a = :s, four = :s', 3 + 19 + 1 + 3 + 19 + 4 + 3",
    "'SET #name = :s', 3 + 19 + 4 + 3",
    "'SET a.bc[10] = :s', 3 + 19 + 1 + 4 + 2 + 4 + 2 + 3",
    "'SET a = b', 3 + 19 + 1 + 1 + 14 + 1",
    "'SET a = b.c[0]', 3 + 19 + 1 + 1 + 14 + 1 + 14 + 1 + 14 + 1",
    "'SET a = (b)', 3 + 19 + 1 + 1 + 14 + 1",
    "'SET a = a + :one', 3 + 19 + 1 + 34 + 1 + 14 + 1 + 2",
    "'SET a = :one - a', 3 + 19 + 1 + 37 + 2 + 1 + 14 + 1",
    "'SET a = if_not_exists(b, :s)', 3 + 19 + 1 + 39 + 1 + 14 + 1 + 3",
    "'SET a = list_append(b, :l)', 3 + 19 + 1 + 37 + 1 + 14 + 1 + 9",
    "'SET a = list_append(if_not_exists(b, :l), :l)',"
        + " 3 + 19 + 1 + 37 + 39 + 1 + 14 + 1 + 9 + 9",
    "'ADD a :one', 3 + 19 + 1 + 2",
    "'REMOVE a', 3 + 1 + 1",
    "'REMOVE a.b, four', 3 + 1 + 1 + 4 + 1 + 1 + 4",
    "'DELETE a :q', 3 + 1 + 1",
    "'SET a = :s REMOVE b', 3 + 19 + 1 + 3 + 1 + 1",
  })
  void countsWhatItsStatementBringsAlongAndHowItIsWritten(String text, String sum) {
    long expected = Stream.of(sum.split(" \\+ ")).mapToLong(Long::parseLong).sum();

    assertThat(update(text).statementSize()).isEqualTo(expected);
  }

  @Test
  void isEqualIfItMeansTheSame() {
    assertThat(update("SET a = :s ADD #n :one"))
        .isEqualTo(update("set a=:s add num :one"))
        .isNotEqualTo(update("SET a = :t ADD #n :one"));
  }
}
