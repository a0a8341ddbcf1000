package io.larder.protocol.expression;

import static io.larder.protocol.expression.Values.attributes;
import static io.larder.protocol.expression.Values.l;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.legacy.LegacyAttributeUpdate;
import io.larder.protocol.expression.legacy.LegacyConditions;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Updates of many paths and of large values: what must not be done for each of them anew. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WorstUpdateTest {
  private static UpdateExpression update(String text, Object... values) {
    return new ExpressionAttributes(null, attributes(values)).update(text);
  }

  private static String joined(int count, IntFunction<String> part) {
    return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(","));
  }

  private static NumSet numbers(int first, int count) {
    return new NumSet(
        IntStream.range(first, first + count).mapToObj(i -> DynamoNumber.of(i)).toList());
  }

  @Test
  void aListIsCopiedOnceHoweverManyOfItsElementsChange() {
    // Given
    List<AttributeValue> elements = new ArrayList<>(Collections.nCopies(400_000, s("")));
    Map<String, AttributeValue> item = attributes("a", new ListOf(elements));
    UpdateExpression update =
        update(
            "SET "
                + joined(200, i -> "a[" + 2 * i + "]=:v")
                + " REMOVE "
                + joined(200, i -> "a[" + (2 * i + 1) + "]"),
            ":v",
            n("1"));

    // When
    Map<String, AttributeValue> after = Map.of();
    for (int times = 0; times < 50; times++) {
      after = update.apply(item);
    }

    // Then
    assertThat(after.get("a"))
        .isInstanceOfSatisfying(
            ListOf.class,
            list -> {
              assertThat(list.values()).hasSize(399_800);
              assertThat(list.values().subList(0, 200)).containsOnly(n("1"));
              assertThat(list.values().subList(200, 399_800)).containsOnly(s(""));
            });
  }

  @Test
  void aMapIsCopiedOnceHoweverManyOfItsMembersChange() {
    // Given
    Map<String, AttributeValue> members = new LinkedHashMap<>();
    IntStream.range(0, 60_000).forEach(i -> members.put("m" + i, l()));
    Map<String, AttributeValue> item = attributes("a", new MapOf(members));
    UpdateExpression update = update("SET " + joined(400, i -> "a.m" + i + "=:v"), ":v", n("1"));

    // When
    Map<String, AttributeValue> after = Map.of();
    for (int times = 0; times < 50; times++) {
      after = update.apply(item);
    }

    // Then
    assertThat(after.get("a"))
        .isInstanceOfSatisfying(
            MapOf.class,
            map -> {
              assertThat(map.values()).hasSize(60_000).containsEntry("m399", n("1"));
              assertThat(map.values().keySet()).startsWith("m0", "m1").endsWith("m59999");
            });
  }

  @Test
  void valuesThatNoItemCanHoldAreNotCopied() {
    // Given
    var list = new ListOf(Collections.nCopies(200_000, s("")));
    UpdateExpression update =
        update("SET " + joined(160, i -> "b" + i + "=list_append(a,a)"), ":v", n("1"));

    // Then: 64 million elements if all were made
    assertThatThrownBy(() -> update.apply(attributes("a", list)))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("Item size to update has exceeded the maximum allowed size");
  }

  @Test
  void aSetThatIsDeletedFromManyOthersIsNotGoneOverForEach() {
    // Given
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    IntStream.range(0, 500).forEach(i -> item.put("b" + i, numbers(i, 2)));
    UpdateExpression update =
        update("DELETE " + joined(500, i -> "b" + i + " :v"), ":v", numbers(1, 100_000));

    // When
    Map<String, AttributeValue> after = Map.of();
    for (int times = 0; times < 50; times++) {
      after = update.apply(item);
    }

    // Then
    assertThat(after).containsOnly(Map.entry("b0", numbers(0, 1)));
  }

  @Test
  void theStatementIsMeasuredUntilItIsTooLarge() {
    // Given
    var list = new ListOf(Collections.nCopies(1_000_000, s("")));

    // When
    long size = 0;
    for (int times = 0; times < 20; times++) {
      size = update("SET " + joined(450, i -> "b" + i + "=:v"), ":v", list).statementSize();
    }

    // Then
    assertThat(size).isBetween(1_000_000L, 2_000_000L);
  }

  @Test
  void onlyTheFirstMessageIsMade() {
    // Given: each message would have 360,000 characters
    String name = "n".repeat(60_000);
    String path = "#n.#n.#n";
    String text =
        "SET "
            + joined(110, i -> path + "[" + i + "]=:v")
            + " REMOVE "
            + joined(100, i -> path + ".x" + i);
    var placeholders = new ExpressionAttributes(Map.of("#n", name), attributes(":v", n("1")));

    // Then
    for (int times = 0; times < 20; times++) {
      assertThatThrownBy(() -> placeholders.update(text))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("Two document paths conflict with each other");
    }
  }

  @Test
  void anItemIsSearchedOnceForManyNames() {
    // Given
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    IntStream.range(0, 100_000).forEach(i -> attributes.put("n" + i, l()));
    Map<String, LegacyAttributeUpdate> updates = new LinkedHashMap<>();
    IntStream.range(0, 100_000)
        .forEach(i -> updates.put("n" + i, new LegacyAttributeUpdate(n("1"), "PUT")));
    UpdateExpression update = LegacyConditions.attributeUpdates(updates);
    var before = Item.of(attributes).attributes();

    // When
    Item after = before.with(update.targetNames(), update.apply(before));

    // Then
    assertThat(after.attributes()).hasSize(100_000).containsEntry("n99999", n("1"));
  }
}
