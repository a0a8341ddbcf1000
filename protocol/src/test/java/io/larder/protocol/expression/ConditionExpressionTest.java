package io.larder.protocol.expression;

import static io.larder.protocol.expression.Values.attributes;
import static io.larder.protocol.expression.Values.b;
import static io.larder.protocol.expression.Values.bool;
import static io.larder.protocol.expression.Values.bs;
import static io.larder.protocol.expression.Values.l;
import static io.larder.protocol.expression.Values.m;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.ns;
import static io.larder.protocol.expression.Values.nul;
import static io.larder.protocol.expression.Values.s;
import static io.larder.protocol.expression.Values.ss;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionExpressionTest {
  private static final Map<String, AttributeValue> ITEM =
      attributes(
          "str", s("abc"),
          "blank", s(""),
          "num", n("5"),
          "neg", n("-3.5"),
          "bin", b("abc"),
          "yes", bool(true),
          "nil", nul(),
          "strs", ss("a", "b"),
          "nums", ns("1", "2.5"),
          "bins", bs("x", "y"),
          "lst", l(s("a"), n("1"), m("x", n("9"))),
          "doc", m("nest", m("deep", s("v")), "lst", l(n("1"))),
          "emoji", s("😀"));

  private static final Map<String, AttributeValue> VALUES =
      Map.ofEntries(
          Map.entry(":a", s("a")),
          Map.entry(":b", s("b")),
          Map.entry(":abc", s("abc")),
          Map.entry(":bc", s("bc")),
          Map.entry(":v", s("v")),
          Map.entry(":none", s("")),
          Map.entry(":tilde", s("\uFFFD")),
          Map.entry(":zero", n("0")),
          Map.entry(":one", n("1.0")),
          Map.entry(":two", n("2")),
          Map.entry(":three", n("3")),
          Map.entry(":five", n("5.00")),
          Map.entry(":six", n("6")),
          Map.entry(":half", n("2.50")),
          Map.entry(":binAbc", b("abc")),
          Map.entry(":binBc", b("bc")),
          Map.entry(":x", b("x")),
          Map.entry(":true", bool(true)),
          Map.entry(":false", bool(false)),
          Map.entry(":null", nul()),
          Map.entry(":strs", ss("a", "b")),
          Map.entry(":swapped", ss("b", "a")),
          Map.entry(":nums", ns("2.5", "1.0")),
          Map.entry(":typeS", s("S")),
          Map.entry(":typeM", s("M")),
          Map.entry(":typeNull", s("NULL")),
          Map.entry(":map", m("x", n("9.0"))),
          Map.entry(":list", l(s("a"), n("1"), m("x", n("9")))));

  private static final Map<String, String> NAMES = Map.of("#s", "str", "#dot", "nest", "#d", "doc");

  private static boolean matches(String text) {
    var attributes = new ExpressionAttributes(NAMES, VALUES);
    return attributes.condition(text).matches(ITEM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "str = :abc",
        "#s = :abc",
        ":abc = str",
        "num = :five",
        "num <> :six",
        "num < :six",
        "num <= :five",
        "num > neg",
        "num >= :five",
        "neg < :zero",
        "bin = :binAbc",
        "yes = :true",
        "yes <> :false",
        "nil = :null",
        "strs = :swapped",
        "nums = :nums",
        "lst = :list",
        "lst[2] = :map",
        "lst[ 0 ] = :a",
        "doc.nest.deep = :v",
        "#d.#dot.deep = :v",
        "doc.lst[0] = :one",
        "str <> :five",
        "gone <> :five",
        "gone <> rest",
        "num BETWEEN :five AND :six",
        "num between :zero and :five",
        "str BETWEEN :a AND :b",
        "num IN (:one, :five)",
        "str in (:a,:b,:abc)",
        "attribute_exists(str)",
        "attribute_exists(doc.nest)",
        "attribute_exists(lst[2].x)",
        "attribute_not_exists(gone)",
        "attribute_not_exists(lst[3])",
        "attribute_not_exists(lst[4294967294])",
        "attribute_not_exists(str.a)",
        "attribute_not_exists(str[0])",
        "attribute_type(str, :typeS)",
        "attribute_type(nil, :typeNull)",
        "attribute_type(doc.nest, :typeM)",
        "begins_with(str, :a)",
        "begins_with(str, :none)",
        "begins_with(bin, :binAbc)",
        "contains(str, :bc)",
        "contains(str, :none)",
        "contains(bin, :binBc)",
        "contains(strs, :a)",
        "contains(nums, :one)",
        "contains(nums, :half)",
        "contains(bins, :x)",
        "contains(lst, :one)",
        "contains(lst, :map)",
        "size(str) = :three",
        "size(emoji) = :two",
        "size(bin) = :three",
        "size(strs) = :two",
        "size(lst) = :three",
        "size(doc) = :two",
        "size(blank) = :zero",
        "size(:abc) = :three",
        "(size(str)) < :six",
        "(str) = (:abc)",
        "(num) BETWEEN (:one) AND (num)",
        "contains((str), (:bc))",
        "size(str) > size(doc)",
        "NOT num = :six",
        "not not num = :five",
        "num = :five AND str = :abc AND yes = :true",
        "num = :six OR str = :abc",
        "num = :six OR num = :five AND str = :abc",
        "(num = :five OR num = :six) AND str = :abc",
        "NOT (num = :six AND str = :abc)",
        "NOT num = :six AND str = :abc",
        "attribute_exists(str)AND(num=:five)",
        "\tnum\n=\r:five "
      })
  void holds(String text) {
    assertThat(matches(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "str = :five",
        "num = :six",
        "num <> :five",
        "str < :five",
        "gone = :five",
        "gone = rest",
        "gone < :five",
        "gone BETWEEN :zero AND :six",
        "num BETWEEN :six AND :six",
        "str BETWEEN :zero AND :six",
        "gone IN (:five, rest)",
        "str IN (:five)",
        "yes < num",
        "strs > nums",
        "doc < lst",
        "attribute_exists(gone)",
        "attribute_exists(doc.gone)",
        "attribute_not_exists(str)",
        "attribute_type(str, :typeM)",
        "attribute_type(gone, :typeS)",
        "begins_with(str, :bc)",
        "begins_with(num, :a)",
        "begins_with(gone, :a)",
        "begins_with(bin, :a)",
        "contains(str, :x)",
        "contains(strs, :one)",
        "contains(strs, :bc)",
        "contains(lst, :six)",
        "contains(num, :five)",
        "contains(gone, :a)",
        "size(num) = :one",
        "size(gone) = :zero",
        "size(yes) < :six",
        "num = :five AND str = :a",
        "num = :six OR str = :a",
        "NOT num = :five"
      })
  void doesNotHold(String text) {
    assertThat(matches(text)).isFalse();
  }

  @Test
  void stringsCompareByTheirUtf8Bytes() {
    // U+1F600 comes after U+FFFD in UTF-8, though its first char is below it.
    assertThat(matches("emoji > :tilde")).isTrue();
  }

  @Test
  void namesWhatItMentionsAndWhatItReachesInto() {
    // Given
    var attributes = new ExpressionAttributes(NAMES, VALUES);

    // When
    ConditionExpression condition =
        attributes.condition("#s = :a OR size(lst[1]) > num AND NOT attribute_exists(#d.x)");

    // Then
    assertThat(condition.topLevelNames()).containsExactly("str", "lst", "num", "doc");
    assertThat(condition.dereferencedNames()).containsExactly("lst", "doc");
  }

  @Test
  void isEqualIfItMeansTheSameWhateverThePlaceholders() {
    // Given
    Map<String, AttributeValue> otherValues = new HashMap<>(Map.of(":q", n("5.0"), ":r", s("x")));
    var other = new ExpressionAttributes(Map.of("#x", "num", "#y", "str"), otherValues);

    // When
    ConditionExpression one =
        new ExpressionAttributes(null, Map.of(":five", n("5"), ":x", s("x")))
            .filter("num = :five and str <> :x");
    ConditionExpression two = other.filter("( #x=:q ) AND #y <> :r");

    // Then
    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
    assertThat(one).isNotEqualTo(other.filter("#x = :q AND #y = :r"));
  }

  @Test
  void threeHundredOperatorsAreNotTooMany() {
    // Given
    String longest = "NOT a=:x" + " OR a=:x".repeat(149);
    var attributes = new ExpressionAttributes(null, Map.of(":x", s("x")));

    // When
    ConditionExpression condition = attributes.condition(longest);

    // Then
    assertThat(condition.matches(Map.of("a", s("x")))).isTrue();
    assertThat(condition.topLevelNames()).containsExactly("a");
  }
}
