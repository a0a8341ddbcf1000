package io.larder.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What is read without loss, judged by the JDK's own encoder and decoder. */
class JsonTextTest {
  private static final JsonFactory JSON = new JsonFactory();

  /** Text as it may be written, whole and damaged, each in its bytes. */
  private static final byte[][] PIECES = {
    ascii("a"),
    ascii("plain ASCII, longer than eight"),
    ascii("\\n"),
    ascii("\\\\"),
    ascii("\\/"),
    ascii("\\u0041"),
    ascii("\\uD83D\\uDE00"),
    ascii("\\ud83d"),
    ascii("\\ude00"),
    ascii("\\uDBFF"),
    ascii("\\uDfFf"),
    utf8("é"),
    utf8("€"),
    utf8("😀"),
    bytes("EDA080"),
    bytes("EDB080"),
    bytes("EDA0BDEDB880"),
    bytes("ED9FBF"),
    bytes("EE8080"),
    bytes("C0AF"),
    bytes("C181"),
    bytes("C280"),
    bytes("E08080"),
    bytes("E0A080"),
    bytes("F0808080"),
    bytes("F0908080"),
    bytes("F48FBFBF"),
    bytes("F4908080"),
    bytes("F5808080"),
    bytes("E282"),
    bytes("80"),
    bytes("FF"),
  };

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static boolean isLossless(byte[] json) {
    return JsonText.isLossless(json, 0, json.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"a\":\"b\"}",
        "\"\\ud83d\\ude00\"",
        "\"\\uD83D\\uDE00 and more\"",
        "\"\\\\ud83d\"",
        "\"\\\\\\\\ud83d\"",
        "\"\\ud7ff\\ue000\"",
        "\"\\",
        "\"\\u",
        "\"\\u12",
        "\"\\ud8",
        "\"\\ud8zz\"",
        "é€😀",
      })
  void wholeCharactersAreLossless(String json) {
    assertThat(isLossless(utf8(json))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\uDBFF\"",
        "\"\\udFFF\"",
        "\"\\ude00\\ud83d\"",
        "\"\\ud83d\\ud83d\\ude00\"",
        "\"\\ud83d\\ude00\\ude00\"",
        "\"\\ud83d \\ude00\"",
        "\"\\ud83d\\n\"",
        "\"\\ud83d\\\\ude00\"",
        "\"\\\\\\ud83d\"",
        "\"\\ud83d",
        "\"\\ud83d\\",
        "\"\\ud83d\\u",
        "\"\\ud83d\\ude0",
      })
  void escapedHalvesOfPairsAreNot(String json) {
    assertThat(isLossless(utf8(json))).isFalse();
  }

  @Test
  void onlyTheGivenPartIsLookedAt() {
    byte[] json = bytes("FF 6162 E282AC FF".replace(" ", ""));

    assertThat(JsonText.isLossless(json, 1, 6)).isTrue();
    assertThat(JsonText.isLossless(json, 1, 5)).isFalse();
    assertThat(JsonText.isLossless(json, 0, 6)).isFalse();
    assertThat(JsonText.isLossless(json, 1, 7)).isFalse();
  }

  @Test
  void whatIsLosslessIsWhatJavaCanReadAndWriteAgain() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    int lossless = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] json = string(random);
      boolean expected = survives(json);
      lossless += expected ? 1 : 0;
      assertThat(isLossless(json))
          .as("seed %d: %s", seed, HexFormat.of().formatHex(json))
          .isEqualTo(expected);
    }
    assertThat(lossless).isBetween(5_000, 45_000);
  }

  private static byte[] string(Random random) {
    var json = new ByteArrayOutputStream();
    json.write('"');
    for (int i = random.nextInt(4); i >= 0; i--) {
      // Half of the pieces are whole characters, so that a good part of the strings is.
      json.writeBytes(PIECES[random.nextInt(random.nextBoolean() ? 7 : PIECES.length)]);
    }
    json.write('"');
    return json.toByteArray();
  }

  /** True if the bytes are UTF-8 and the string that they hold can be written as UTF-8. */
  private static boolean survives(byte[] json) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
        parser.nextToken();
        return StandardCharsets.UTF_8.newEncoder().canEncode(parser.getString());
      }
    } catch (CharacterCodingException | JacksonException e) {
      return false;
    }
  }
}
