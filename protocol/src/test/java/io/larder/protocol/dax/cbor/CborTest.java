package io.larder.protocol.dax.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.dataformat.cbor.CBORMapper;

class CborTest {
  private static final CBORMapper ORACLE = new CBORMapper();

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static Object read(byte[] cbor) {
    var in = new CborReader(cbor);
    Object read = read(in);
    in.requireEnd();
    return read;
  }

  private static @Nullable Object read(CborReader in) {
    return switch (in.peek()) {
      case INTEGER -> in.readInteger();
      case TEXT -> in.readText();
      case BYTES -> HexFormat.of().formatHex(in.readBytes());
      case BOOLEAN -> in.readBoolean();
      case FLOAT -> in.readFloat();
      case NULL -> {
        in.readNull();
        yield null;
      }
      case TAG -> {
        boolean isNegative = in.readTag() == 3;
        var magnitude = new BigInteger(1, in.readBytes());
        yield isNegative ? magnitude.not() : magnitude;
      }
      case ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int left = in.beginArray(); in.hasNext(left); left--) {
          elements.add(read(in));
        }
        yield elements;
      }
      case MAP -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (int left = in.beginMap(); in.hasNext(left); left--) {
          members.put(in.readText(), read(in));
        }
        yield members;
      }
      case BREAK -> throw new MalformedCbor("break");
    };
  }

  private static void write(@Nullable Object value, CborWriter out) {
    switch (value) {
      case null -> out.writeNull();
      case BigInteger number -> out.writeInteger(number);
      case String text -> out.writeText(text);
      case byte[] content -> out.writeBytes(content);
      case Boolean truth -> out.writeBoolean(truth);
      case Double number -> out.writeDouble(number);
      case List<?> elements -> {
        if (elements.size() % 2 == 0) {
          out.beginArray(elements.size());
          elements.forEach(element -> write(element, out));
        } else {
          int begun = out.beginCounted();
          elements.forEach(element -> write(element, out));
          out.endArray(begun, elements.size());
        }
      }
      case Map<?, ?> members -> {
        int begun = out.beginCounted();
        members.forEach(
            (name, member) -> {
              out.writeText((String) name);
              write(member, out);
            });
        out.endMap(begun, members.size());
      }
      default -> throw new IllegalArgumentException();
    }
  }

  /** Random values of the kinds that {@link #write} knows. */
  private record Values(Random random) {
    @Nullable Object value(int depth) {
      return switch (random.nextInt(depth < 4 ? 8 : 6)) {
        case 0 -> new BigInteger(random.nextInt(70), random).multiply(sign());
        case 1 -> text();
        case 2 -> content();
        case 3 -> random.nextBoolean();
        case 4 -> random.nextGaussian();
        case 5 -> null;
        case 6 -> {
          List<@Nullable Object> elements = new ArrayList<>();
          for (int i = count(); i > 0; i--) {
            elements.add(value(depth + 1));
          }
          yield elements;
        }
        default -> {
          Map<String, @Nullable Object> members = new LinkedHashMap<>();
          for (int i = count(); i > 0; i--) {
            members.put(text(), value(depth + 1));
          }
          yield members;
        }
      };
    }

    private BigInteger sign() {
      return random.nextBoolean() ? BigInteger.ONE : BigInteger.ONE.negate();
    }

    private int count() {
      return random.nextInt(40) == 0 ? random.nextInt(300) : random.nextInt(5);
    }

    private String text() {
      return random
          .ints(count(), 0, 3)
          .collect(
              StringBuilder::new,
              (text, kind) -> text.append(List.of("a", "é", "😀").get(kind)),
              StringBuilder::append)
          .toString();
    }

    private byte[] content() {
      byte[] content = new byte[count()];
      random.nextBytes(content);
      return content;
    }
  }

  /** As this test's reader gives values. */
  private static @Nullable Object normal(@Nullable Object value) {
    return switch (value) {
      case byte[] content -> HexFormat.of().formatHex(content);
      case Integer number -> BigInteger.valueOf(number);
      case Long number -> BigInteger.valueOf(number);
      case List<?> elements -> {
        List<@Nullable Object> normal = new ArrayList<>();
        elements.forEach(element -> normal.add(normal(element)));
        yield normal;
      }
      case Map<?, ?> members -> {
        Map<Object, @Nullable Object> normal = new LinkedHashMap<>();
        members.forEach((name, member) -> normal.put(name, normal(member)));
        yield normal;
      }
      case null, default -> value;
    };
  }

  @Test
  void readsWhatAnotherWritesAndWritesWhatAnotherReads() {
    var values = new Values(new Random(3));
    for (int i = 0; i < 2000; i++) {
      Object value = values.value(0);
      byte[] theirs = ORACLE.writeValueAsBytes(value);
      assertThat(read(theirs)).isEqualTo(normal(value));

      var out = new CborWriter(1);
      write(value, out);
      assertThat(normal(ORACLE.readValue(out.toByteArray(), Object.class)))
          .isEqualTo(normal(value));
      assertThat(read(out.toByteArray())).isEqualTo(normal(value));
    }
  }

  @Test
  void refusesWhatIsCutOffAndGoesToNoHarmByWhatIsTornUp() throws IOException {
    var random = new Random(4);
    var values = new Values(random);
    for (int i = 0; i < 200; i++) {
      byte[] whole = ORACLE.writeValueAsBytes(values.value(0));
      byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
      assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedCbor.class);
      assertThatThrownBy(() -> new CborReader(cut).skip()).isInstanceOf(MalformedCbor.class);

      byte[] torn = whole.clone();
      torn[random.nextInt(torn.length)] = (byte) random.nextInt();
      try {
        new CborReader(torn).skip();
        read(torn);
      } catch (MalformedCbor expected) {
        // Most of them are.
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "1817, 23",
    "1900ff, 255",
    "1b000000000000000a, 10",
    "1bffffffffffffffff, 18446744073709551615",
    "3bffffffffffffffff, -18446744073709551616",
    "3863, -100",
  })
  void readsIntegersInAnyForm(String hex, BigInteger number) {
    assertThat(read(bytes(hex))).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "f90000, 0.0",
    "f93c00, 1.0",
    "f97bff, 65504.0",
    "f90001, 5.960464477539063e-8",
    "f9c400, -4.0",
    "fa47c35000, 100000.0",
    "fb3ff199999999999a, 1.1",
    "f97c00, Infinity",
  })
  void readsFloatsOfEachPrecision(String hex, double number) {
    assertThat(read(bytes(hex))).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"7f657374726561646d696e67ff, streaming", "7fff, ''", "7f60ff, ''", "780161, a"})
  void readsTextInAnyForm(String hex, String text) {
    assertThat(read(bytes(hex))).isEqualTo(text);
  }

  @Test
  void readsContainersOfIndefiniteLength() {
    assertThat(read(bytes("bf61610161629f0203ffff")))
        .isEqualTo(
            Map.of("a", BigInteger.ONE, "b", List.of(BigInteger.TWO, BigInteger.valueOf(3))));
    assertThat(read(bytes("5f42010243030405ff"))).isEqualTo("0102030405");
  }

  @Test
  void tellsTheCharacterForMalformedTextFromMalformedText() {
    assertThat(read(bytes("63efbfbd"))).isEqualTo("\uFFFD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "61ff",
        "63eda080",
        "62c080",
        "61c3",
        "64f8808080",
        "7f4161ff",
        "7f7f6161ffff",
        "5f6161ff",
        "1c",
        "1f",
        "3f",
        "df00",
        "f800",
        "f8ff",
        "fc",
        "fe",
        "ff",
        "5b7fffffffffffffff",
        "5bffffffffffffffff",
        "9a7fffffff",
        "ba7fffffff",
        "bf6161ff"
      })
  void refusesWhatIsNoCbor(String hex) {
    assertThatThrownBy(() -> read(bytes(hex))).isInstanceOf(MalformedCbor.class);
  }

  @ParameterizedTest
  @CsvSource({"00, 0", "80, 0", "8100, 1", "82818100a16161f6, 3", "d90cf9816161, 0", "bfff, 0"})
  void saysHowDeepItSkipped(String hex, int depth) {
    var in = new CborReader(bytes(hex));
    assertThat(in.skip()).isEqualTo(depth);
    in.requireEnd();
  }

  @Test
  void skipsNothingThatIsNestedWithoutEnd() {
    for (byte head : new byte[] {(byte) 0x81, (byte) 0x9f, (byte) 0xbf, (byte) 0xc2}) {
      byte[] nested = new byte[1 << 20];
      Arrays.fill(nested, head);
      assertThatThrownBy(() -> new CborReader(nested).skip()).isInstanceOf(MalformedCbor.class);
    }
  }

  @Test
  void writesTheShortestHeads() {
    for (long number : new long[] {0, 23, 24, 255, 256, 65_535, 65_536, 1L << 32}) {
      for (long signed : new long[] {number, ~number}) {
        byte[] written = new CborWriter(1).writeInt(signed).toByteArray();
        assertThat(written)
            .isEqualTo(ORACLE.writeValueAsBytes(signed))
            .hasSize(CborWriter.lengthOfInt(signed));
      }
    }
  }

  @Test
  void beginsStringsOfAnyLength() {
    for (int length : new int[] {0, 23, 24, 255, 256, 65_535, 65_536}) {
      byte[] content = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
      var out = new CborWriter(1);
      int begun = out.writeInt(7).beginBytes();
      out.writeRaw(content, 0, length).endBytes(begun).writeInt(8);

      var expected = new CborWriter().writeInt(7).writeBytes(content).writeInt(8);
      assertThat(out.toByteArray()).isEqualTo(expected.toByteArray());
    }
  }

  @Test
  void repeatsAndTakesBackWhatWasWritten() {
    var out = new CborWriter(1).writeInt(1).writeInt(2).writeInt(3);
    out.repeat(1, 2).remove(1, 3);
    assertThat(out.toByteArray()).containsExactly(1, 2, 3);
  }
}
