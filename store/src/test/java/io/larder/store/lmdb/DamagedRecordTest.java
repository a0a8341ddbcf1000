package io.larder.store.lmdb;

import static io.larder.store.Requests.NOTHING;
import static io.larder.store.Requests.condition;
import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.get;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.key;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.putAction;
import static io.larder.store.Requests.putIf;
import static io.larder.store.Requests.query;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.Requests.transaction;
import static io.larder.store.Requests.update;
import static io.larder.store.StoreFixture.TABLE;
import static io.larder.store.StoreFixture.attributes;
import static io.larder.store.StoreFixture.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.protocol.operation.WriteRequest;
import io.larder.store.NewTable;
import io.larder.store.lmdb.layout.RecordKey;
import io.larder.store.lmdb.layout.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose disk has changed a record: only that record is lost, and no answer is wrong. */
final class DamagedRecordTest {
  private static final int ITEMS = 30;
  private static final int DAMAGED = 7;

  @TempDir private Path directory;
  private LmdbTableStore store;

  @BeforeEach
  void fill() {
    open();
    store
        .change(
            NewTable.named(TABLE, "pk:S", "sk:S")
                .global("global", "g:S", "sk:S", "held")
                .local("local", "pk:S", "alt:S")
                .request())
        .join();
    for (int number = 0; number < ITEMS; number++) {
      store.write(put(TABLE, numbered(number))).join();
    }
  }

