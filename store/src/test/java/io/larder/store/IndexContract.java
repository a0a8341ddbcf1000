package io.larder.store;

import static io.larder.store.Requests.b;
import static io.larder.store.Requests.filter;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.key;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.projection;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.query;
import static io.larder.store.Requests.returningCosts;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.Requests.update;
import static io.larder.store.StoreFixture.refusal;
import static io.larder.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.legacy.LegacyCondition;
import io.larder.protocol.expression.legacy.LegacyConditions;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Select;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Secondary indexes: what is in them, and how they are read. */
interface IndexContract extends StoreFixture {

  private void createIndexed() {
    create(
        NewTable.named(TABLE, "pk:S", "sk:S")
            .global("byArtist", "artist:S", "year:N", "*")
            .global("keysOnly", "artist:S", "")
            .local("byYear", "pk:S", "year:N", "title"));
  }

  private ItemPage queryPage(String index, KeyConditionExpression key) {
    return store().read(query(TABLE, key, page(index).request())).page();
  }

  private static KeyConditionExpression artist(String name) {
    return key("artist = :a", ":a", s(name));
  }

  @Test
  default void anIndexHoldsTheItemsThatHaveItsKeyInItsOwnOrder() {
    createIndexed();
    save("pk", s("1"), "sk", s("x"), "artist", s("Nina"), "year", n(1965));
    save("pk", s("2"), "sk", s("x"), "artist", s("Nina"), "year", n(958));
    save("pk", s("3"), "sk", s("x"), "artist", s("Nina"));
    save("pk", s("4"), "sk", s("x"), "artist", s("Ella"), "year", n(1));

    assertThat(texts(queryPage("byArtist", artist("Nina")).items(), "pk"))
        .containsExactly("2", "1");
    assertThat(texts(queryPage("keysOnly", artist("Nina")).items(), "pk"))
        .containsExactlyInAnyOrder("1", "2", "3");
  }

  @Test
  default void anIndexFollowsEveryChangeOfItsItems() {
    createIndexed();
    save("pk", s("1"), "sk", s("x"), "artist", s("Nina"), "year", n(1), "title", s("a"));
    Map<String, AttributeValue> key = item("pk", s("1"), "sk", s("x"));

    store()
        .write(update(TABLE, key, update("SET title = :t", ":t", s("b")), Requests.NOTHING))
        .join();
    assertThat(texts(queryPage("byArtist", artist("Nina")).items(), "title")).containsExactly("b");

    store()
        .write(update(TABLE, key, update("SET artist = :a", ":a", s("Ella")), Requests.NOTHING))
        .join();
    assertThat(queryPage("byArtist", artist("Nina")).items()).isEmpty();
    assertThat(queryPage("byArtist", artist("Ella")).items()).hasSize(1);

    store().write(update(TABLE, key, update("REMOVE artist"), Requests.NOTHING)).join();
    assertThat(queryPage("byArtist", artist("Ella")).items()).isEmpty();

    save("pk", s("1"), "sk", s("x"), "artist", s("Nina"), "year", n(1));
    assertThat(queryPage("byArtist", artist("Nina")).items()).hasSize(1);

    store().write(Requests.delete(TABLE, "pk", s("1"), "sk", s("x"))).join();
    assertThat(queryPage("byArtist", artist("Nina")).items()).isEmpty();
    assertThat(store().read(scan(TABLE, page("keysOnly").request())).page().items()).isEmpty();
  }

  @Test
  default void eachProjectionReturnsWhatItHolds() {
    createIndexed();
    Map<String, AttributeValue> whole =
        item(
            "pk", s("1"), "sk", s("x"), "artist", s("Nina"), "year", n(1), "title", s("a"), "more",
            s("m"));
    store().write(new PutItemRequest(TABLE, Item.of(whole), null, Requests.NOTHING)).join();

    assertThat(only(queryPage("byArtist", artist("Nina")))).isEqualTo(whole);
    assertThat(only(queryPage("keysOnly", artist("Nina"))))
        .isEqualTo(item("pk", s("1"), "sk", s("x"), "artist", s("Nina")));
    assertThat(only(queryPage("byYear", key("pk = :p", ":p", s("1")))))
        .isEqualTo(item("pk", s("1"), "sk", s("x"), "year", n(1), "title", s("a")));
  }

