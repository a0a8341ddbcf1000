package io.larder.protocol.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.wire.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttributeValueJsonTest {
  static Map<String, AttributeValue> everyType() {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("s", new AttributeValue.Str("a\"b\\c/\u0001\n\té€😀\u007f"));
    attributes.put("n", new AttributeValue.Num(DynamoNumber.parse("-1.50")));
    attributes.put("b", new AttributeValue.Bin(Bytes.wrap(new byte[] {0, -1, 2, 3})));
    attributes.put("yes", new AttributeValue.Bool(true));
    attributes.put("no", new AttributeValue.Bool(false));
    attributes.put("nul", new AttributeValue.Null());
    attributes.put("ss", new AttributeValue.StrSet(List.of("", "x")));
    attributes.put(
        "ns", new AttributeValue.NumSet(List.of(DynamoNumber.of(-3), DynamoNumber.parse("1e40"))));
    attributes.put(
        "bs",
        new AttributeValue.BinSet(List.of(Bytes.wrap(new byte[0]), Bytes.wrap(new byte[] {9}))));
    attributes.put(
        "l",
        new AttributeValue.ListOf(
            List.of(new AttributeValue.Null(), new AttributeValue.ListOf(List.of()))));
    attributes.put(
        "m", new AttributeValue.MapOf(Map.of("näme \"q\"", new AttributeValue.MapOf(Map.of()))));
    return attributes;
  }

  @Test
  void itemsHaveOneCanonicalForm() {
    assertThat(new String(AttributeValueJson.write(everyType()), UTF_8))
        .isEqualTo(
            "{\"s\":{\"S\":\"a\\\"b\\\\c/\\u0001\\n\\té€😀\u007f\"},\"n\":{\"N\":\"-1.5\"},"
                + "\"b\":{\"B\":\"AP8CAw==\"},\"yes\":{\"BOOL\":true},\"no\":{\"BOOL\":false},"
                + "\"nul\":{\"NULL\":true},\"ss\":{\"SS\":[\"\",\"x\"]},"
                + "\"ns\":{\"NS\":[\"-3\",\"10000000000000000000000000000000000000000\"]},"
                + "\"bs\":{\"BS\":[\"\",\"CQ==\"]},\"l\":{\"L\":[{\"NULL\":true},{\"L\":[]}]},"
                + "\"m\":{\"M\":{\"näme \\\"q\\\"\":{\"M\":{}}}}}");
  }

  @Test
  void whatIsWrittenCanBeRead() {
    // Given
    Map<String, AttributeValue> attributes = everyType();

    // When
    Map<String, AttributeValue> read =
        AttributeValueJson.read(AttributeValueJson.write(attributes));

    // Then
    assertThat(read).isEqualTo(attributes);
    assertThat(read.keySet()).containsExactlyElementsOf(attributes.keySet());
    assertThat(AttributeValueJson.read(AttributeValueJson.write(Map.of()))).isEmpty();
  }

  @Test
  void randomItemsSurviveTheRoundTrip() {
    long seed = 4711;
    var random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      Map<String, AttributeValue> attributes = randomAttributes(random, 3);

      assertThat(AttributeValueJson.read(AttributeValueJson.write(attributes)))
          .as("seed %d, item %d", seed, i)
          .isEqualTo(attributes);
    }
  }

  static Map<String, AttributeValue> randomAttributes(Random random, int depth) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      attributes.put(randomText(random), randomValue(random, depth));
    }
    return attributes;
  }

  private static AttributeValue randomValue(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> new AttributeValue.Str(randomText(random));
      case 1 -> new AttributeValue.Num(DynamoNumber.parse("" + random.nextGaussian()));
      case 2 -> new AttributeValue.Bin(Bytes.wrap(randomText(random).getBytes(UTF_8)));
      case 3 -> new AttributeValue.Bool(random.nextBoolean());
      case 4 -> new AttributeValue.StrSet(List.of(randomText(random) + "1", "2"));
      case 5 ->
          new AttributeValue.ListOf(
              IntStream.range(0, random.nextInt(4))
                  .mapToObj(_ -> randomValue(random, depth - 1))
                  .toList());
      default -> new AttributeValue.MapOf(randomAttributes(random, depth - 1));
    };
  }

  private static String randomText(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int codePoint = random.nextInt(4) == 0 ? random.nextInt(0xD800) : random.nextInt(128);
      text.appendCodePoint(random.nextInt(20) == 0 ? 0x1F600 + random.nextInt(64) : codePoint);
    }
    return text.toString();
  }

  @Test
  void foreignJsonIsNoItem() {
    assertThatThrownBy(() -> AttributeValueJson.read("{\"a\": {\"S\":\"x\"}}".getBytes(UTF_8)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> AttributeValueJson.read("{\"a\":{\"X\":\"x\"}}".getBytes(UTF_8)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anItemIsSplicedIntoAResponseAsItIs() {
    // Given
    Item item = Item.of(everyType());
    var out = new JsonWriter(16);

    // When
    out.beginObject().name("Item").value(item).name("Count").value(1).endObject();

    // Then
    String json = new String(AttributeValueJson.write(everyType()), UTF_8);
    assertThat(new String(out.toByteArray(), UTF_8))
        .isEqualTo("{\"Item\":" + json + ",\"Count\":1}");
    assertThat(item.size()).isEqualTo(ItemSize.of(everyType()));
    assertThat(item).isEqualTo(Item.ofStored(json.getBytes(UTF_8), item.size()));
  }
}
