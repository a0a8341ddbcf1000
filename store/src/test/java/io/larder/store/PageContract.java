package io.larder.store;

import static io.larder.store.Requests.b;
import static io.larder.store.Requests.filter;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.key;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.projection;
import static io.larder.store.Requests.query;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.StoreFixture.refusal;
import static io.larder.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.legacy.LegacyCondition;
import io.larder.protocol.expression.legacy.LegacyConditions;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.Select;
import io.larder.protocol.operation.ValidationLayer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Query and Scan of tables. */
interface PageContract extends StoreFixture {

  private void putNumbered(int count) {
    for (int number = 0; number < count; number++) {
      save("pk", s("a"), "sk", s("%03d".formatted(number)), "x", n(number));
    }
    save("pk", s("b"), "sk", s("000"), "x", n(0));
  }

  private ItemPage queryPage(KeyConditionExpression key, Requests.Page page) {
    return store().read(query(TABLE, key, page.request())).page();
  }

  private List<String> sortKeys(KeyConditionExpression key) {
    return texts(queryPage(key, page()).items(), "sk");
  }

  @Test
  default void aQueryReturnsOnePartitionInTheOrderOfItsSortKeys() {
    createTable();
    putNumbered(5);

    assertThat(sortKeys(key("pk = :a", ":a", s("a"))))
        .containsExactly("000", "001", "002", "003", "004");
    assertThat(sortKeys(key("pk = :c", ":c", s("c")))).isEmpty();
  }

  @Test
  default void aQueryCanGoBackward() {
    createTable();
    putNumbered(3);

    var response =
        store().read(query(TABLE, key("pk = :a", ":a", s("a")), false, page().request()));

    assertThat(texts(response.page().items(), "sk")).containsExactly("002", "001", "000");
  }

  @Test
  default void sortKeyConditionsBoundTheRange() {
    createTable();
    putNumbered(5);

    assertThat(sortKeys(key("pk = :a AND sk = :x", ":a", s("a"), ":x", s("002"))))
        .containsExactly("002");
    assertThat(sortKeys(key("pk = :a AND sk < :x", ":a", s("a"), ":x", s("002"))))
        .containsExactly("000", "001");
    assertThat(sortKeys(key("pk = :a AND sk <= :x", ":a", s("a"), ":x", s("002"))))
        .containsExactly("000", "001", "002");
    assertThat(sortKeys(key("pk = :a AND sk > :x", ":a", s("a"), ":x", s("002"))))
        .containsExactly("003", "004");
    assertThat(sortKeys(key("pk = :a AND sk >= :x", ":a", s("a"), ":x", s("002"))))
        .containsExactly("002", "003", "004");
    assertThat(
            sortKeys(
                key(
                    "pk = :a AND sk BETWEEN :x AND :y",
                    ":a",
                    s("a"),
                    ":x",
                    s("001"),
                    ":y",
                    s("003"))))
        .containsExactly("001", "002", "003");
    assertThat(sortKeys(key("pk = :a AND begins_with(sk, :x)", ":a", s("a"), ":x", s("00"))))
        .hasSize(5);
    assertThat(sortKeys(key("pk = :a AND begins_with(sk, :x)", ":a", s("a"), ":x", s("004"))))
        .containsExactly("004");
  }

  @Test
  default void numbersSortByValue() {
    create(NewTable.named(TABLE, "pk:S", "sk:N"));
    List<String> ascending =
        List.of("-9.9E+125", "-100", "-10", "-9.5", "-1E-130", "0", "1E-130", "2", "10", "1E+125");
    List<String> shuffled = new ArrayList<>(ascending);
    Collections.reverse(shuffled);
    for (String number : shuffled) {
      save("pk", s("a"), "sk", n(number), "text", s(number));
    }

    assertThat(texts(queryPage(key("pk = :a", ":a", s("a")), page()).items(), "text"))
        .containsExactlyElementsOf(ascending);
    assertThat(
            texts(
                queryPage(key("pk = :a AND sk > :x", ":a", s("a"), ":x", n("-10.0")), page())
                    .items(),
                "text"))
        .containsExactlyElementsOf(ascending.subList(3, 10));
  }

