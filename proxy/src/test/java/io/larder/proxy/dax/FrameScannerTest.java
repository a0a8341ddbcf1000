package io.larder.proxy.dax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.cbor.MalformedCbor;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameScannerTest {
  private final FrameScanner scanner = new FrameScanner();

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00",
        "17",
        "1817",
        "190100",
        "1a00010000",
        "1bffffffffffffffff",
        "20",
        "3903e7",
        "40",
        "4401020304",
        "5803010203",
        "5b0000000000000001ff",
        "60",
        "63616263",
        "5f41014102ff",
        "7f61616162ff",
        "5fff",
        "80",
        "83010203",
        "9f0102ff",
        "9fff",
        "a0",
        "a10102",
        "bf0102ff",
        "bfff",
        "d90cf98161ff",
        "c24101",
        "c1c1c100",
        "f4",
        "f5",
        "f6",
        "f7",
        "f93c00",
        "fa3f800000",
        "fb3ff0000000000000",
        "8283010240a101818181",
        "9f9f9fffffff",
        "9fbf01bf02d90cfa80ffffff"
      })
  void anItemEndsWhereTheReaderSaysHoweverItIsCut(String item) {
    // Given
    byte[] whole = hex(item + "00");
    var reader = new CborReader(whole);
    reader.skip();
    int end = reader.position();

    // When
    scanner.expect(1);
    int whereWhole = scanner.scan(whole, 0, whole.length);

    // Then
    assertThat(whereWhole).isEqualTo(end);
    assertThat(scanner.isDone()).isTrue();
    scanner.expect(1);
    for (int at = 0; at < end; at++) {
      assertThat(scanner.isDone()).isFalse();
      assertThat(scanner.scan(whole, at, at + 1)).isEqualTo(at + 1);
    }
    assertThat(scanner.isDone()).isTrue();
    assertThat(scanner.scan(whole, end, whole.length)).isEqualTo(end);
  }

  @RepeatedTest(200)
  void randomItemsEndWhereTheReaderSaysHoweverTheyAreCut(RepetitionInfo repetition) {
    // Given
    var random = new SplittableRandom(repetition.getCurrentRepetition());
    var out = new CborWriter();
    int items = 1 + random.nextInt(4);
    for (int i = 0; i < items; i++) {
      writeRandom(random, 6, out);
    }
    byte[] whole = out.writeInt(0).toByteArray();

    // When
    scanner.expect(items);
    int at = 0;
    while (!scanner.isDone()) {
      at = scanner.scan(whole, at, Math.min(at + 1 + random.nextInt(20), whole.length));
    }

    // Then
    var reader = new CborReader(whole);
    for (int i = 0; i < items; i++) {
      reader.skip();
    }
    assertThat(at).isEqualTo(reader.position());
  }

  private static void writeRandom(SplittableRandom random, int depth, CborWriter out) {
    int count = random.nextInt(5);
    switch (random.nextInt(depth > 0 ? 10 : 4)) {
      case 0 -> out.writeInt(random.nextLong() >> random.nextInt(64));
      case 1 -> out.writeBytes(new byte[random.nextInt(300)]);
      case 2 -> out.writeText("x".repeat(random.nextInt(30)));
      case 3 -> out.writeNull();
      case 4 -> out.writeDouble(1.5);
      case 5 -> {
        out.beginArray(count);
        writeRandom(random, depth - 1, count, out);
      }
      case 6 -> {
        out.beginIndefiniteArray();
        writeRandom(random, depth - 1, count, out);
        out.endIndefinite();
      }
      case 7 -> {
        out.beginMap(count);
        writeRandom(random, depth - 1, 2 * count, out);
      }
      case 8 -> {
        out.beginIndefiniteMap();
        writeRandom(random, depth - 1, 2 * count, out);
        out.endIndefinite();
      }
      default -> {
        out.writeTag(random.nextInt(4000));
        writeRandom(random, depth - 1, out);
      }
    }
  }

  private static void writeRandom(SplittableRandom random, int depth, int count, CborWriter out) {
    for (int i = 0; i < count; i++) {
      writeRandom(random, depth, out);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff", "8101ff", "81ff", "1c", "1f", "3f", "dfff", "5bffffffffffffffff",
        "9bffffffffffffffff", "bb8000000000000000", "5f61", "5f01", "5f5f", "7f41", "7fd9", "fc"
      })
  void whatIsNoItemIsRefusedAtOnce(String bytes) {
    byte[] malformed = hex(bytes + "00".repeat(8));
    scanner.expect(2);

    assertThatThrownBy(() -> scanner.scan(malformed, 0, malformed.length))
        .isInstanceOf(MalformedCbor.class);
  }

  @Test
  void whatIsNestedTooDeepIsRefused() {
    byte[] deep = hex("81".repeat(129));
    scanner.expect(1);

    assertThatThrownBy(() -> scanner.scan(deep, 0, deep.length)).isInstanceOf(MalformedCbor.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9b7fffffffffffffff", "bb7fffffffffffffff"})
  void aContainerOfAnySizeIsWaitedForWithoutRoomForIt(String head) {
    byte[] beginning = hex(head + "00".repeat(100));
    scanner.expect(1);

    assertThat(scanner.scan(beginning, 0, beginning.length)).isEqualTo(beginning.length);
    assertThat(scanner.isDone()).isFalse();
  }

  @Test
  void aStringSaysHowMuchIsToCome() {
    byte[] beginning = hex("5b7fffffffffffffff00");
    scanner.expect(1);

    scanner.scan(beginning, 0, beginning.length);

    assertThat(scanner.announced()).isEqualTo(Long.MAX_VALUE - 1);
  }

  @Test
  void theLastIntegerIsKnown() {
    byte[] bytes = hex("3a7d8e7e56" + "60");
    scanner.expect(1);
    int end = scanner.scan(bytes, 0, bytes.length);
    assertThat(scanner.integer()).isEqualTo(-2106490455);

    scanner.expect(1);
    scanner.scan(bytes, end, bytes.length);

    assertThatThrownBy(scanner::integer).isInstanceOf(MalformedCbor.class);
  }

  @Test
  void nothingIsExpectedOfAMethodWithoutArguments() {
    scanner.expect(0);

    assertThat(scanner.isDone()).isTrue();
    assertThat(scanner.scan(new byte[] {1}, 0, 1)).isZero();
  }
}
