package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.ItemScanner;
import io.larder.protocol.json.reader.AttributeReader;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.ValidationLayer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scanner takes over is what the decoder would have made, and no fault gets past it. */
class ItemScannerTest {
  private static final String DEEPEST = "{'L':[".repeat(31) + "{'S':'x'}" + "]}".repeat(31);

  private static byte[] utf8(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  /** The item, if the scanner takes it and goes to the end. */
  private static @Nullable Item scanned(byte[] json) {
    ItemScanner.Scanned scanned = ItemScanner.scan(json, 0, json.length);
    return scanned != null && scanned.end() == json.length ? scanned.item() : null;
  }

  /** The item as the decoder reads it value by value; null if it finds any fault. */
  private static @Nullable Item decoded(byte[] json) {
    byte[] body = new byte[json.length + 10];
    byte[] start = utf8("{'Item':");
    System.arraycopy(start, 0, body, 0, start.length);
    System.arraycopy(json, 0, body, start.length, json.length);
    body[start.length + json.length] = '}';
    try {
      return RequestReader.read(
          body,
          0,
          start.length + json.length + 1,
          ValidationLayer.NEWER,
          in -> {
            in.nextMember();
            AttributeMap values = AttributeReader.map(in);
            assertThat(in.nextMember()).isFalse();
            return values.fault() == null && !in.isReadByOlderLayer() ? values.item() : null;
          });
    } catch (ServiceException e) {
      return null;
    }
  }

  private static String json(Item item) {
    byte[] json = new byte[item.jsonLength()];
    item.copyJsonTo(json, 0);
    return new String(json, StandardCharsets.UTF_8);
  }

  private static void assertTaken(byte[] json) {
    Item expected = Objects.requireNonNull(decoded(json));
    Item item = scanned(json);
    assertThat(item).isNotNull();
    assertThat(json(item)).isEqualTo(json(expected));
    assertThat(item.size()).isEqualTo(expected.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ }",
        "{'a':{'S':'x'}}",
        " { 'a' :\t{ 'S'\n: 'x' }\r, 'b': { 'N' : '1' } } ",
        "{'a':{'S':''},'b':{'S':'longer than eight bytes, é€😀 and more'}}",
        "{'a':{'S':'\\\"\\\\\\b\\f\\n\\r\\t'}}",
        "{'a':{'S':'\\/ \\u00e9\\u20AC\\uD83D\\uDE00 \\u007f'},'b':{'S':'after'}}",
        "{'é':{'BOOL':true},'b':{'BOOL': false},'c':{'NULL':true}}",
        "{'a':{'N':'0'},'b':{'N':'-1'},'c':{'N':'100'},'d':{'N':'12.5'},'e':{'N':'-0.050'}}",
        "{'a':{'N':'-0'},'b':{'N':'007'},'c':{'N':'1.0'},'d':{'N':'.5'},'e':{'N':'0.00'}}",
        "{'a':{'N':'12345678901234567890123456789012345678'},'b':{'N':'0.0000000000000000000000001'}}",
        "{'a':{'N':'12345678901234567890123456789012345678000'},'b':{'N':'5.'}}",
        "{'a':{'B':'AAE='},'b':{'B':''},'c':{'B':'/w=='},'d':{'B':'AAEC'}}",
        "{'a':{'SS':['a','b']},'b':{'SS':['b' , 'a','B','a!','é','']},'c':{'S':'x'}}",
        "{'a':{'NS':['1','2']},'b':{'NS':['10','9.50',\n'-1','1000']},'c':{'N':'1'}}",
        "{'a':{'BS':['AA==','']},'b':{'BS':['/w==','AA==']}}",
        "{'a':{'L':[]},'b':{'M':{}},'c':{'L':[{'S':'x'},{'L':[{'N':'1'}]},{'M':{'k':{'S':'v'}}}]}}",
        "{'a':{'M':{'a':{'S':'x'},'b':{'M':{'a':{'S':'y'}}}}},'b':{'S':'z'}}",
      })
  void whatIsPlainIsTakenOver(String item) {
    assertTaken(utf8(item.strip()));
  }

  @Test
  void valuesAreTakenToTheDeepestLevel() {
    assertTaken(utf8("{'a':" + DEEPEST + "}"));
    assertThat(scanned(utf8("{'a':{'L':[" + DEEPEST + "]}}"))).isNull();
  }

