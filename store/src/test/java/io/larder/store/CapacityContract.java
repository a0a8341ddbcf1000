package io.larder.store;

import static io.larder.store.Requests.condition;
import static io.larder.store.Requests.filter;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.key;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.projection;
import static io.larder.store.Requests.query;
import static io.larder.store.Requests.returningCosts;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.Requests.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.Select;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.TransactWriteItemsResponse;
import io.larder.protocol.operation.WriteRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What calls consume, and which item collections they say they changed. */
interface CapacityContract extends StoreFixture {
  private void createWithIndexes() {
    create(
        NewTable.named(TABLE, "pk:S", "sk:S")
            .global("global", "g:S", "", "inc")
            .local("local", "pk:S", "l:S"));
  }

  private static Map<String, AttributeValue> song(String sk, Object... more) {
    Map<String, AttributeValue> item = item("pk", s("a"), "sk", s(sk));
    item.putAll(item(more));
    return item;
  }

  private static Capacity units(double units) {
    return new Capacity(units, null, null);
  }

  private static ConsumedCapacity consumed(@Nullable ConsumedCapacity capacity) {
    return Objects.requireNonNull(capacity);
  }

  private ConsumedCapacity put(Map<String, AttributeValue> item) {
    var request = new PutItemRequest(TABLE, Item.of(item), null, returningCosts());
    return consumed(store().write(request).join().consumedCapacity());
  }

  @Test
  default void anUpdateOfOneAttributeCostsTheWholeItem() {
    createTable();
    put(song("1", "x", s("x".repeat(5000))));

    var response =
        store()
            .write(update(TABLE, song("1"), update("SET y = :y", ":y", n(1)), returningCosts()))
            .join();

    assertThat(consumed(response.consumedCapacity()).total()).isEqualTo(units(5));
  }

  @Test
  default void anUpdateCostsTheLargerOfTheOldAndTheNewItem() {
    createTable();

    assertThat(updateCost("SET x = :x", ":x", s("x".repeat(2000)))).isEqualTo(units(2));
    assertThat(updateCost("SET x = :x", ":x", s("x".repeat(4000)))).isEqualTo(units(4));
    assertThat(updateCost("REMOVE x")).isEqualTo(units(4));
    assertThat(updateCost("REMOVE x")).isEqualTo(units(1));
  }

  private Capacity updateCost(String expression, Object... values) {
    var request = update(TABLE, song("1"), update(expression, values), returningCosts());
    return consumed(store().write(request).join().consumedCapacity()).total();
  }

  @Test
  default void aDeleteCostsTheItemThatGoes() {
    createTable();
    put(song("1", "x", s("x".repeat(5000))));
    var request = new DeleteItemRequest(TABLE, song("1"), null, returningCosts());

    assertThat(consumed(store().write(request).join().consumedCapacity()).total())
        .isEqualTo(units(5));
  }

  @Test
  default void anIndexIsChargedForWhatChangesOfWhatItHolds() {
    createWithIndexes();
    String large = "x".repeat(3000);

    // An insert and a delete, by the size of the entry and not of the item.
    assertThat(put(song("1", "g", s("G"), "other", s(large))).globalSecondaryIndexes())
        .isEqualTo(Map.of("global", units(1)));
    assertThat(put(song("1", "g", s("G"), "other", s("o"))).globalSecondaryIndexes()).isEmpty();
    assertThat(put(song("1", "g", s("G"), "inc", s(large))).globalSecondaryIndexes())
        .isEqualTo(Map.of("global", units(3)));
    // The larger of both entries if it stays where it is, both of them if it moves.
    assertThat(put(song("1", "g", s("G"), "inc", s("i"))).globalSecondaryIndexes())
        .isEqualTo(Map.of("global", units(3)));
    assertThat(put(song("1", "g", s("H"), "inc", s(large))).globalSecondaryIndexes())
        .isEqualTo(Map.of("global", units(4)));
    var gone = put(song("1"));
    assertThat(gone.globalSecondaryIndexes()).isEqualTo(Map.of("global", units(3)));
    assertThat(gone.table()).isEqualTo(units(3));
    assertThat(gone.total()).isEqualTo(units(6));
    assertThat(put(song("1")).total()).isEqualTo(units(1));
  }

