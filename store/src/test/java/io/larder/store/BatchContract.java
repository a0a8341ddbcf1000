package io.larder.store;

import static io.larder.store.Requests.item;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.s;
import static io.larder.store.StoreFixture.refusal;
import static io.larder.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.WriteRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** BatchGetItem and BatchWriteItem. */
interface BatchContract extends StoreFixture {

  private static BatchWriteItemRequest batch(WriteRequest... writes) {
    return new BatchWriteItemRequest(
        Map.of(TABLE, List.of(writes)),
        ReturnConsumedCapacity.TOTAL,
        ReturnItemCollectionMetrics.NONE);
  }

  private static BatchGetItemRequest batchGet(List<Map<String, AttributeValue>> keys) {
    return new BatchGetItemRequest(
        Map.of(TABLE, new KeysAndAttributes(keys, null, false, null, null, null)),
        ReturnConsumedCapacity.TOTAL);
  }

  @Test
  default void aBatchPutsAndDeletes() {
    createTable();
    save("pk", s("old"), "sk", s("1"));

    var response =
        store()
            .write(
                batch(
                    new WriteRequest.Put(Item.of(item("pk", s("new"), "sk", s("1")))),
                    new WriteRequest.Delete(item("pk", s("old"), "sk", s("1"))),
                    new WriteRequest.Delete(item("pk", s("none"), "sk", s("1")))))
            .join();

    assertThat(response.unprocessedItems()).isEmpty();
    assertThat(
            Objects.requireNonNull(response.consumedCapacity()).getFirst().total().capacityUnits())
        .isEqualTo(3.0);
    assertThat(read("pk", s("new"), "sk", s("1"))).isNotNull();
    assertThat(read("pk", s("old"), "sk", s("1"))).isNull();
  }

  @Test
  default void aBatchWithTheSameKeyTwiceIsRefusedAndChangesNothing() {
    create(NewTable.named(TABLE, "pk:N", ""));

    var refused =
        store()
            .write(
                batch(
                    new WriteRequest.Put(Item.of(item("pk", n("1")))),
                    new WriteRequest.Delete(item("pk", n("1.0")))));

    assertThat(refusal(refused))
        .isEqualTo(new ServiceError.Validation("Provided list of item keys contains duplicates"));
    assertThat(read("pk", n("1"))).isNull();
  }

  @Test
  default void aPutOfABatchNamesNoAttributeWhenItsKeyIsWrong() {
    createTable();
    for (Map<String, AttributeValue> wrong :
        List.of(item("pk", s("a")), item("pk", s("a"), "sk", n(1)))) {
      assertThat(refusal(store().write(batch(new WriteRequest.Put(Item.of(wrong))))).message())
          .isEqualTo("The provided key element does not match the schema");
    }
  }

  @Test
  default void anUnknownTableCountsMoreThanAnyKeyOfABatch() {
    createTable();
    var wrong = item("pk", s("a"));
    Map<String, List<WriteRequest>> writes = new LinkedHashMap<>();
    Map<String, KeysAndAttributes> reads = new LinkedHashMap<>();
    for (String table : List.of(TABLE, "unknown")) {
      writes.put(table, List.of(new WriteRequest.Delete(wrong)));
      reads.put(table, new KeysAndAttributes(List.of(wrong), null, false, null, null, null));
    }
    var write =
        new BatchWriteItemRequest(
            writes, ReturnConsumedCapacity.NONE, ReturnItemCollectionMetrics.NONE);
    var read = new BatchGetItemRequest(reads, ReturnConsumedCapacity.NONE);

    for (ServiceError error :
        List.of(refusal(store().write(write)), refusal(() -> store().read(read)))) {
      assertThat(error)
          .isEqualTo(new ServiceError.ResourceNotFound("Requested resource not found"));
    }
  }

  @Test
  default void aBatchGetReturnsTheItemsThatExist() {
    createTable();
    save("pk", s("a"), "sk", s("1"));
    save("pk", s("b"), "sk", s("1"));

    var response =
        store()
            .read(
                batchGet(
                    List.of(
                        item("pk", s("a"), "sk", s("1")),
                        item("pk", s("none"), "sk", s("1")),
                        item("pk", s("b"), "sk", s("1")))));

    assertThat(texts(response.responses().get(TABLE), "pk")).containsExactlyInAnyOrder("a", "b");
    assertThat(response.unprocessedKeys()).isEmpty();
    assertThat(
            Objects.requireNonNull(response.consumedCapacity()).getFirst().total().capacityUnits())
        .isEqualTo(1.5);
  }

  @Test
  default void aBatchGetRefusesDuplicates() {
    createTable();
    var key = item("pk", s("a"), "sk", s("1"));

    assertThat(refusal(() -> store().read(batchGet(List.of(key, key)))).message())
        .isEqualTo("Provided list of item keys contains duplicates");
  }

  @Test
  default void aBatchGetReturns52OfAHundredItemsOf300Kilobytes() {
    createTable();
    String text = "x".repeat(300 * 1024 - 10);
    List<Map<String, AttributeValue>> keys = new ArrayList<>();
    for (int number = 0; number < 100; number++) {
      save("pk", s("%02d".formatted(number)), "sk", s("1"), "x", s(text));
      keys.add(item("pk", s("%02d".formatted(number)), "sk", s("1")));
    }

    var response = store().read(batchGet(keys));

    assertThat(response.responses().get(TABLE)).hasSize(52);
    assertThat(Objects.requireNonNull(response.unprocessedKeys().get(TABLE)).keys())
        .isEqualTo(keys.subList(52, 100));
  }

  @Test
  default void aBatchGetReturnsNoMoreThan24MegabytesOfJson() {
    // Given items whose JSON is nine times as long as their size
    createTable();
    AttributeValue texts = new AttributeValue.ListOf(Collections.nCopies(200_000, s("")));
    List<Map<String, AttributeValue>> keys = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      save("pk", s("%02d".formatted(number)), "sk", s("1"), "x", texts);
      keys.add(item("pk", s("%02d".formatted(number)), "sk", s("1")));
    }

    // When
    var response = store().read(batchGet(keys));

    // Then
    assertThat(response.responses().get(TABLE)).hasSize(13);
    assertThat(Objects.requireNonNull(response.unprocessedKeys().get(TABLE)).keys())
        .isEqualTo(keys.subList(13, 20));
  }
}
