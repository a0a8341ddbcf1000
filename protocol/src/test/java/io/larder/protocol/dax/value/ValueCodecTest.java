package io.larder.protocol.dax.value;

import static io.larder.protocol.expression.Values.b;
import static io.larder.protocol.expression.Values.bool;
import static io.larder.protocol.expression.Values.l;
import static io.larder.protocol.expression.Values.m;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.nul;
import static io.larder.protocol.expression.Values.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.draft.item.ValueFault;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.BinSet;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.AttributeValue.StrSet;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.operation.ValidationLayer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueCodecTest {
  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] written(AttributeValue value) {
    var out = new CborWriter(8);
    ValueEncoder.write(value, out);
    return out.toByteArray();
  }

  private static AttributeValue read(byte[] cbor) {
    var draft = new ValueDraft(ValidationLayer.NEWER);
    var in = new CborReader(cbor);
    AttributeValue value = ValueDecoder.read(in, draft);
    in.requireEnd();
    assertThat(draft.toMap(Map.of()).fault()).isNull();
    return value;
  }

  private static @Nullable ValueFault fault(byte[] cbor) {
    var draft = new ValueDraft(ValidationLayer.NEWER);
    return draft.toMap(Map.of("a", ValueDecoder.read(new CborReader(cbor), draft))).fault();
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(s("Rock"), "64526f636b"),
        Arguments.of(s(""), "60"),
        Arguments.of(s("a\"\\\n"), "64 61 22 5c 0a"),
        Arguments.of(s("日本"), "66e697a5e69cac"),
        Arguments.of(n("0"), "00"),
        Arguments.of(n("23"), "17"),
        Arguments.of(n("2012"), "1907dc"),
        Arguments.of(n("-1"), "20"),
        Arguments.of(n("3.14"), "c4822119013a"),
        Arguments.of(n("42.5"), "c482201901a9"),
        Arguments.of(n("-0.5"), "c4822024"),
        Arguments.of(n("0.0000000000000000001"), "c4823201"),
        Arguments.of(n("999999999999999999"), "1b0de0b6b3a763ffff"),
        Arguments.of(n("9223372036854775807"), "1b7fffffffffffffff"),
        Arguments.of(n("18446744073709551615"), "1bffffffffffffffff"),
        Arguments.of(n("18446744073709551616"), "c249010000000000000000"),
        Arguments.of(n("-18446744073709551616"), "3bffffffffffffffff"),
        Arguments.of(n("-18446744073709551617"), "c349010000000000000000"),
        Arguments.of(
            n("12345678901234567890123456789012345678"), "c2500949b0f6f0023313c4499050de38f34e"),
        Arguments.of(n("1E37"), "c250 0785ee10d5da46d900f436a000000000"),
        Arguments.of(n("1E38"), "c482182601"),
        Arguments.of(n("-25E120"), "c48218783818"),
        Arguments.of(n("1E-130"), "c482388101"),
        Arguments.of(b("ab"), "426162"),
        Arguments.of(b(""), "40"),
        Arguments.of(bool(true), "f5"),
        Arguments.of(bool(false), "f4"),
        Arguments.of(nul(), "f6"),
        Arguments.of(l(), "80"),
        Arguments.of(l(n("1"), l(s("a"))), "82 01 81 6161"),
        Arguments.of(m(), "a0"),
        Arguments.of(m("b", n("1"), "a", m("é", nul())), "a2 6162 01 6161 a1 62c3a9 f6"),
        Arguments.of(new StrSet(List.of("b", "a")), "d90cf9 82 6161 6162"),
        Arguments.of(
            new NumSet(List.of(DynamoNumber.parse("2"), DynamoNumber.parse("1.5"))),
            "d90cfa 82 c482200f 02"),
        Arguments.of(
            new BinSet(List.of(Bytes.wrap(new byte[] {2}), Bytes.wrap(new byte[] {1}))),
            "d90cfb 82 4101 4102"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void writesAndReadsValues(AttributeValue value, String hex) {
    assertThat(HexFormat.of().formatHex(written(value)))
        .isEqualTo(HexFormat.of().formatHex(bytes(hex)));
    assertThat(read(bytes(hex))).isEqualTo(value);
  }

  @Test
  void readsWhatItWritesOfAnyValue() {
    var values = new RandomValues(new Random(7));
    for (int i = 0; i < 3000; i++) {
      AttributeValue value = values.value();
      assertThat(read(written(value))).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "fb40091eb851eb851f, 3.14",
    "fb4045400000000000, 42.5",
    "fb3fb999999999999a, 0.1",
    "fb44b52d02c7e14af6, 1E23",
    "fb8000000000000000, 0",
    "fa47c35000, 100000",
    "fa3dcccccd, 0.10000000149011612",
    "f93e00, 1.5",
    "1800, 0",
    "1b0000000000000005, 5",
    "c24900ffffffffffffffff, 18446744073709551615",
    "c2420005, 5",
    "c240, 0",
    "c340, -1",
    "c48220190064, 10.0",
    "c4820203, 300",
    "c482 20 c2420400, 102.4",
    "c49f2019006 4ff, 10",
    "c4823a000000630 1, 1E-100",
  })
  void readsNumbersInAllForms(String hex, String number) {
    assertThat(read(bytes(hex))).isEqualTo(n(number));
    // and in sets
    assertThat(read(bytes("d90cfa81" + hex)))
        .isEqualTo(new NumSet(List.of(DynamoNumber.parse(number))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c4821901f401 | Number overflow. Attempting to store a number with magnitude larger than"
            + " supported range",
        "c4823901f301 | Number underflow. Attempting to store a number with magnitude smaller than"
            + " supported range",
        "c4821b7fffffffffffffff01 | Number overflow. Attempting to store a number with magnitude"
            + " larger than supported range",
        "c2510949b0f6f0023313c4499050de38f34e01 | Attempting to store more than 38 significant"
            + " digits in a Number",
        "fb7ff8000000000000 | The parameter cannot be converted to a numeric value: NaN",
        "fb7ff0000000000000 | The parameter cannot be converted to a numeric value: Infinity",
        "fb7e37e43c8800759c | Number overflow. Attempting to store a number with magnitude larger"
            + " than supported range",
        "d90cf980 | One or more parameter values were invalid: An string set  may not be empty",
        "d90cfa820101 | One or more parameter values were invalid: Input collection contains"
            + " duplicates.",
        "a16000 | Empty attribute name",
      })
  void leavesItToTheDraftToRefuseValues(String hex, String message) {
    ValueFault fault = fault(bytes(hex));

    assertThat(fault).isNotNull();
    assertThat(fault.message()).isEqualTo(message);
  }

  @Test
  void refusesVastNumbersWithoutMakingTheirDigits() {
    byte[] ones = new byte[8 << 20];
    Arrays.fill(ones, (byte) 0xff);

    byte[] large = new CborWriter().writeTag(2).writeBytes(ones).toByteArray();
    assertThat(fault(large).message()).startsWith("Number overflow");

    // As many digits, of which all but one follow the point.
    long digits = (long) (8.0 * ones.length * Math.log10(2));
    byte[] precise =
        new CborWriter()
            .writeTag(4)
            .beginArray(2)
            .writeInt(-digits)
            .writeTag(3)
            .writeBytes(ones)
            .toByteArray();
    assertThat(fault(precise).message()).contains("38 significant digits");
  }

  @Test
  void refusesWhatIsNestedTooDeep() {
    for (int lists : new int[] {31, 32, 62, 63}) {
      byte[] nested = new byte[lists + 1];
      Arrays.fill(nested, 0, lists, (byte) 0x81);
      ValueFault fault = fault(nested);
      if (lists == 31) {
        assertThat(fault).isNull();
      } else {
        assertThat(fault.kind())
            .isEqualTo(lists == 63 ? ValueFault.Kind.DEEP_NESTING : ValueFault.Kind.NESTING);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ff",
        "61",
        "6180",
        "81",
        "8101ff00",
        "9f01",
        "a101",
        "a16161",
        "a10101",
        "bf616101",
        "d90cf901",
        "d90cf98101",
        "d90cfa816161",
        "d90cfb816161",
        "d90cfc00",
        "c0 6161",
        "c482 01",
        "c4 8101",
        "c4 83010101",
        "c4826101 01",
        "c48201 f93e00",
        "c201",
        "f8ff",
        "fc",
        "1f",
        "5bffffffffffffffff",
        "9bffffffffffffffff",
        "9b7fffffffffffffff",
        "bb7fffffffffffffff"
      })
  void refusesWhatIsNoValue(String hex) {
    byte[] cbor = bytes(hex);
    assertThatThrownBy(
            () -> {
              var in = new CborReader(cbor);
              ValueDecoder.read(in, new ValueDraft(ValidationLayer.NEWER));
              in.requireEnd();
            })
        .isInstanceOf(MalformedCbor.class);
  }

  @Test
  void refusesEveryValueThatIsCutOff() {
    byte[] whole =
        written(m("a", l(n("3.14"), new StrSet(List.of("x", "y"))), "b", b("abc"), "c", s("é")));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedCbor.class);
    }
  }
}
