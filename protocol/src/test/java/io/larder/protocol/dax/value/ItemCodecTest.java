package io.larder.protocol.dax.value;

import static io.larder.protocol.expression.Values.b;
import static io.larder.protocol.expression.Values.l;
import static io.larder.protocol.expression.Values.m;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.nul;
import static io.larder.protocol.expression.Values.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.DocumentPath.Element;
import io.larder.protocol.expression.DocumentPath.Member;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.item.TenAttributes;
import io.larder.protocol.item.Utf8Order;
import io.larder.protocol.operation.ValidationLayer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemCodecTest {
  private static final KeySchema MUSIC = keys(AttributeValue.Type.S, AttributeValue.Type.S);

  private final Lists lists = new Lists();

  private static KeySchema keys(AttributeValue.Type partition, AttributeValue.@Nullable Type sort) {
    return new KeySchema(
        List.of(new KeyAttribute("pk", partition)),
        sort == null ? List.of() : List.of(new KeyAttribute("sk", sort)));
  }

  private static String hex(Consumer<CborWriter> writing) {
    var out = new CborWriter(8);
    writing.accept(out);
    return HexFormat.of().formatHex(out.toByteArray());
  }

  private static CborReader content(String hex) {
    return new CborReader(HexFormat.of().parseHex(hex.replace(" ", ""))).readContent();
  }

  private static ValueDraft draft() {
    return new ValueDraft(ValidationLayer.NEWER);
  }

  private static Map<String, AttributeValue> map(Object... namesAndValues) {
    return ((AttributeValue.MapOf) m(namesAndValues)).values();
  }

  static Stream<Arguments> keysOfAllTypes() {
    return Stream.of(
        Arguments.of(keys(AttributeValue.Type.S, null), map("pk", s("ko")), "426b6f"),
        Arguments.of(keys(AttributeValue.Type.S, null), map("pk", s("a\"é")), "446122c3a9"),
        Arguments.of(keys(AttributeValue.Type.B, null), map("pk", b("ko")), "426b6f"),
        Arguments.of(keys(AttributeValue.Type.N, null), map("pk", n("42")), "42182a"),
        Arguments.of(keys(AttributeValue.Type.N, null), map("pk", n("42.5")), "46c482201901a9"),
        Arguments.of(MUSIC, map("pk", s("Acme"), "sk", s("Happy")), "4a6441636d654861707079"),
        Arguments.of(MUSIC, map("pk", s("Ac\\"), "sk", s("\n")), "456341635c0a"),
        Arguments.of(
            keys(AttributeValue.Type.S, AttributeValue.Type.N),
            map("pk", s("ap"), "sk", n("-1.5")),
            "47 6261703ed77fe0"),
        Arguments.of(
            keys(AttributeValue.Type.N, AttributeValue.Type.B),
            map("pk", n("5"), "sk", bin(0xff, 0x00)),
            "43 05 ff00"),
        Arguments.of(
            keys(AttributeValue.Type.B, AttributeValue.Type.N),
            map("pk", bin(0, 1), "sk", n("123")),
            "47 420001 c321c020"));
  }

  private static AttributeValue bin(int... bytes) {
    byte[] value = new byte[bytes.length];
    IntStream.range(0, bytes.length).forEach(i -> value[i] = (byte) bytes[i]);
    return new AttributeValue.Bin(Bytes.wrap(value));
  }

  @ParameterizedTest
  @MethodSource("keysOfAllTypes")
  void writesAndReadsKeys(KeySchema keys, Map<String, AttributeValue> key, String expected) {
    String hex = expected.replace(" ", "");
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("a", s("x"));
    attributes.putAll(key);
    lists.add(List.of("a"));

    assertThat(hex(out -> ItemEncoder.writeKey(key, keys, out))).isEqualTo(hex);
    assertThat(hex(out -> ItemEncoder.writeKey(Item.of(attributes), keys, out))).isEqualTo(hex);
    assertThat(hex(out -> ItemEncoder.writeItem(Item.of(attributes), keys, lists, out)))
        .isEqualTo(hex + "43026178");
    assertThat(ItemDecoder.key(content(hex), keys, draft()).values()).isEqualTo(key);
  }

  @Test
  void readsOtherFormsOfTheSameKey() {
    KeySchema keys = keys(AttributeValue.Type.N, AttributeValue.Type.N);
    Map<String, AttributeValue> key = map("pk", n("42.5"), "sk", n("10.1"));

    assertThat(ItemDecoder.key(content("4efb4045400000000000c21c40c000"), keys, draft()).values())
        .isEqualTo(key);
    assertThat(ItemDecoder.key(content("4ac482201901a9c21c4020"), keys, draft()).values())
        .isEqualTo(key);
  }

  @Test
  void takesTheTypeOfThePartitionKeyAsItComesIfASortKeyFollows() {
    // For a table that has come back with another key: the store says what is wrong with it.
    assertThat(ItemDecoder.key(content("43056869"), MUSIC, draft()).values())
        .isEqualTo(map("pk", n("5"), "sk", s("hi")));
  }

  @ParameterizedTest
  @CsvSource({
    "L, 83 80 80 80",
    "L, 9f 80 ff",
    "M, a1 61 61 01",
    "SS, d9 0cf9 82 61 61 61 61",
    "NS, d9 0cfa 81 01",
    "BS, d9 0cfb 81 41 01",
  })
  void readsOnlyTheTypeOfWhatCannotBeAKey(AttributeValue.Type type, String partition) {
    byte[] key = HexFormat.of().parseHex((partition + "6b").replace(" ", ""));
    byte[] number = HexFormat.of().parseHex(partition.replace(" ", ""));

    for (KeySchema keys : List.of(MUSIC, keys(AttributeValue.Type.N, null))) {
      var content = new CborReader(keys.hasSortKey() ? key : number);
      AttributeValue value = ItemDecoder.key(content, keys, draft()).values().get("pk");

      assertThat(value).extracting(AttributeValue::type).isEqualTo(type);
      assertThat(value).asString().containsAnyOf("[]", "{}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"40", "41ff", "4261ff", "42624f", "446161ffff", "4361ff80"})
  void refusesKeysThatAreNone(String hex) {
    assertThatThrownBy(() -> ItemDecoder.key(content(hex), MUSIC, draft()))
        .isInstanceOf(MalformedCbor.class);
  }

  @Test
  void refusesAKeyWithMoreBehindIt() {
    assertThatThrownBy(
            () -> ItemDecoder.key(content("420505"), keys(AttributeValue.Type.N, null), draft()))
        .isInstanceOf(MalformedCbor.class);
  }

  @Test
  void remembersWhatIsWrongWithAKeyBeforeWhatIsWrongWithTheItem() {
    ValueDraft draft = draft();
    lists.add(List.of("a"));
    KeySchema keys = keys(AttributeValue.Type.N, null);

    var key = ItemDecoder.key(content("46c4821903e701"), keys, draft);
    var item = ItemDecoder.values(content("4502d90cf980"), key.values(), lists, draft);

    assertThat(item.fault()).isNotNull();
    assertThat(item.fault().key()).isEqualTo("pk");
  }

  @Test
  void writesValuesInTheOrderOfTheirNames() {
    int id = lists.add(List.of("Genre", "Rating", "Year"));
    assertThat(id).isEqualTo(2);
    Map<String, AttributeValue> attributes =
        map(
            "Year",
            n("2001"),
            "sk",
            s("Happy"),
            "Rating",
            n("3.14"),
            "Genre",
            s("Rock"),
            "pk",
            s("Acme"));
    String values = "4f0264526f636bc4822119013a1907d1";

    for (int i = 0; i < 20; i++) {
      List<String> names = new ArrayList<>(attributes.keySet());
      Collections.shuffle(names, new Random(i));
      Map<String, AttributeValue> shuffled = new LinkedHashMap<>();
      names.forEach(name -> shuffled.put(name, attributes.get(name)));
      Item item = Item.of(shuffled);

      assertThat(hex(out -> ItemEncoder.writeValues(item, MUSIC, lists, out))).isEqualTo(values);
    }
    Map<String, AttributeValue> key = map("pk", s("Acme"), "sk", s("Happy"));
    assertThat(ItemDecoder.values(content(values), key, lists, draft()).values())
        .isEqualTo(attributes);
  }

  @Test
  void ordersNamesAsUtf8() {
    // In UTF-16 the second comes before the first.
    lists.add(List.of("\uFFFD", "😀"));
    Item item = Item.of(map("pk", s("a"), "😀", n("1"), "\uFFFD", n("2")));

    assertThat(
            hex(
                out ->
                    ItemEncoder.writeValues(item, keys(AttributeValue.Type.S, null), lists, out)))
        .isEqualTo("43020201");
  }

  @Test
  void writesAKeyByItself() {
    Item item = Item.of(map("pk", s("ko")));
    assertThat(
            hex(
                out ->
                    ItemEncoder.writeValues(item, keys(AttributeValue.Type.S, null), lists, out)))
        .isEqualTo("4101");
    assertThat(ItemDecoder.values(content("4101"), map("pk", s("ko")), lists, draft()).item())
        .isEqualTo(item);
  }

  @Test
  void saysWhichListIsMissing() {
    Item item = Item.of(map("pk", s("ko"), "z", n("1"), "b", n("2")));

    for (int i = 0; i < 2; i++) {
      MissingAttributeList missing =
          catchThrowableOfType(
              MissingAttributeList.class,
              () -> hex(out -> ItemEncoder.writeValues(item, MUSIC, lists, out)));
      assertThat(missing.names()).containsExactly("b", "z");
    }
    lists.add(List.of("b", "z"));
    assertThat(hex(out -> ItemEncoder.writeValues(item, MUSIC, lists, out))).isEqualTo("43020201");
  }

  @Test
  void tellsTheListsOfOneServerFromThoseOfAnother() {
    Item item = Item.of(map("pk", s("ko"), "a", n("1")));
    var others = new Lists();
    others.add(List.of("x"));
    others.add(List.of("a"));
    lists.add(List.of("a"));

    assertThat(hex(out -> ItemEncoder.writeValues(item, MUSIC, lists, out))).isEqualTo("420201");
    assertThat(hex(out -> ItemEncoder.writeValues(item, MUSIC, others, out))).isEqualTo("420301");
    assertThat(hex(out -> ItemEncoder.writeValues(item, MUSIC, lists, out))).isEqualTo("420201");
  }

  @Test
  void tellsTheKeysOfOneTableFromThoseOfAnother() {
    Item item = Item.of(map("pk", s("ko"), "sk", s("a")));
    lists.add(List.of("sk"));

    for (int i = 0; i < 2; i++) {
      assertThat(
              hex(
                  out ->
                      ItemEncoder.writeItem(item, keys(AttributeValue.Type.S, null), lists, out)))
          .isEqualTo("426b6f43026161");
      assertThat(hex(out -> ItemEncoder.writeItem(item, MUSIC, lists, out)))
          .isEqualTo("44626b6f614101");
    }
  }

  @Test
  void readsWhatItWritesOfAnyItem() {
    var random = new Random(5);
    var values = new RandomValues(random);
    for (int i = 0; i < 500; i++) {
      Map<String, AttributeValue> attributes = values.attributes(random.nextInt(40));
      attributes.put("pk", s(values.name()));
      attributes.put("sk", new AttributeValue.Num(values.number()));
      Item item = Item.of(attributes);
      KeySchema keys = keys(AttributeValue.Type.S, AttributeValue.Type.N);
      lists.add(
          attributes.keySet().stream()
              .filter(name -> !keys.contains(name))
              .sorted(Utf8Order::compare)
              .toList());
      var out = new CborWriter();
      ItemEncoder.writeItem(item, keys, lists, out);

      var in = new CborReader(out.toByteArray());
      ValueDraft draft = draft();
      var key = ItemDecoder.key(in.readContent(), keys, draft);
      var read = ItemDecoder.values(in.readContent(), key.values(), lists, draft);
      in.requireEnd();
      assertThat(read.fault()).isNull();
      assertThat(read.item()).isEqualTo(item);
      assertThat(read.item().size()).isEqualTo(item.size());
    }
  }

  @Test
  void writesItemsOfMoreNamesThanItRemembers() {
    var random = new Random(6);
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    IntStream.range(0, 5000).forEach(i -> attributes.put("name-" + random.nextLong(), n("" + i)));
    List<String> names = attributes.keySet().stream().sorted().toList();
    lists.add(names);
    attributes.put("pk", s("a"));
    Item item = Item.of(attributes);
    var out = new CborWriter();

    for (int i = 0; i < 2; i++) {
      out.clear();
      ItemEncoder.writeValues(item, keys(AttributeValue.Type.S, null), lists, out);
      var in = new CborReader(out.toByteArray()).readContent();
      assertThat(ItemDecoder.values(in, map("pk", s("a")), lists, draft()).values())
          .isEqualTo(attributes);
    }
  }

  @Test
  void writesTheItemOfTheBenchmarks() {
    Item item = TenAttributes.item();
    lists.add(List.of("active", "more", "n", "owner", "place", "price", "tags", "text"));
    var out = new CborWriter();
    ItemEncoder.writeValues(item, MUSIC, lists, out);
    var in = new CborReader(out.toByteArray()).readContent();
    Map<String, AttributeValue> key = map("pk", s("partition-00007"), "sk", s("item-003"));
    assertThat(ItemDecoder.values(in, key, lists, draft()).item()).isEqualTo(item);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "40",
        "4102",
        "420201",
        "4402010203",
        "4409010203",
        "4400010203",
        "4420010203",
        "4105",
        "420100",
        "43616101"
      })
  void refusesValuesThatAreNotThoseOfTheirList(String hex) {
    lists.add(List.of("a", "b"));
    assertThatThrownBy(() -> ItemDecoder.values(content(hex), map("pk", s("x")), lists, draft()))
        .isInstanceOf(MalformedCbor.class);
  }

  @Test
  void refusesAnAttributeThatIsThereTwice() {
    lists.add(List.of("a", "pk"));
    assertThatThrownBy(
            () -> ItemDecoder.values(content("43020102"), map("pk", s("x")), lists, draft()))
        .isInstanceOf(MalformedCbor.class);
  }

  @Test
  void writesWhatIsAtThePathsOfAProjection() {
    Item item =
        Item.of(
            map(
                "pk",
                s("a"),
                "Year",
                n("2012"),
                "Genre",
                s("Rock"),
                "l",
                l(n("1"), n("2")),
                "m",
                m("x", nul())));
    ProjectionExpression projection =
        ProjectionExpression.of(
            List.of(
                path("Year"),
                path("Genre"),
                path("nope"),
                new DocumentPath("l", List.of(new Element(1))),
                new DocumentPath("l", List.of(new Element(2))),
                new DocumentPath("m", List.of(new Member("x"))),
                path("pk")));

    assertThat(hex(out -> ItemEncoder.writeProjected(item, projection, out)))
        .isEqualTo("bf001907dc0164526f636b030205f6066161ff");
    assertThat(hex(out -> ItemEncoder.writeProjected(Item.of(Map.of()), projection, out)))
        .isEqualTo("bfff");
  }

  private static DocumentPath path(String attribute) {
    return DocumentPath.ofAttribute(attribute);
  }

  @Test
  void writesTheAttributesThatAnUpdateTouched() {
    lists.add(List.of("a", "b"));
    Item attributes = Item.of(map("b", l(n("1")), "a", s("x")));

    assertThat(hex(out -> ItemEncoder.writeAttributes(attributes, lists, out)))
        .isEqualTo("4902bf00617801" + "8101ff");
    assertThat(lists.namesOf(AttributeLists.EMPTY)).isEmpty();
  }
}