  private static Map<String, AttributeValue> only(ItemPage page) {
    assertThat(page.items()).hasSize(1);
    return Objects.requireNonNull(page.items()).getFirst().attributes();
  }

  @Test
  default void aLocalIndexFetchesFromTheTableWhatItDoesNotHold() {
    createIndexed();
    save("pk", s("1"), "sk", s("x"), "year", n(1), "more", s("m"));
    var key = key("pk = :p", ":p", s("1"));

    QueryResponse all =
        store().read(query(TABLE, key, page("byYear").select(Select.ALL_ATTRIBUTES).request()));
    QueryResponse some =
        store().read(query(TABLE, key, page("byYear").projection(projection("more")).request()));

    assertThat(only(all.page())).containsEntry("more", s("m"));
    assertThat(only(some.page())).isEqualTo(item("more", s("m")));
    var consumed = Objects.requireNonNull(all.consumedCapacity());
    assertThat(consumed.total().capacityUnits()).isEqualTo(1.0);
    assertThat(Objects.requireNonNull(consumed.table()).capacityUnits()).isEqualTo(0.5);
    assertThat(consumed.localSecondaryIndexes())
        .containsEntry("byYear", new Capacity(0.5, null, null));
  }

  @Test
  default void aGlobalIndexRefusesToReturnWhatItDoesNotHold() {
    createIndexed();

    assertThat(
            refusal(
                    () ->
                        store()
                            .read(
                                query(
                                    TABLE,
                                    artist("a"),
                                    page("keysOnly").select(Select.ALL_ATTRIBUTES).request())))
                .message())
        .isEqualTo(
            "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported"
                + " for global secondary index keysOnly because its projection type is not ALL");
    assertThat(
            refusal(
                    () ->
                        store()
                            .read(
                                query(
                                    TABLE,
                                    artist("a"),
                                    page("keysOnly").projection(projection("title")).request())))
                .message())
        .isEqualTo(
            "One or more parameter values were invalid: Global secondary index keysOnly does not"
                + " project [title]");
  }

  @Test
  default void unknownIndexesAndConsistentReadsOfGlobalOnesAreRefused() {
    createIndexed();

    assertThat(
            refusal(() -> store().read(query(TABLE, artist("a"), page("none").request())))
                .message())
        .isEqualTo("The table does not have the specified index: none");
    assertThat(
            refusal(() -> store().read(scan(TABLE, page("byArtist").consistent().request())))
                .message())
        .isEqualTo("Consistent reads are not supported on global secondary indexes");
    assertThat(store().read(scan(TABLE, page("byYear").consistent().request())).page().count())
        .isZero();
  }

  @Test
  default void anIndexIsPagedByItsKeyAndTheTablesKey() {
    createIndexed();
    for (int number = 0; number < 6; number++) {
      save("pk", s("p" + number), "sk", s("x"), "artist", s("Nina"), "year", n(number / 3));
    }

    List<String> forward = pagedByOne(true);
    List<String> backward = pagedByOne(false);

    assertThat(forward).doesNotHaveDuplicates().hasSize(6);
    assertThat(forward.subList(0, 3)).containsExactlyInAnyOrder("p0", "p1", "p2");
    assertThat(backward).containsExactlyElementsOf(forward.reversed());
  }

  private List<String> pagedByOne(boolean forward) {
    List<String> seen = new ArrayList<>();
    Map<String, AttributeValue> last = null;
    do {
      var request = page("byArtist").limit(1).after(last).request();
      ItemPage page = store().read(query(TABLE, artist("Nina"), forward, request)).page();
      seen.addAll(texts(page.items(), "pk"));
      last = page.lastEvaluatedKey();
      if (last != null) {
        assertThat(last).containsOnlyKeys("artist", "year", "pk", "sk");
      }
    } while (last != null);
    return seen;
  }

  @Test
  default void equalIndexKeysAreInTheOrderOfTheHashOfTheTablesKey() {
    // Computed elsewhere: MD5 over "Outliers" and both parts of the table's key.
    createIndexed();
    for (int number = 0; number < 6; number++) {
      save("pk", s("p" + number), "sk", s("x"), "artist", s("Nina"), "year", n(1965));
    }

    assertThat(texts(queryPage("byArtist", artist("Nina")).items(), "pk"))
        .containsExactly("p4", "p0", "p2", "p5", "p3", "p1");
  }