  @Test
  default void binarySortsUnsignedAndPrefixesOfOnesAreFound() {
    create(NewTable.named(TABLE, "pk:S", "sk:B"));
    save("pk", s("a"), "sk", b(0x7F), "text", s("7f"));
    save("pk", s("a"), "sk", b(0xFF, 0xFF), "text", s("ffff"));
    save("pk", s("a"), "sk", b(0xFF), "text", s("ff"));
    save("pk", s("a"), "sk", b(0), "text", s("00"));
    save("pk", s("b"), "sk", b(0), "text", s("other"));

    assertThat(texts(queryPage(key("pk = :a", ":a", s("a")), page()).items(), "text"))
        .containsExactly("00", "7f", "ff", "ffff");
    assertThat(
            texts(
                queryPage(
                        key("pk = :a AND begins_with(sk, :x)", ":a", s("a"), ":x", b(0xFF)), page())
                    .items(),
                "text"))
        .containsExactly("ff", "ffff");
  }

  @Test
  default void aLimitEndsThePageAndNamesTheLastKeyEvenAtTheExactEnd() {
    createTable();
    putNumbered(4);
    var key = key("pk = :a", ":a", s("a"));

    ItemPage first = queryPage(key, page().limit(2));
    ItemPage second = queryPage(key, page().limit(2).after(first.lastEvaluatedKey()));
    ItemPage third = queryPage(key, page().limit(2).after(second.lastEvaluatedKey()));

    assertThat(first.lastEvaluatedKey()).isEqualTo(item("pk", s("a"), "sk", s("001")));
    assertThat(texts(second.items(), "sk")).containsExactly("002", "003");
    assertThat(second.lastEvaluatedKey()).isEqualTo(item("pk", s("a"), "sk", s("003")));
    assertThat(third.items()).isEmpty();
    assertThat(third.lastEvaluatedKey()).isNull();
  }

  @Test
  default void aPageEndsOnceOneMegabyteHasBeenEvaluated() {
    createTable();
    for (int number = 0; number < 5; number++) {
      save("pk", s("a"), "sk", s("" + number), "x", s("x".repeat(300_000)));
    }
    var key = key("pk = :a", ":a", s("a"));

    ItemPage first = queryPage(key, page().filter(filter("attribute_not_exists(x)")));
    ItemPage second = queryPage(key, page().after(first.lastEvaluatedKey()));

    assertThat(first.scannedCount()).isEqualTo(4);
    assertThat(first.count()).isZero();
    assertThat(texts(second.items(), "sk")).containsExactly("4");
    assertThat(second.lastEvaluatedKey()).isNull();
  }

  @Test
  default void aFilterCountsWhatItEvaluatedAndWhatItKept() {
    createTable();
    putNumbered(5);

    ItemPage page =
        queryPage(
            key("pk = :a", ":a", s("a")), page().filter(filter("x > :x", ":x", n(2))).limit(4));

    assertThat(page.count()).isEqualTo(1);
    assertThat(page.scannedCount()).isEqualTo(4);
    assertThat(texts(page.items(), "sk")).containsExactly("003");
  }

  @Test
  default void countOnlyReturnsNoItems() {
    createTable();
    putNumbered(5);

    ItemPage page = queryPage(key("pk = :a", ":a", s("a")), page().select(Select.COUNT));

    assertThat(page.items()).isNull();
    assertThat(page.count()).isEqualTo(5);
  }

  @Test
  default void aProjectionShortensTheItemsButNotTheCost() {
    createTable();
    save("pk", s("a"), "sk", s("1"), "x", s("x".repeat(9_000)));

    var response =
        store()
            .read(
                query(
                    TABLE,
                    key("pk = :a", ":a", s("a")),
                    page().projection(projection("sk")).consistent().request()));

    assertThat(Objects.requireNonNull(response.page().items()).getFirst().attributes())
        .isEqualTo(item("sk", s("1")));
    assertThat(Objects.requireNonNull(response.consumedCapacity()).total().capacityUnits())
        .isEqualTo(3.0);
  }