  @Test
  void manyAttributesAreTaken() {
    List<String> attributes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      attributes.add("'name-" + i + "':{'M':{'x':{'N':'" + i + "'},'y':{'S':'" + i + "'}}}");
    }
    assertTaken(utf8("{" + String.join(",", attributes) + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':{'S':'x'}",
        "{'a':{'S':'x'},}",
        "{'a':{'S':'x',}}",
        "{'a':{'S':'x'}]",
        "{'a':{'S':'x'} 'b':{'S':'x'}}",
        "{'a':{'S':'x}",
        "{'a':{'S':'x\n'}}",
        "{'a':{'S':'\\x'}}",
        "{'a':{'S':'\\u12G4'}}",
        "{'a':{'S':'\\u12",
        "{'a':{'S':1}}",
        "{'a':{'S':null}}",
        "{'a':{'S':'x','N':'1'}}",
        "{'a':{'X':'x'}}",
        "{'a':{}}",
        "{'a':null}",
        "{'a':'x'}",
        "{'':{'S':'x'}}",
        "{'a':{'S':'x'},'a':{'S':'y'}}",
        "{'a':{'M':{'b':{'S':'x'},'b':{'S':'y'}}}}",
        "{'a':{'N':''}}",
        "{'a':{'N':'-'}}",
        "{'a':{'N':'1.2.3'}}",
        "{'a':{'N':'1-2'}}",
        "{'a':{'N':'123456789012345678901234567890123456789'}}",
        "{'a':{'N':1}}",
        "{'a':{'B':'AAE'}}",
        "{'a':{'B':'AAF='}}",
        "{'a':{'B':'A-E='}}",
        "{'a':{'BOOL':'true'}}",
        "{'a':{'BOOL':True}}",
        "{'a':{'NULL':false}}",
        "{'a':{'SS':[]}}",
        "{'a':{'SS':['a','b','a']}}",
        "{'a':{'SS':['a',null]}}",
        "{'a':{'SS':['a',]}}",
        "{'a':{'NS':['1','1.0']}}",
        "{'a':{'NS':[]}}",
        "{'a':{'BS':['AA==','AA==']}}",
        "{'a':{'L':[{'S':'x'},null]}}",
        "{'a':{'L':{}}}",
        "{'a':{'M':[]}}",
        "[]",
      })
  void whatIsDoubtfulIsLeftToTheDecoder(String item) {
    assertThat(scanned(utf8(item))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "C1 80",
        "C3",
        "C3 41",
        "E0 9F 80",
        "ED A0 80",
        "F0 8F 80 80",
        "F4 90 80 80",
        "F5 80 80 80",
        "E2 82",
        "FF",
        "C1 81",
        "E0 80 80",
        "ED B0 80",
        "ED A0 BD ED B8 80"
      })
  void textThatIsNotUtf8IsRefusedByBoth(String bytes) {
    // Given
    byte[] json = utf8("{'a':{'S':'xxxxxxxxxxxxxxxx'}}");
    int at = 12;
    for (String hex : bytes.split(" ")) {
      json[at++] = (byte) Integer.parseInt(hex, 16);
    }

    // Then
    assertThat(scanned(json)).isNull();
    assertThat(decoded(json)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':{'S':'\\ud800'}}",
        "{'a':{'S':'\\udc00 and more'}}",
        "{'a':{'S':'\\ude00\\ud83d'}}",
        "{'a':{'S':'\\ud83d\\ud83d\\ude00'}}",
        "{'a':{'S':'\\ud83d\\n'}}",
        "{'\\ud800':{'S':'x'}}",
        "{'a':{'M':{'\\udfff':{'S':'x'}}}}",
        "{'a':{'SS':['\\ud800','\\udc00','?']}}",
        "{'a':{'N':'\\ud800'}}",
        "{'a':{'B':'\\ud800'}}",
      })
  void halvesOfSurrogatePairsAreRefusedByBoth(String item) {
    assertThat(scanned(utf8(item))).isNull();
    assertThat(decoded(utf8(item))).isNull();
  }

