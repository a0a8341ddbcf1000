package io.larder.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class JsonWriterTest {
  /** What a JSON parser makes of the one string, or the strings of the one array, written. */
  private static List<String> read(JsonWriter out) {
    List<String> strings = new ArrayList<>();
    try (var parser =
        new JsonFactory().createParser(ObjectReadContext.empty(), out.toByteArray())) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          strings.add(parser.getString());
        }
      }
    }
    return strings;
  }

  private static String text(JsonWriter out) {
    return new String(out.buffer(), 0, out.length(), UTF_8);
  }

  @Test
  void commasComeByThemselves() {
    // Given
    var out = new JsonWriter(1);

    // When
    out.beginObject()
        .name("a")
        .value("x{")
        .name("b")
        .beginArray()
        .value(1)
        .value(-20)
        .value(Long.MIN_VALUE)
        .value(1.0)
        .value(0.5)
        .value(true)
        .value(false)
        .nullValue()
        .beginArray()
        .endArray()
        .beginObject()
        .endObject()
        .value("")
        .endArray()
        .name("c:")
        .beginObject()
        .name("d")
        .base64Value(new byte[] {1, 2, 3, 4})
        .endObject()
        .name("e")
        .rawValue("..[1,2]..".getBytes(UTF_8), 2, 5)
        .name("f")
        .value(7)
        .endObject();

    // Then
    assertThat(text(out))
        .isEqualTo(
            "{\"a\":\"x{\",\"b\":[1,-20,-9223372036854775808,1.0,0.5,true,false,null,[],{},\"\"],"
                + "\"c:\":{\"d\":\"AQIDBA==\"},\"e\":[1,2],\"f\":7}");
    assertThat(out.toByteArray()).hasSize(out.length());
  }

  @Test
  void startsAgainAfterClear() {
    // Given
    var out = new JsonWriter();
    out.beginArray().value(1).endArray();

    // When
    out.clear();
    out.beginArray().value(2).endArray();

    // Then
    assertThat(text(out)).isEqualTo("[2]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "quote\" back\\ slash/",
        "\b\f\n\r\t\u0000\u001f\u007f",
        "é€",
        "\ud7ff\ue000",
        "😀 and more",
        "a\"😀"
      })
  void stringsAreReadBackAsTheyWere(String text) {
    // Given
    var out = new JsonWriter(0);

    // When
    out.value(text);

    // Then
    assertThat(read(out)).containsExactly(text);
  }

  @Test
  void longStringsGrowTheBuffer() {
    // Given
    String text = "é\n".repeat(10_000);
    var out = new JsonWriter(0);

    // When
    out.beginArray().value(text).value("x".repeat(100_000)).endArray();

    // Then
    assertThat(read(out)).containsExactly(text, "x".repeat(100_000));
  }

  @Test
  void halvesOfASurrogatePairBecomeQuestionMarks() {
    // Given
    var out = new JsonWriter();

    // When
    out.beginArray().value("a\ud83d").value("\ude00b").value("\ud83d\ud83d\ude00").endArray();

    // Then
    assertThat(text(out)).isEqualTo("[\"a?\",\"?b\",\"?😀\"]");
  }
}