  @Test
  default void aFilterOfAQueryMayNotNameKeys() {
    createTable();

    assertThat(
            refusal(
                    () ->
                        queryPage(
                            key("pk = :a", ":a", s("a")),
                            page().filter(filter("sk = :x", ":x", s("1")))))
                .message())
        .isEqualTo(
            "Filter Expression can only contain non-primary key attributes: Primary key attribute:"
                + " sk");
  }

  @Test
  default void aQueryFilterThatNamesAKeyIsCalledByItsName() {
    createTable();
    var queryFilter =
        LegacyConditions.filter(
            Map.of("sk", new LegacyCondition("EQ", List.of(s("1")), null, null)), null);

    assertThat(
            refusal(() -> queryPage(key("pk = :a", ":a", s("a")), page().filter(queryFilter)))
                .message())
        .isEqualTo(
            "QueryFilter can only contain non-primary key attributes: Primary key attribute: sk");
  }

  @Test
  default void aStartKeyThatTheQueryCannotReachIsRefused() {
    createTable();
    var partition = key("pk = :a", ":a", s("a"));
    var range = key("pk = :a AND sk > :x", ":a", s("a"), ":x", s("5"));

    assertThat(startKeyRefusal(partition, item("pk", s("a"))))
        .isEqualTo("The provided starting key is invalid");
    assertThat(startKeyRefusal(partition, item("pk", s("a"), "sk", n(1))))
        .isEqualTo("The provided starting key is invalid");
    assertThat(startKeyRefusal(partition, item("pk", s("b"), "sk", s("1"))))
        .isEqualTo(
            "The provided starting key is outside query boundaries based on provided conditions");
    assertThat(startKeyRefusal(range, item("pk", s("a"), "sk", s("1"))))
        .isEqualTo("The provided starting key does not match the range key predicate");
    assertThat(startKeyRefusal(range, item("pk", s("b"), "sk", s("6"))))
        .isEqualTo("The query can return at most one row and cannot be restarted");
  }

  private String startKeyRefusal(KeyConditionExpression key, Map<String, AttributeValue> startKey) {
    return refusal(() -> queryPage(key, page().after(startKey))).message();
  }

  @Test
  default void aQueryOfATableWithoutSortKeyHasOnePageOnly() {
    create(NewTable.named(TABLE, "pk:S", "").global("by-g", "g:S", ""));
    save("pk", s("a"), "g", s("d"));
    var own = item("pk", s("a"));

    ItemPage ofTable = queryPage(key("pk = :a", ":a", s("a")), page().limit(1));
    ItemPage ofIndex = queryPage(key("g = :d", ":d", s("d")), page("by-g").limit(1));
    ItemPage ofScan = store().read(scan(TABLE, page().limit(1).request())).page();

    assertThat(texts(ofTable.items(), "pk")).containsExactly("a");
    assertThat(ofTable.lastEvaluatedKey()).isNull();
    assertThat(startKeyRefusal(key("pk = :a", ":a", s("a")), own))
        .isEqualTo("The query can return at most one row and cannot be restarted");
    assertThat(startKeyRefusal(key("pk = :b", ":b", s("b")), own))
        .isEqualTo("The provided exclusive start key is invalid");
    assertThat(ofIndex.lastEvaluatedKey()).isEqualTo(item("g", s("d"), "pk", s("a")));
    assertThat(ofScan.lastEvaluatedKey()).isEqualTo(own);
  }

  @Test
  default void aQueryJudgesItsConditionsBeforeItsStartKey() {
    createTable();

    assertThat(startKeyRefusal(key("sk = :x", ":x", s("1")), item("other", s("a"))))
        .isEqualTo("Query condition missed key schema element: pk");
    assertThat(startKeyRefusal(key("pk = :x", ":x", n(1)), item("pk", s("a"))))
        .isEqualTo(
            "One or more parameter values were invalid: Condition parameter type does not match"
                + " schema type");
  }