  @Test
  void whateverIsTakenIsWhatTheDecoderMakesOfIt() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] json = utf8(map(random, 0));
      if (random.nextInt(3) == 0) {
        json = damaged(json, random);
      }
      Item item = scanned(json);
      if (item != null) {
        taken++;
        Item expected = decoded(json);
        String context = "seed " + seed + ": " + new String(json, StandardCharsets.UTF_8);
        assertThat(expected).as(context).isNotNull();
        assertThat(json(item)).as(context).isEqualTo(json(expected));
        assertThat(item.size()).as(context).isEqualTo(expected.size());
      }
    }
    assertThat(taken).isGreaterThan(5_000);
  }

  private static byte[] damaged(byte[] json, Random random) {
    int at = random.nextInt(json.length);
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] changed = json.clone();
        changed[at] = (byte) random.nextInt(256);
        yield changed;
      }
      case 1 -> {
        byte[] shorter = Arrays.copyOf(json, json.length - 1);
        System.arraycopy(json, at + 1, shorter, at, json.length - 1 - at);
        yield shorter;
      }
      case 2 -> inserted(json, at, new byte[] {json[random.nextInt(json.length)]});
      default -> inserted(json, at, pick(random, "EDA080", "EDA0BDEDB880", "C181", "E08080", "80"));
    };
  }

  private static byte[] inserted(byte[] json, int at, String hex) {
    return inserted(json, at, HexFormat.of().parseHex(hex));
  }

  private static byte[] inserted(byte[] json, int at, byte[] more) {
    byte[] longer = Arrays.copyOf(json, json.length + more.length);
    System.arraycopy(json, at, longer, at + more.length, json.length - at);
    System.arraycopy(more, 0, longer, at, more.length);
    return longer;
  }

  private static String map(Random random, int depth) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      members.add(
          "'"
              + pick(random, "a", "name", "é", "longer name")
              + i
              + "'"
              + gap(random)
              + ":"
              + value(random, depth));
    }
    return "{" + gap(random) + String.join(gap(random) + ",", members) + gap(random) + "}";
  }

  private static String value(Random random, int depth) {
    String inner =
        switch (random.nextInt(depth > 3 ? 8 : 10)) {
          case 0, 1 -> "'S':" + gap(random) + "'" + text(random) + "'";
          case 2 -> "'N':'" + number(random) + "'";
          case 3 -> "'B':'" + pick(random, "", "AA==", "AAE=", "AAEC", "AAECAw==") + "'";
          case 4 -> pick(random, "'BOOL':true", "'BOOL': false", "'NULL' :true");
          case 5 ->
              "'SS':[" + members(random, () -> pick(random, "", "é") + random.nextInt(100)) + "]";
          case 6 ->
              "'NS':["
                  + members(random, () -> random.nextInt(100) + pick(random, "", ".5", ".00"))
                  + "]";
          case 7 ->
              "'BS':[" + members(random, () -> pick(random, "", "AA==", "AQ==", "/w==")) + "]";
          case 8 -> "'L':[" + value(random, depth + 1) + "," + value(random, depth + 1) + "]";
          default -> "'M':" + map(random, depth + 1);
        };
    return gap(random) + "{" + gap(random) + inner + gap(random) + "}";
  }

  private static String members(Random random, Supplier<String> member) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      members.add(gap(random) + "'" + member.get() + "'");
    }
    return String.join(",", members);
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      text.append(
          random.nextInt(8) > 0
              ? String.valueOf((char) ('a' + random.nextInt(26)))
              : pick(
                  random,
                  "é",
                  "€",
                  "😀",
                  "\\n",
                  "\\\\",
                  "\\/",
                  "\\u00e9",
                  "\\ud83d\\ude00",
                  random.nextInt(8) > 0 ? "" : pick(random, "\\ud83d", "\\ude00"),
                  "{",
                  "\u007f"));
    }
    return text.toString();
  }

  private static String number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> String.valueOf(random.nextInt(-20, 2_000));
      case 1 -> random.nextInt(100) + "." + random.nextInt(10_000);
      case 2 -> String.valueOf(random.nextLong()) + random.nextLong(1_000_000_000_000_000_000L);
      default -> pick(random, "-0", "0.0", "-0.5", "0.000120", "100000", "1.50", "-100.010");
    };
  }

  private static String gap(Random random) {
    return random.nextInt(8) == 0 ? pick(random, " ", "\n", "  ", "\t\r") : "";
  }

  private static String pick(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