  private void open() {
    store = LmdbTableStore.open(LmdbOptions.durable(directory));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static String sortKey(int number) {
    return "%02d".formatted(number);
  }

  /** Only the item itself has what is in {@code text}, and only the index what is in held. */
  private static Object[] numbered(int number) {
    return new Object[] {
      "pk",
      s("a"),
      "sk",
      s(sortKey(number)),
      "g",
      s("g"),
      "alt",
      s(sortKey(ITEMS - number)),
      "text",
      s("text of " + sortKey(number) + "."),
      "held",
      s("held of " + sortKey(number) + ".")
    };
  }

  private void damage(String text) throws IOException {
    store.close();
    DataFile.in(directory).damage(text);
    open();
  }

  private void damageItem() throws IOException {
    damage("text of " + sortKey(DAMAGED) + ".");
  }

  private static Object[] keyOf(int number) {
    return new Object[] {"pk", s("a"), "sk", s(sortKey(number))};
  }

  private @Nullable Map<String, AttributeValue> read(int number) {
    return attributes(store.read(get(TABLE, keyOf(number))).item());
  }

  private static void assertInternal(ServiceError error) {
    assertThat(error).isEqualTo(new ServiceError.InternalServer("Internal server error"));
  }

  @Test
  void aPointReadOfItFailsAndThoseOfOthersDoNot() throws IOException {
    damageItem();

    for (int number = 0; number < ITEMS; number++) {
      int at = number;
      if (number == DAMAGED) {
        assertInternal(refusal(() -> read(at)));
      } else {
        assertThat(read(at)).isEqualTo(item(numbered(at)));
      }
    }
  }

  @Test
  void batchesAndTransactionsThatReadItFail() throws IOException {
    damageItem();

    assertInternal(refusal(() -> store.read(batchGet(DAMAGED - 1, DAMAGED))));
    assertInternal(refusal(() -> store.read(transactGet(DAMAGED - 1, DAMAGED))));
    assertThat(store.read(batchGet(1, 2)).responses().get(TABLE)).hasSize(2);
    assertThat(store.read(transactGet(1, 2)).items()).hasSize(2).doesNotContainNull();
  }

  private static BatchGetItemRequest batchGet(int... numbers) {
    List<Map<String, AttributeValue>> keys =
        Arrays.stream(numbers).mapToObj(number -> item(keyOf(number))).toList();
    return new BatchGetItemRequest(
        Map.of(TABLE, new KeysAndAttributes(keys, null, false, null, null, null)),
        ReturnConsumedCapacity.NONE);
  }

  private static TransactGetItemsRequest transactGet(int... numbers) {
    List<TransactGetItem> gets =
        Arrays.stream(numbers)
            .mapToObj(number -> new TransactGetItem(TABLE, item(keyOf(number)), null))
            .toList();
    return new TransactGetItemsRequest(gets, ReturnConsumedCapacity.NONE);
  }

  @Test
  void pagesThatWouldHaveItFailAndOthersDoNot() throws IOException {
    damageItem();
    var all = key("pk = :p", ":p", s("a"));
    var before = key("pk = :p AND sk < :s", ":p", s("a"), ":s", s(sortKey(DAMAGED)));
    var behind = key("pk = :p AND sk > :s", ":p", s("a"), ":s", s(sortKey(DAMAGED)));

    for (boolean forward : new boolean[] {true, false}) {
      assertInternal(refusal(() -> store.read(query(TABLE, all, forward, page().request()))));
      assertThat(store.read(query(TABLE, before, forward, page().request())).page().count())
          .isEqualTo(DAMAGED);
      assertThat(store.read(query(TABLE, behind, forward, page().request())).page().count())
          .isEqualTo(ITEMS - DAMAGED - 1);
    }
    assertInternal(refusal(() -> store.read(scan(TABLE, page().request()))));
    assertThat(store.read(scan(TABLE, page("global").request())).page().count()).isEqualTo(ITEMS);
  }

  @Test
  void writesThatMustReadItFailAndLeaveEverythingAsItIs() throws IOException {
    damageItem();
    String damaged = sortKey(DAMAGED);
    var one = item(keyOf(DAMAGED));

    assertInternal(refusal(store.write(put(TABLE, numbered(DAMAGED)))));
    assertInternal(refusal(store.write(putIf(TABLE, one, condition("attribute_exists(pk)")))));
    assertInternal(
        refusal(store.write(update(TABLE, one, update("SET x = :x", ":x", n(1)), NOTHING))));
    assertInternal(refusal(store.write(delete(TABLE, keyOf(DAMAGED)))));
    assertInternal(
        refusal(
            store.write(
                transaction(
                    putAction(TABLE, "pk", s("new"), "sk", s("1")),
                    putAction(TABLE, "pk", s("a"), "sk", s(damaged))))));
    assertInternal(refusal(store.write(batchPut("new", damaged))));

    assertThat(store.read(get(TABLE, "pk", s("new"), "sk", s("1"))).item()).isNull();
    assertThat(store.failure()).isEmpty();
    store.write(put(TABLE, numbered(ITEMS))).join();
    assertThat(read(ITEMS)).isNotNull();
  }

  private static BatchWriteItemRequest batchPut(String otherPartition, String sortKey) {
    return new BatchWriteItemRequest(
        Map.of(
            TABLE,
            List.of(
                new WriteRequest.Put(Item.of(item("pk", s(otherPartition), "sk", s("1")))),
                new WriteRequest.Put(Item.of(item("pk", s("a"), "sk", s(sortKey)))))),
        ReturnConsumedCapacity.NONE,
        ReturnItemCollectionMetrics.NONE);
  }

  @Test
  void aDamagedIndexEntryFailsItsIndexOnlyAndNoHalfWriteIsMade() throws IOException {
    damage("\"g\"},\"held\":{\"S\":\"held of " + sortKey(DAMAGED) + ".");
    var inGlobal = key("g = :g", ":g", s("g"));

    assertInternal(refusal(() -> store.read(query(TABLE, inGlobal, page("global").request()))));
    assertThat(read(DAMAGED)).isEqualTo(item(numbered(DAMAGED)));
    assertInternal(refusal(store.write(delete(TABLE, keyOf(DAMAGED)))));

    assertThat(read(DAMAGED)).isEqualTo(item(numbered(DAMAGED)));
    assertThat(store.read(scan(TABLE, page("local").request())).page().count()).isEqualTo(ITEMS);
  }

  @Test
  void noByteOfARecordCanChangeUnnoticed() throws IOException {
    store.close();
    byte[] partition = "a".getBytes(UTF_8);
    var key = new RecordKey(new byte[0], new byte[0], List.of(), partition, new byte[0]);
    byte[] record = Records.of(key, Item.of(item(numbered(DAMAGED))));
    for (int at = 0; at < record.length + Integer.BYTES; at++) {
      Path copy = Files.createDirectory(directory.resolve("copy" + at));
      DataFile file = DataFile.in(directory).copyTo(copy);
      for (long start : file.findRecord(record)) {
        file.flip(start + at);
      }

      store = LmdbTableStore.open(LmdbOptions.durable(copy));

      assertInternal(refusal(() -> read(DAMAGED)));
      assertThat(read(DAMAGED + 1)).isEqualTo(item(numbered(DAMAGED + 1)));
      store.close();
    }
  }

  @Test
  void aDamagedItemIsDeletedWithItsTable() throws IOException {
    damageItem();

    store.change(new DeleteTableRequest(TABLE)).join();

    await().pollInSameThread().until(() -> store.metrics().backlog() == 0);
  }

  @Test
  void anIndexIsNotFilledFromATableWithADamagedItemButOtherWorkGoesOn() throws IOException {
    damageItem();
    store.change(NewTable.named("Other", "pk:S", "").request()).join();
    store.write(put("Other", "pk", s("a"))).join();

    store.change(newIndex()).join();
    store.change(new DeleteTableRequest("Other")).join();

    await().pollInSameThread().until(() -> store.metrics().backlog() == 1);
    assertThat(refusal(() -> store.read(scan(TABLE, page("late").request()))).message())
        .isEqualTo("Cannot read from backfilling global secondary index: late");
    store.write(put(TABLE, numbered(ITEMS))).join();
    assertThat(store.failure()).isEmpty();
  }

  private static UpdateTableRequest newIndex() {
    var definition = NewTable.named(TABLE, "held:S", "");
    return new UpdateTableRequest(
        TABLE,
        definition.definitions(),
        List.of(
            new GlobalSecondaryIndexUpdate.Create(
                new GlobalSecondaryIndex(
                    "late",
                    definition.request().keySchema(),
                    NewTable.projection(),
                    null,
                    null,
                    null))),
        new TableOptions(null, null, null, null, null, null, null, null));
  }

  @Test
  void theOthersExpireAlthoughADamagedItemExpiresFirst() throws IOException {
    store
        .change(new UpdateTimeToLiveRequest(TABLE, new TimeToLiveSpecification("expires", true)))
        .join();
    long second = Instant.now().getEpochSecond() + 1_000;
    for (int number = 0; number < 3; number++) {
      store
          .write(
              put(
                  TABLE,
                  "pk",
                  s("b"),
                  "sk",
                  s("" + number),
                  "expires",
                  n(second + number),
                  "text",
                  s("expiring " + number)))
          .join();
    }
    store.close();
    DataFile.in(directory).damage("expiring 0");

    store =
        LmdbTableStore.open(
            LmdbOptions.durable(directory)
                .withClock(() -> Instant.now().plusSeconds(2_000))
                .withTimeToLiveSweep(Duration.ofMillis(5)));

    await().pollInSameThread().untilAsserted(() -> assertThat(expiring(1)).isNull());
    await().pollInSameThread().untilAsserted(() -> assertThat(expiring(2)).isNull());
    assertInternal(refusal(() -> expiring(0)));
    assertThat(store.failure()).isEmpty();
  }

  private @Nullable Item expiring(int number) {
    return store.read(get(TABLE, "pk", s("b"), "sk", s("" + number))).item();
  }

  @Test
  void aStoreWhoseTablesAreDamagedDoesNotOpen() throws IOException {
    store.close();
    Path copy = Files.createDirectory(directory.resolve("copy"));
    DataFile.in(directory).copyTo(copy).damage("\"IndexName\":\"global");

    assertThatThrownBy(() -> LmdbTableStore.open(LmdbOptions.durable(copy)))
        .hasMessageMatching(
            "A record in .* is damaged: one in the database catalog.4 whose key has the hash"
                + " [0-9a-f]{8}");
  }
}