  @Test
  default void aScanOfATableSaysWhatIsWrongWithItsStartKey() {
    create(NewTable.named(TABLE, "pk:S", "sk:N").global("by-day", "day:S", "owner:S"));
    String mismatch =
        "The provided starting key is invalid: The provided key element does not match the schema";

    assertThat(scanRefusal(page(), item())).isEqualTo(mismatch);
    assertThat(scanRefusal(page(), item("pk", s("a")))).isEqualTo(mismatch);
    assertThat(scanRefusal(page(), item("pk", s("a"), "other", n(1)))).isEqualTo(mismatch);
    assertThat(scanRefusal(page(), item("pk", s("a"), "sk", s("1")))).isEqualTo(mismatch);
    assertThat(scanRefusal(page(), item("pk", s("a"), "day", n(1)))).isEqualTo(mismatch);
    assertThat(scanRefusal(page(), item("pk", s("a"), "sk", n(1), "day", s("b"), "owner", s("c"))))
        .isEqualTo(mismatch);
    assertThat(scanRefusal(page(), item("pk", s(""), "sk", n(1))))
        .isEqualTo(
            "The provided starting key is invalid: One or more parameter values are not valid. The"
                + " AttributeValue for a key attribute cannot contain an empty string value. Key:"
                + " pk");
  }

  @Test
  default void aScanOfAnIndexSaysOnlyThatItsStartKeyIsWrong() {
    create(NewTable.named(TABLE, "pk:S", "sk:N").global("by-day", "day:S", "owner:S"));
    var index = page("by-day");
    String invalid = "The provided starting key is invalid";

    assertThat(scanRefusal(index, item())).isEqualTo(invalid);
    assertThat(scanRefusal(index, item("pk", s("a"), "sk", n(1)))).isEqualTo(invalid);
    assertThat(scanRefusal(index, item("pk", s("a"), "sk", n(1), "day", n(1), "owner", s("c"))))
        .isEqualTo(invalid);
    assertThat(scanRefusal(index, item("pk", s("a"), "sk", s("1"), "day", s("b"), "owner", s("c"))))
        .isEqualTo(invalid);
  }

  @Test
  default void aScanOfTheNewerLayerJudgesTheTypesOfIndexKeysAndSaysNoMore() {
    create(NewTable.named(TABLE, "pk:S", "sk:N").global("by-day", "day:S", "owner:S"));
    var wrongType = page().after(item("pk", s("a"), "sk", s("1"))).request();
    var missing = page().after(item("pk", s("a"))).request();

    assertThat(refusal(() -> store().read(scan(TABLE, wrongType, ValidationLayer.NEWER))).message())
        .isEqualTo(
            "One or more parameter values were invalid: Type mismatch for Index Key sk Expected: N"
                + " Actual: S IndexName: by-day");
    assertThat(refusal(() -> store().read(scan(TABLE, missing, ValidationLayer.NEWER))).message())
        .isEqualTo("The provided starting key is invalid");
  }

  private String scanRefusal(Requests.Page page, Map<String, AttributeValue> startKey) {
    return refusal(() -> store().read(scan(TABLE, page.after(startKey).request()))).message();
  }

  @Test
  default void aStartKeyNeedNotExist() {
    createTable();
    putNumbered(3);

    ItemPage page =
        queryPage(key("pk = :a", ":a", s("a")), page().after(item("pk", s("a"), "sk", s("0005"))));

    assertThat(texts(page.items(), "sk")).containsExactly("001", "002");
  }

  @Test
  default void aScanByPagesOfOneSeesEveryItemOnce() {
    createTable();
    putNumbered(7);

    assertThat(scannedByOne(null, null))
        .containsExactlyInAnyOrder(
            "a/000", "a/001", "a/002", "a/003", "a/004", "a/005", "a/006", "b/000");
  }

  /** Items by pages of one, of the whole table if {@code segment} is null. */
  private List<String> scannedByOne(@Nullable Integer segment, @Nullable Integer total) {
    List<String> seen = new ArrayList<>();
    Map<String, AttributeValue> last = null;
    do {
      var request = page().limit(1).after(last).request();
      ItemPage page =
          segment == null || total == null
              ? store().read(scan(TABLE, request)).page()
              : store().read(scan(TABLE, segment, total, request)).page();
      for (var item : Objects.requireNonNull(page.items())) {
        var attributes = item.attributes();
        seen.add(
            ((AttributeValue.Str) attributes.get("pk")).value()
                + "/"
                + ((AttributeValue.Str) attributes.get("sk")).value());
      }
      last = page.lastEvaluatedKey();
    } while (last != null);
    return seen;
  }

