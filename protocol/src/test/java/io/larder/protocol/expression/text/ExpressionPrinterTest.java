package io.larder.protocol.expression.text;

import static io.larder.protocol.expression.Values.after;
import static io.larder.protocol.expression.Values.l;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.expression.legacy.LegacyAttributeUpdate;
import io.larder.protocol.expression.legacy.LegacyCondition;
import io.larder.protocol.expression.legacy.LegacyConditions;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A failure names the seed of its tree; a test of that seed alone repeats it. */
class ExpressionPrinterTest {
  private static final int SEEDS = 4_000;

  private static final int MAX_TEXT = ServiceQuotas.MAX_EXPRESSION_BYTES;

  /** What a tree or a text is turned into: an expression, or what the service says against it. */
  private static Object expressionOrFault(Supplier<Object> expression) {
    try {
      return expression.get();
    } catch (ServiceException refused) {
      return refused.error().message();
    }
  }

  private static ExpressionAttributes placeholders(ExpressionPrinter printer) {
    return new ExpressionAttributes(printer.names(), printer.values());
  }

  /** Checks that {@code text} reads as {@code tree}, with all placeholders and no others. */
  private static void assertReadsAs(
      Object tree,
      String text,
      ExpressionPrinter printer,
      Function<ExpressionAttributes, Object> parse,
      long seed) {
    if (text.length() > MAX_TEXT) {
      return;
    }
    ExpressionAttributes placeholders = placeholders(printer);
    String description = "seed " + seed + ": " + text;
    assertThat(expressionOrFault(() -> parse.apply(placeholders))).as(description).isEqualTo(tree);
    if (!(tree instanceof String)) {
      assertThatCode(placeholders::verifyAllUsed).as(description).doesNotThrowAnyException();
    }
  }

  private static void assertConditionReads(long seed) {
    Condition tree = new RandomTrees(seed).condition(4);
    var printer = new ExpressionPrinter();
    String text = printer.condition(ConditionExpression.ofChecked(tree));
    assertReadsAs(
        expressionOrFault(() -> ConditionExpression.of("ConditionExpression", tree)),
        text,
        printer,
        placeholders -> placeholders.condition(text),
        seed);
  }

  @Test
  void whatIsPrintedOfAConditionReadsAsTheSameOrIsRefusedAsTheSame() {
    IntStream.range(0, SEEDS).forEach(ExpressionPrinterTest::assertConditionReads);
  }

  private static void assertKeyConditionReads(long seed) {
    Condition tree = new RandomTrees(seed).keyCondition();
    Object expected =
        expressionOrFault(
            () ->
                KeyConditionExpression.of(ConditionExpression.of("KeyConditionExpression", tree)));
    var printer = new ExpressionPrinter();
    String text =
        expected instanceof KeyConditionExpression expression
            ? printer.keyCondition(expression)
            : printer.condition(ConditionExpression.ofChecked(tree));
    assertReadsAs(expected, text, printer, placeholders -> placeholders.keyCondition(text), seed);
  }

  @Test
  void whatIsPrintedOfAKeyConditionReadsAsTheSameOrIsRefusedAsTheSame() {
    IntStream.range(0, SEEDS).forEach(ExpressionPrinterTest::assertKeyConditionReads);
  }

  private static void assertProjectionReads(long seed) {
    var tree = ProjectionExpression.ofChecked(new RandomTrees(seed).paths());
    var printer = new ExpressionPrinter();
    String text = printer.projection(tree);
    assertReadsAs(
        expressionOrFault(() -> ProjectionExpression.of(tree.paths())),
        text,
        printer,
        placeholders -> placeholders.projection(text),
        seed);
  }

  @Test
  void whatIsPrintedOfAProjectionReadsAsTheSameOrIsRefusedAsTheSame() {
    IntStream.range(0, SEEDS).forEach(ExpressionPrinterTest::assertProjectionReads);
  }

