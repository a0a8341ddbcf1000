package io.larder.store;

import static io.larder.store.Requests.b;
import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.key;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.query;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.StoreFixture.refusal;
import static io.larder.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.ItemPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keys at their greatest lengths, alone and with long common prefixes. */
interface LongKeyContract extends StoreFixture {
  String LONGEST_PARTITION = "p".repeat(2048);

  private static String longSortKey(int number) {
    return "s".repeat(1000) + "%03d".formatted(number) + "t".repeat(21);
  }

  private void putTwoHundred() {
    create(
        NewTable.named(TABLE, "pk:S", "sk:S")
            .global("turned", "sk:S", "", "*")
            .local("local", "pk:S", "alt:S"));
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int step = 0; step < 200; step++) {
      int number = step * 77 % 200;
      writes.add(
          store()
              .write(
                  Requests.put(
                      TABLE,
                      "pk",
                      s(LONGEST_PARTITION),
                      "sk",
                      s(longSortKey(number)),
                      "name",
                      s("" + number),
                      "alt",
                      s(longSortKey(199 - number)))));
    }
    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
  }

  private List<String> names(@Nullable String index, boolean forward, int limit) {
    List<String> names = new ArrayList<>();
    Map<String, AttributeValue> last = null;
    do {
      var page = (index == null ? page() : page(index)).limit(limit).after(last).request();
      ItemPage result =
          store()
              .read(query(TABLE, key("pk = :p", ":p", s(LONGEST_PARTITION)), forward, page))
              .page();
      names.addAll(texts(result.items(), index == null ? "name" : "sk"));
      last = result.lastEvaluatedKey();
    } while (last != null);
    return names;
  }

  private static List<String> numbers(int from, int to) {
    List<String> numbers = new ArrayList<>();
    for (int number = from; number < to; number++) {
      numbers.add("" + number);
    }
    return numbers;
  }

  @Test
  default void twoHundredItemsThatShareAThousandBytesOfSortKeyKeepTheirOrder() {
    putTwoHundred();

    assertThat(names(null, true, 300)).isEqualTo(numbers(0, 200));
    assertThat(names(null, false, 300)).isEqualTo(numbers(0, 200).reversed());
    assertThat(names(null, true, 1)).isEqualTo(numbers(0, 200));
    assertThat(names(null, false, 1)).isEqualTo(numbers(0, 200).reversed());
    assertThat(names(null, true, 7)).isEqualTo(numbers(0, 200));
  }

  @Test
  default void anIndexWithLongSortKeysKeepsItsOrder() {
    putTwoHundred();
    List<String> expected = new ArrayList<>();
    for (int number = 199; number >= 0; number--) {
      expected.add(longSortKey(number));
    }

    assertThat(names("local", true, 1)).isEqualTo(expected);
    assertThat(names("local", false, 9)).isEqualTo(expected.reversed());
  }

  @Test
  default void rangesWithinTheCutOffPartAreExact() {
    putTwoHundred();
    var range =
        key(
            "pk = :p AND sk BETWEEN :a AND :b",
            ":p",
            s(LONGEST_PARTITION),
            ":a",
            s(longSortKey(50)),
            ":b",
            s(longSortKey(59)));
    var prefix =
        key(
            "pk = :p AND begins_with(sk, :a)",
            ":p",
            s(LONGEST_PARTITION),
            ":a",
            s("s".repeat(1000) + "05"));

    assertThat(texts(store().read(query(TABLE, range, page().request())).page().items(), "name"))
        .isEqualTo(numbers(50, 60));
    assertThat(
            texts(
                store().read(query(TABLE, prefix, false, page().request())).page().items(), "name"))
        .isEqualTo(numbers(50, 60).reversed());
  }

  @Test
  default void itemsInTheMiddleAreReplacedAndDeletedAlone() {
    putTwoHundred();

    save("pk", s(LONGEST_PARTITION), "sk", s(longSortKey(100)), "name", s("new"));
    store().write(delete(TABLE, "pk", s(LONGEST_PARTITION), "sk", s(longSortKey(101)))).join();

    List<String> expected = numbers(0, 200);
    expected.set(100, "new");
    expected.remove(101);
    assertThat(names(null, true, 300)).isEqualTo(expected);
    assertThat(read("pk", s(LONGEST_PARTITION), "sk", s(longSortKey(101)))).isNull();
    assertThat(read("pk", s(LONGEST_PARTITION), "sk", s(longSortKey(102)))).isNotNull();
    assertThat(store().read(scan(TABLE, page("turned").request())).page().count()).isEqualTo(199);
  }

  @Test
  default void aScanByPagesOfOneSeesThemAll() {
    putTwoHundred();
    int seen = 0;
    Map<String, AttributeValue> last = null;
    do {
      ItemPage page = store().read(scan(TABLE, page().limit(1).after(last).request())).page();
      seen += page.count();
      last = page.lastEvaluatedKey();
    } while (last != null);

    assertThat(seen).isEqualTo(200);
  }

  @Test
  default void sortKeysOfZerosOrderByTheirLengthInTablesAndIndexes() {
    create(NewTable.named(TABLE, "pk:S", "sk:B").local("local", "pk:S", "alt:B", "*"));
    List<AttributeValue> ascending =
        List.of(b(0), b(0, 0), b(0, 0, 1), b(0, 1), b(0, 255), b(1), b(1, 0), b(255));
    for (int at = ascending.size() - 1; at >= 0; at--) {
      save("pk", s("a"), "sk", ascending.get(at), "alt", ascending.get(at), "name", s("" + at));
    }
    var all = key("pk = :p", ":p", s("a"));

    assertThat(texts(store().read(query(TABLE, all, page().request())).page().items(), "name"))
        .isEqualTo(numbers(0, 8));
    assertThat(
            texts(store().read(query(TABLE, all, page("local").request())).page().items(), "name"))
        .isEqualTo(numbers(0, 8));
    for (int at = 0; at < ascending.size(); at++) {
      var above = key("pk = :p AND alt > :x", ":p", s("a"), ":x", ascending.get(at));
      assertThat(
              texts(
                  store().read(query(TABLE, above, page("local").request())).page().items(),
                  "name"))
          .isEqualTo(numbers(at + 1, 8));
    }
    var prefix = key("pk = :p AND begins_with(alt, :x)", ":p", s("a"), ":x", b(0, 0));
    assertThat(
            texts(
                store().read(query(TABLE, prefix, page("local").request())).page().items(), "name"))
        .isEqualTo(numbers(1, 3));
  }

  @Test
  default void longerKeysAreRefused() {
    createTable();

    assertThat(refusal(() -> read("pk", s(LONGEST_PARTITION + "p"), "sk", s("1"))).message())
        .isEqualTo(
            "One or more parameter values were invalid: Size of hashkey has exceeded the maximum"
                + " size limit of2048 bytes");
    assertThat(refusal(() -> read("pk", s("a"), "sk", s("s".repeat(1025)))).message())
        .isEqualTo(
            "One or more parameter values were invalid: Aggregated size of all range keys has"
                + " exceeded the size limit of 1024 bytes");
  }

  @Test
  default void longerIndexKeysAreRefused() {
    create(
        NewTable.named(TABLE, "pk:S", "sk:S")
            .global("global", "g:S", "r:S")
            .local("local", "pk:S", "l:S"));
    var longest =
        Requests.item(
            "g", s(LONGEST_PARTITION), "r", s("r".repeat(1024)), "l", s("l".repeat(1024)));
    String partition =
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size"
            + " limit of2048 bytes";
    String sort =
        "One or more parameter values were invalid: Aggregated size of all range keys has exceeded"
            + " the size limit of 1024 bytes";

    save(withKey(longest, "g", LONGEST_PARTITION));
    assertThat(store().read(scan(TABLE, page("global").request())).page().count()).isEqualTo(1);
    assertThat(store().read(scan(TABLE, page("local").request())).page().count()).isEqualTo(1);
    assertThat(refusedPut(withKey(longest, "g", LONGEST_PARTITION + "g"))).isEqualTo(partition);
    assertThat(refusedPut(withKey(longest, "r", "r".repeat(1025)))).isEqualTo(sort);
    assertThat(refusedPut(withKey(longest, "l", "l".repeat(1025)))).isEqualTo(sort);
  }

  private static Object[] withKey(
      Map<String, AttributeValue> indexKeys, String attribute, String value) {
    Map<String, AttributeValue> item = Requests.item("pk", s("a"), "sk", s("1"));
    item.putAll(indexKeys);
    item.put(attribute, s(value));
    return item.entrySet().stream()
        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
        .toArray();
  }

  private String refusedPut(Object... namesAndValues) {
    return refusal(store().write(Requests.put(TABLE, namesAndValues))).message();
  }

  @Test
  default void anUpdateThatCreatesAnItemIsRefusedIfAKeyIsTooLongForAnIndex() {
    create(NewTable.named(TABLE, "pk:S", "").global("turned", "kind:S", "pk:S", "*"));
    var key = Requests.item("pk", s("p".repeat(1025)));
    var update = Requests.update("SET kind = :k", ":k", s("k"));

    for (var change : Arrays.asList(update, null)) {
      assertThat(
              refusal(store().write(Requests.update(TABLE, key, change, Requests.NOTHING)))
                  .message())
          .isEqualTo(
              "One or more parameter values were invalid: Aggregated size of all range keys has"
                  + " exceeded the size limit of 1024 bytes");
    }
  }
}