  @Test
  default void keysOfSeveralAttributesSelectByTheirLeadingParts() {
    create(
        NewTable.named(TABLE, "id:S", "")
            .global("games", "league:S,season:N", "round:S,bracket:S,game:N", "*"));
    for (int game = 0; game < 3; game++) {
      for (String bracket : List.of("lower", "upper")) {
        for (String round : List.of("final", "semi")) {
          save(
              "id",
              s(round + bracket + game),
              "league",
              s("L"),
              "season",
              n(1),
              "round",
              s(round),
              "bracket",
              s(bracket),
              "game",
              n(game));
        }
      }
    }

    assertThat(games("league = :l AND season = :s")).hasSize(12);
    assertThat(games("league = :l AND season = :s AND #r = :r"))
        .containsExactly(
            "finallower0",
            "finallower1",
            "finallower2",
            "finalupper0",
            "finalupper1",
            "finalupper2");
    assertThat(games("league = :l AND season = :s AND #r = :r AND bracket = :b AND game > :g"))
        .containsExactly("finalupper1", "finalupper2");
  }

  private List<String> games(String condition) {
    var values = item(":l", s("L"), ":s", n(1));
    var names = new HashMap<String, String>();
    if (condition.contains("#r")) {
      values.put(":r", s("final"));
      names.put("#r", "round");
    }
    if (condition.contains(":b")) {
      values.put(":b", s("upper"));
      values.put(":g", n(0));
    }
    var expressions = new ExpressionAttributes(names.isEmpty() ? null : names, values);
    return texts(queryPage("games", expressions.keyCondition(condition)).items(), "id");
  }

  @Test
  default void keysOfFourAndFourAttributesArePagedItemByItem() {
    create(
        NewTable.named(TABLE, "id:S", "")
            .global("wide", "h1:S,h2:N,h3:S,h4:S", "r1:N,r2:S,r3:N,r4:S", "*"));
    List<String> expected = new ArrayList<>();
    for (int number = 0; number < 16; number++) {
      save(wide(number).toArray());
      expected.add("id" + number);
    }
    save("id", s("without r4"), "h1", s("a"), "h2", n(1), "h3", s("c"), "h4", s("d"));
    var condition =
        key(
            "h1 = :a AND h2 = :b AND h3 = :c AND h4 = :d",
            ":a",
            s("a"),
            ":b",
            n(1),
            ":c",
            s("c"),
            ":d",
            s("d"));

    List<String> seen = new ArrayList<>();
    Map<String, AttributeValue> last = null;
    do {
      var page = store().read(query(TABLE, condition, page("wide").limit(1).after(last).request()));
      seen.addAll(texts(page.page().items(), "id"));
      last = page.page().lastEvaluatedKey();
      if (last != null) {
        assertThat(last).containsOnlyKeys("id", "h1", "h2", "h3", "h4", "r1", "r2", "r3", "r4");
      }
    } while (last != null);

    assertThat(seen).containsExactlyElementsOf(expected);
  }

  /** Items whose range key orders them by number, each bit in an attribute of its own. */
  private static List<Object> wide(int number) {
    return List.of(
        "id",
        s("id" + number),
        "h1",
        s("a"),
        "h2",
        n("1.0"),
        "h3",
        s("c"),
        "h4",
        s("d"),
        "r1",
        n(number / 8 - 1),
        "r2",
        s(number / 4 % 2 == 0 ? "a" : "a\0"),
        "r3",
        n(number / 2 % 2),
        "r4",
        s(number % 2 == 0 ? "x" : "y"));
  }

  @Test
  default void anIndexKeyOfTheWrongTypeOrEmptyIsRefused() {
    createIndexed();

    assertThat(
            refusal(store().write(put(TABLE, "pk", s("1"), "sk", s("x"), "artist", n(1))))
                .message())
        .isEqualTo(
            "One or more parameter values were invalid: Type mismatch for Index Key artist"
                + " Expected: S Actual: N IndexName: byArtist");
    assertThat(
            refusal(store().write(put(TABLE, "pk", s("1"), "sk", s("x"), "artist", s(""))))
                .message())
        .isEqualTo(
            "One or more parameter values are not valid. A value specified for a secondary index"
                + " key is not supported. The AttributeValue for a key attribute cannot contain an"
                + " empty string value. IndexName: byArtist, IndexKey: artist");
    assertThat(
            refusal(
                    store()
                        .write(
                            Requests.update(
                                TABLE,
                                item("pk", s("1"), "sk", s("x")),
                                Requests.update("SET artist = :a", ":a", s("")),
                                Requests.NOTHING)))
                .message())
        .isEqualTo(
            "One or more parameter values are not valid. The update expression attempted to update"
                + " a secondary index key to a value that is not supported. The AttributeValue for"
                + " a key attribute cannot contain an empty string value.");
    assertThat(read("pk", s("1"), "sk", s("x"))).isNull();
  }