  @Test
  default void segmentsShareTheItemsAmongThem() {
    createTable();
    TreeSet<String> all = new TreeSet<>();
    for (int number = 0; number < 60; number++) {
      save("pk", s("p" + number), "sk", s("1"));
      all.add("p" + number + "/1");
    }
    for (int total : new int[] {1, 2, 3, 7, 5000}) {
      List<String> seen = new ArrayList<>();
      for (int segment = 0; segment < total; segment++) {
        seen.addAll(scannedByOne(segment, total));
      }

      assertThat(seen).hasSize(60);
      assertThat(new TreeSet<>(seen)).isEqualTo(all);
    }
  }

  @Test
  default void aScanGoesByTheServicesHashOfThePartitionKey() {
    // Computed elsewhere: MD5 over "Outliers" and the bytes C1, n + 1.
    create(NewTable.named(TABLE, "pk:N", ""));
    for (int number = 1; number <= 10; number++) {
      save("pk", n(number), "text", s("" + number));
    }

    assertThat(texts(store().read(scan(TABLE, page().request())).page().items(), "text"))
        .containsExactly("7", "8", "10", "3", "2", "9", "4", "6", "1", "5");
  }

  @Test
  default void partitionsOfAllTypesAreInTheOrderOfTheirHash() {
    // Computed elsewhere, as are the numbers in the base 100 of Oracle.
    Map<String, List<AttributeValue>> inOrder =
        Map.of(
            "S",
            List.of(s("é"), s("b"), s("日本"), s("z"), s("a")),
            "B",
            List.of(b(0xFF), b(1, 2, 3), b('a'), b(0)),
            "N",
            Stream.of("-1", "100", "1E100", "1.5", "-123.45", "-5", "0.05", "1", "0", "-1E-100")
                .map(Requests::n)
                .toList());

    inOrder.forEach(
        (type, keys) -> {
          create(NewTable.named("By" + type, "pk:" + type, ""));
          keys.reversed().forEach(pk -> store().write(Requests.put("By" + type, "pk", pk)).join());

          assertThat(
                  Objects.requireNonNull(
                          store().read(scan("By" + type, page().request())).page().items())
                      .stream()
                      .map(item -> item.attributes().get("pk")))
              .containsExactlyElementsOf(keys);
        });
  }

  @Test
  default void aSegmentHoldsThePartitionsOfItsShareOfTheHashes() {
    // Computed elsewhere.
    createTable();
    for (int number = 0; number < 9; number++) {
      save("pk", s("p" + number), "sk", s("2"));
      save("pk", s("p" + number), "sk", s("1"));
    }

    assertThat(scannedByOne(0, 3)).isEmpty();
    assertThat(scannedByOne(1, 3))
        .containsExactly(
            "p1/1", "p1/2", "p3/1", "p3/2", "p5/1", "p5/2", "p6/1", "p6/2", "p8/1", "p8/2");
    assertThat(scannedByOne(2, 3))
        .containsExactly("p4/1", "p4/2", "p2/1", "p2/2", "p7/1", "p7/2", "p0/1", "p0/2");
  }

  @Test
  default void aStartKeyOfAnotherSegmentIsRefused() {
    createTable();
    save("pk", s("a"), "sk", s("1"));
    Map<String, AttributeValue> key = item("pk", s("a"), "sk", s("1"));
    int refused = 0;
    for (int segment = 0; segment < 4; segment++) {
      var request = scan(TABLE, segment, 4, page().after(key).request());
      try {
        store().read(request);
      } catch (io.larder.protocol.error.ServiceException e) {
        assertThat(e)
            .hasMessage(
                "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use"
                    + " ExclusiveStartKey with correct Segment. TotalSegments: 4 Segment: "
                    + segment);
        refused++;
      }
    }

    assertThat(refused).isEqualTo(3);
  }
}