  @Test
  default void theTotalIsTheTableWithItsIndexesAndIsAllThatTotalShows() {
    createWithIndexes();
    var item = song("1", "g", s("G"), "l", s("L"));

    assertThat(put(item))
        .isEqualTo(
            new ConsumedCapacity(
                TABLE, units(3), units(1), Map.of("local", units(1)), Map.of("global", units(1))));
    var batch =
        new BatchWriteItemRequest(
            Map.of(TABLE, List.of(new WriteRequest.Delete(song("1")))),
            ReturnConsumedCapacity.TOTAL,
            ReturnItemCollectionMetrics.NONE);
    assertThat(store().write(batch).join().consumedCapacity())
        .containsExactly(new ConsumedCapacity(TABLE, units(3), null, null, null));
  }

  @Test
  default void aBatchNamesEachTableOnce() {
    createWithIndexes();
    create(NewTable.named("Other", "id:N", ""));
    Map<String, List<WriteRequest>> writes = new LinkedHashMap<>();
    writes.put(
        TABLE,
        List.of(
            new WriteRequest.Put(Item.of(song("1", "x", s("x".repeat(1500))))),
            new WriteRequest.Put(Item.of(song("2", "x", s("x".repeat(1500))))),
            new WriteRequest.Delete(song("none"))));
    writes.put("Other", List.of(new WriteRequest.Put(Item.of(item("id", n(1))))));

    var response =
        store()
            .write(
                new BatchWriteItemRequest(
                    writes, ReturnConsumedCapacity.TOTAL, ReturnItemCollectionMetrics.SIZE))
            .join();

    assertThat(response.consumedCapacity())
        .containsExactly(
            new ConsumedCapacity(TABLE, units(5), null, null, null),
            new ConsumedCapacity("Other", units(1), null, null, null));
    assertThat(response.itemCollectionMetrics())
        .isEqualTo(Map.of(TABLE, List.of(new ItemCollectionMetrics(item("pk", s("a")), 0, 1))));
  }

  @Test
  default void aBatchGetRoundsEachItemByItself() {
    createTable();
    put(song("1", "x", s("x".repeat(4100))));
    put(song("2"));
    var keys = List.of(song("1"), song("2"), song("none"));

    for (boolean consistent : List.of(true, false)) {
      var request =
          new BatchGetItemRequest(
              Map.of(TABLE, new KeysAndAttributes(keys, null, consistent, null, null, null)),
              ReturnConsumedCapacity.INDEXES);
      Capacity expected = units(consistent ? 4 : 2);

      assertThat(store().read(request).consumedCapacity())
          .containsExactly(new ConsumedCapacity(TABLE, expected, expected, Map.of(), Map.of()));
    }
  }

  @Test
  default void aPageIsRoundedOnceWhateverIsReturnedOfIt() {
    createTable();
    for (int number = 0; number < 5; number++) {
      put(song("" + number, "x", s("x".repeat(1000))));
    }
    var condition = key("pk = :a", ":a", s("a"));

    for (Requests.Page page :
        List.of(
            page(),
            page().select(Select.COUNT),
            page().filter(filter("x = :x", ":x", s("none"))))) {
      assertThat(
              consumed(store().read(query(TABLE, condition, page.request())).consumedCapacity())
                  .total())
          .isEqualTo(units(1));
    }
    var nothing = key("pk = :a", ":a", s("none"));
    assertThat(
            consumed(
                    store()
                        .read(query(TABLE, nothing, page().consistent().request()))
                        .consumedCapacity())
                .total())
        .isEqualTo(units(1));
  }