  @Test
  default void aQueryForAnEmptyKeyNamesTheIndexLocalOrGlobal() {
    create(
        NewTable.named(TABLE, "pk:S", "sk:S")
            .global("byArtist", "artist:S", "cover:B", "*")
            .local("byTitle", "pk:S", "title:S", "*"));
    var emptyArtist = artist("");
    var emptyCover = key("artist = :a AND cover = :c", ":a", s("a"), ":c", b());
    var emptyTitle = key("pk = :p AND title > :t", ":p", s("a"), ":t", s(""));
    var emptyPartition =
        LegacyConditions.keyConditions(
            Map.of("pk", new LegacyCondition("EQ", List.of(s("")), null, null)));

    assertThat(emptyKeyRefusal("byArtist", emptyArtist))
        .endsWith("empty string value. IndexName: byArtist, IndexKey: artist");
    assertThat(emptyKeyRefusal("byArtist", emptyCover))
        .endsWith("empty binary value. IndexName: byArtist, IndexKey: cover");
    assertThat(emptyKeyRefusal("byTitle", emptyTitle))
        .endsWith("empty string value. IndexName: byTitle, IndexKey: title");
    assertThat(emptyKeyRefusal("byTitle", emptyPartition))
        .endsWith("empty string value. IndexName: byTitle, IndexKey: pk");
  }

  private String emptyKeyRefusal(String index, KeyConditionExpression key) {
    String message = refusal(() -> queryPage(index, key)).message();
    assertThat(message)
        .startsWith(
            "One or more parameter values are not valid. A value specified for a secondary index"
                + " key is not supported. The AttributeValue for a key attribute cannot contain an"
                + " empty ");
    return message;
  }

  @Test
  default void aFilterThatNeedsWhatTheIndexDoesNotHoldIsRefused() {
    createIndexed();
    var request = page("keysOnly").filter(filter("title = :t", ":t", s("a"))).request();

    assertThat(refusal(() -> store().read(query(TABLE, artist("a"), request))).message())
        .isEqualTo(
            "One or more parameter values were invalid: Secondary index keysOnly does not project"
                + " one or more filter attributes: [title]");
  }

  @Test
  default void writesArePaidForEachIndexThatTheyTouch() {
    createIndexed();
    Map<String, AttributeValue> item =
        item("pk", s("1"), "sk", s("x"), "artist", s("Nina"), "year", n(1));
    Map<String, AttributeValue> moved =
        item("pk", s("1"), "sk", s("x"), "artist", s("Ella"), "year", n(1));

    var insert =
        store().write(new PutItemRequest(TABLE, Item.of(item), null, returningCosts())).join();
    var same =
        store().write(new PutItemRequest(TABLE, Item.of(item), null, returningCosts())).join();
    var move =
        store().write(new PutItemRequest(TABLE, Item.of(moved), null, returningCosts())).join();

    var inserted = Objects.requireNonNull(insert.consumedCapacity());
    assertThat(inserted.total().capacityUnits()).isEqualTo(4.0);
    assertThat(inserted.globalSecondaryIndexes()).containsOnlyKeys("byArtist", "keysOnly");
    assertThat(inserted.localSecondaryIndexes()).containsOnlyKeys("byYear");
    assertThat(Objects.requireNonNull(same.consumedCapacity()).total().capacityUnits())
        .isEqualTo(1.0);
    assertThat(Objects.requireNonNull(move.consumedCapacity()).globalSecondaryIndexes())
        .containsEntry("byArtist", new Capacity(2.0, null, null))
        .containsEntry("keysOnly", new Capacity(2.0, null, null));
    assertThat(insert.itemCollectionMetrics())
        .isEqualTo(new ItemCollectionMetrics(item("pk", s("1")), 0, 1));
  }
}