  private static void assertUpdateReads(long seed) {
    List<UpdateAction> actions = new RandomTrees(seed).actions();
    var printer = new ExpressionPrinter();
    String text = printer.update(UpdateExpression.ofChecked(actions));
    assertReadsAs(
        expressionOrFault(() -> UpdateExpression.of(actions)),
        text,
        printer,
        placeholders -> placeholders.update(text),
        seed);
  }

  @Test
  void whatIsPrintedOfAnUpdateReadsAsTheSameOrIsRefusedAsTheSame() {
    IntStream.range(0, SEEDS).forEach(ExpressionPrinterTest::assertUpdateReads);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a = :x AND (b = :y OR NOT (c = :x))      | a=:0 AND(b=:1 OR NOT c=:0)",
        "NOT (a = :x AND b = :y)                  | NOT(a=:0 AND b=:1)",
        "(a = :x AND b = :y) AND c = :x OR c = :y | a=:0 AND b=:1 AND c=:0 OR c=:1",
        "a BETWEEN :x AND :y AND size(c) <> :x    | a BETWEEN:0 AND:1 AND size(c)<>:0",
        "Artist IN (:x, :y) OR #in.#dot[3] = :x   | #0 IN(:0,:1)OR#1.#2[3]=:0",
      })
  void aConditionIsPrintedWithoutWhatItDoesNotNeed(String text, String printed) {
    // Given
    var placeholders =
        new ExpressionAttributes(
            Map.of("#in", "in", "#dot", "a.b"), Map.of(":x", n("1"), ":y", n("2")));
    var printer = new ExpressionPrinter();

    // When
    String result = printer.condition(placeholders.condition(text));

    // Then
    assertThat(result).isEqualTo(printed);
  }

  @Test
  void theExpressionsOfARequestShareTheirPlaceholders() {
    // Given
    var printer = new ExpressionPrinter();
    var placeholders = new ExpressionAttributes(Map.of(), Map.of(":x", n("1"), ":y", n("1.0")));

    // When
    String update =
        printer.update(placeholders.update("REMOVE b SET Count1 = (a + :x) - Count1 ADD c :y"));
    String condition = printer.condition(placeholders.condition("Count1 = :y"));

    // Then
    assertThat(update).isEqualTo("REMOVE b SET#0=(a+:0)-#0 ADD c:0");
    assertThat(condition).isEqualTo("#0=:0");
    assertThat(printer.names()).containsExactly(Map.entry("#0", "Count1"));
    assertThat(printer.values()).containsExactly(Map.entry(":0", n("1")));
  }

  @Test
  void theLongestTextDoesNotGrow() {
    // Given
    String text =
        "aa[1000].bb[1000].cc<:a OR ".repeat(149)
            + "aa[1000].bb[1000].cc"
            + "[10]".repeat(12)
            + "<:abc";
    var placeholders = new ExpressionAttributes(null, Map.of(":a", n("1"), ":abc", n("2")));

    // When
    String printed = new ExpressionPrinter().condition(placeholders.filter(text));

    // Then
    assertThat(text).hasSize(MAX_TEXT);
    assertThat(printed).hasSize(MAX_TEXT - 2);
  }

  @Test
  void aThirdLevelOfPlaceholdersBeginsWhereTheSecondEnds() {
    // Given
    var printer = new ExpressionPrinter();
    List<String> attributes = IntStream.range(0, 5_000).mapToObj(i -> "name" + i).toList();

    // When
    printer.projection(ProjectionExpression.ofAttributes(attributes));

    // Then
    assertThat(printer.names()).containsValues(attributes.toArray(String[]::new)).hasSize(5_000);
    assertThat(
            printer.names().keySet().stream()
                .collect(Collectors.groupingBy(String::length, Collectors.counting())))
        .containsEntry(2, 63L)
        .containsEntry(3, 63L * 63);
  }

  private static final List<String> OPERATORS =
      List.of(
          "EQ",
          "NE",
          "LE",
          "LT",
          "GE",
          "GT",
          "NOT_NULL",
          "NULL",
          "CONTAINS",
          "NOT_CONTAINS",
          "BEGINS_WITH",
          "IN",
          "BETWEEN");

  private static LegacyCondition legacyCondition(RandomTrees random) {
    String operator = random.oneOf(OPERATORS);
    int values =
        switch (operator) {
          case "NULL", "NOT_NULL" -> 0;
          case "BETWEEN" -> 2;
          case "IN" -> random.upTo(10) == 0 ? 250 : 3;
          default -> 1;
        };
    List<AttributeValue> all =
        IntStream.range(0, values).mapToObj(i -> i < 2 ? random.value() : n("" + i)).toList();
    return new LegacyCondition(operator, all, null, null);
  }

  private static void assertFilterMeansTheSame(long seed) {
    var random = new RandomTrees(seed);
    Map<String, LegacyCondition> conditions = new LinkedHashMap<>();
    for (int count = random.upTo(3); count >= 0; count--) {
      conditions.put(random.name(), legacyCondition(random));
    }
    String operator = random.oneOf(List.of("AND", "OR"));
    if (!(expressionOrFault(() -> LegacyConditions.filter(conditions, operator))
        instanceof ConditionExpression filter)) {
      return;
    }
    var printer = new ExpressionPrinter();
    String text = printer.condition(filter);
    ConditionExpression parsed = placeholders(printer).filter(text);
    for (int items = 0; items < 5; items++) {
      Map<String, AttributeValue> item = random.item();
      assertThat(parsed.matches(item))
          .as("seed %d: %s on %s", seed, text, item)
          .isEqualTo(filter.matches(item));
    }
  }

  @Test
  void whatIsPrintedOfAFilterMapMeansTheSame() {
    IntStream.range(0, SEEDS).forEach(ExpressionPrinterTest::assertFilterMeansTheSame);
  }

  private static void assertUpdatesMeanTheSame(long seed) {
    var random = new RandomTrees(seed);
    Map<String, LegacyAttributeUpdate> updates = new LinkedHashMap<>();
    for (int count = random.upTo(3); count >= 0; count--) {
      String action = random.oneOf(List.of("PUT", "ADD", "DELETE"));
      updates.put(random.name(), new LegacyAttributeUpdate(random.value(), action));
    }
    if (!(expressionOrFault(() -> LegacyConditions.attributeUpdates(updates))
        instanceof UpdateExpression update)) {
      return;
    }
    var printer = new ExpressionPrinter();
    String text = printer.update(update);
    UpdateExpression parsed = placeholders(printer).update(text);
    for (int items = 0; items < 5; items++) {
      Map<String, AttributeValue> item = random.item();
      boolean isRefused = expressionOrFault(() -> update.apply(item)) instanceof String;
      String description = "seed %d: %s on %s".formatted(seed, text, item);
      if (isRefused) {
        assertThatThrownBy(() -> parsed.apply(item))
            .as(description)
            .isInstanceOf(ServiceException.class);
      } else {
        assertThat(after(parsed, item)).as(description).isEqualTo(after(update, item));
      }
    }
  }

  @Test
  void whatIsPrintedOfAttributeUpdatesMeansTheSame() {
    IntStream.range(0, SEEDS).forEach(ExpressionPrinterTest::assertUpdatesMeanTheSame);
  }

  @Test
  void whatCannotBeAKeyConditionHasNoText() {
    // Given
    KeyConditionExpression contains =
        LegacyConditions.keyConditions(
            Map.of("a", new LegacyCondition("CONTAINS", List.of(s("a")), null, null)));

    // When
    var printer = new ExpressionPrinter();

    // Then
    assertThatThrownBy(() -> printer.keyCondition(contains))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aListIsAddedToByAppending() {
    // Given
    UpdateExpression update =
        LegacyConditions.attributeUpdates(Map.of("a", new LegacyAttributeUpdate(l(n("1")), "ADD")));

    // When
    String text = new ExpressionPrinter().update(update);

    // Then
    assertThat(text).isEqualTo("SET a=list_append(if_not_exists(a,:0),:1)");
  }
}