  @Test
  default void aScanSumsTheSizesOfItsPage() {
    createTable();
    for (int number = 0; number < 9; number++) {
      put(song("" + number, "x", s("x".repeat(1000))));
    }

    for (Requests.Page page :
        List.of(page(), page().select(Select.COUNT), page().projection(projection("sk")))) {
      assertThat(scanCost(page)).isEqualTo(units(1.5));
      assertThat(scanCost(page.consistent())).isEqualTo(units(3));
      assertThat(scanCost(page.limit(4))).isEqualTo(units(0.5));
    }
  }

  private Capacity scanCost(Requests.Page page) {
    return consumed(store().read(scan(TABLE, page.request())).consumedCapacity()).total();
  }

  @Test
  default void whatALocalIndexFetchesIsRoundedItemByItem() {
    createWithIndexes();
    put(song("1", "l", s("1"), "x", s("x".repeat(4100))));
    put(song("2", "l", s("2")));
    var condition = key("pk = :a", ":a", s("a"));

    var response =
        store()
            .read(
                query(
                    TABLE,
                    condition,
                    page("local").select(Select.ALL_ATTRIBUTES).consistent().request()));

    assertThat(consumed(response.consumedCapacity()))
        .isEqualTo(
            new ConsumedCapacity(TABLE, units(4), units(3), Map.of("local", units(1)), Map.of()));
  }

  private TransactWriteItemsResponse transact(@Nullable String token, TransactWriteItem... items) {
    return store()
        .write(
            new TransactWriteItemsRequest(
                List.of(items),
                token,
                Bytes.wrap(new byte[32]),
                ReturnConsumedCapacity.INDEXES,
                ReturnItemCollectionMetrics.SIZE))
        .join();
  }

  @Test
  default void aTransactionPaysTwiceForTheTableAndOnceForIndexes() {
    createWithIndexes();
    var put =
        new TransactWriteItem.Put(
            TABLE,
            Item.of(song("1", "g", s("G"), "l", s("L"), "x", s("x".repeat(4500)))),
            null,
            ReturnValuesOnConditionCheckFailure.NONE);

    var first = transact("token", put);
    var again = transact("token", put);

    assertThat(first.consumedCapacity())
        .containsExactly(
            new ConsumedCapacity(
                TABLE,
                new Capacity(12.0, null, 12.0),
                new Capacity(10.0, null, 10.0),
                Map.of("local", new Capacity(1.0, null, 1.0)),
                Map.of("global", new Capacity(1.0, null, 1.0))));
    var read = new Capacity(4.0, 4.0, null);
    assertThat(again.consumedCapacity())
        .containsExactly(new ConsumedCapacity(TABLE, read, read, Map.of(), Map.of()));
  }

  @Test
  default void aConditionCheckIsPaidForAndChangesNoItemCollection() {
    createWithIndexes();
    var response =
        transact(
            null,
            new TransactWriteItem.ConditionCheck(
                TABLE,
                song("1"),
                condition("attribute_not_exists(pk)"),
                ReturnValuesOnConditionCheckFailure.NONE));

    assertThat(response.itemCollectionMetrics()).isNull();
    assertThat(consumed(Objects.requireNonNull(response.consumedCapacity()).getFirst()).total())
        .isEqualTo(new Capacity(2.0, null, 2.0));
  }

  @Test
  default void aTransactionalReadPaysTwiceForEachItem() {
    createTable();
    put(song("1", "x", s("x".repeat(4100))));
    var request =
        new TransactGetItemsRequest(
            List.of(
                new TransactGetItem(TABLE, song("1"), projection("sk")),
                new TransactGetItem(TABLE, song("none"), null)),
            ReturnConsumedCapacity.INDEXES);
    var capacity = new Capacity(6.0, 6.0, null);

    assertThat(store().read(request).consumedCapacity())
        .containsExactly(new ConsumedCapacity(TABLE, capacity, capacity, Map.of(), Map.of()));
  }
}
