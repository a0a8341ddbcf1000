package io.larder.protocol.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ItemTest {
  private static final AttributeValue VALUE = new AttributeValue.Str("new \"value\"");

  @Test
  void givesEachAttributeAndAllOfThem() {
    // Given
    Map<String, AttributeValue> attributes = AttributeValueJsonTest.everyType();
    attributes.put("näme \"q\"", VALUE);
    attributes.put("S", VALUE);
    Map<String, AttributeValue> view = Item.of(attributes).attributes();

    // When / Then
    assertThat(view).hasSameSizeAs(attributes);
    attributes.forEach(
        (name, value) -> {
          assertThat(view.get(name)).as(name).isEqualTo(value);
          assertThat(Item.of(attributes).attributes().get(name)).as(name).isEqualTo(value);
        });
    assertThat(view.get("q\"")).isNull();
    assertThat(view.get("")).isNull();
    assertThat(view.get("nothing")).isNull();
    assertThat(view).isEqualTo(attributes);
    assertThat(view.keySet()).containsExactlyElementsOf(attributes.keySet());
    assertThat(Item.of(Map.of()).attributes()).isEmpty();
  }

  @Test
  void changesWhatIsNamedAndLeavesTheRest() {
    long seed = 4711;
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      // Given
      Map<String, AttributeValue> attributes = AttributeValueJsonTest.randomAttributes(random, 2);
      List<String> names = new ArrayList<>(attributes.keySet());
      names.addAll(List.of("fresh", "ünknown"));
      Collections.shuffle(names, random);
      names = names.subList(0, random.nextInt(names.size() + 1));
      Map<String, AttributeValue> after = new LinkedHashMap<>();
      Map<String, AttributeValue> expected = new LinkedHashMap<>(attributes);
      for (String name : names) {
        expected.remove(name);
        if (random.nextBoolean()) {
          after.put(name, VALUE);
        }
      }
      expected.putAll(after);
      Item item = Item.of(attributes);

      // When
      Item changed = item.attributes().with(names, after);

      // Then
      assertThat(changed.attributes()).as("seed %d, item %d", seed, i).isEqualTo(expected);
      assertThat(changed.size()).as("seed %d, item %d", seed, i).isEqualTo(ItemSize.of(expected));
      assertThat(item.attributes()).isEqualTo(attributes);
    }
  }

  @Test
  void aChangedAttributeKeepsItsPlaceAndNewOnesComeLast() {
    // Given
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    for (String name : List.of("a", "b", "c", "d")) {
      attributes.put(name, new AttributeValue.Null());
    }
    Map<String, AttributeValue> after = new LinkedHashMap<>();
    after.put("x", VALUE);
    after.put("b", VALUE);
    Item item = Item.of(attributes);

    // When
    Item changed = item.attributes().with(List.of("x", "a", "b", "none"), after);

    // Then
    assertThat(changed.attributes().keySet()).containsExactly("b", "c", "d", "x");
  }

  @Test
  void anItemInAPartOfAnArrayIsTheSame() {
    // Given
    Item whole = Item.of(AttributeValueJsonTest.everyType());
    int length = whole.jsonLength();
    byte[] array = "{\"x\":".repeat(2).concat(" ".repeat(length)).concat("}}").getBytes(UTF_8);
    whole.copyJsonTo(array, 10);

    // When
    Item part = Item.ofStored(array, 10, 10 + length, whole.size());
    Item changed = part.attributes().with(List.of("S", "fresh"), Map.of("fresh", VALUE));

    // Then
    assertThat(part).isEqualTo(whole).hasSameHashCodeAs(whole);
    assertThat(part.jsonLength()).isEqualTo(length);
    assertThat(part.heldBytes()).isEqualTo(array.length);
    assertThat(part.attributes().get("S")).isEqualTo(whole.attributes().get("S"));
    assertThat(part.attributes().get("none")).isNull();
    assertThat(part.attributes()).hasSameSizeAs(whole.attributes());
    assertThat(changed)
        .isEqualTo(whole.attributes().with(List.of("S", "fresh"), Map.of("fresh", VALUE)));
  }
}
