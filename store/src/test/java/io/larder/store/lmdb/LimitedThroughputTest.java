package io.larder.store.lmdb;

import static io.larder.store.Requests.condition;
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
import static io.larder.store.StoreFixture.TABLE;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ThrottlingReason;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.WriteRequest;
import io.larder.store.NewTable;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.engine.ManualTicker;
import io.larder.store.throughput.Access;
import io.larder.store.throughput.Limit;
import io.larder.store.throughput.ResourceThroughput;
import io.larder.store.throughput.Throughput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables that are held to their throughput; time passes only when a test lets it. */
final class LimitedThroughputTest {
  private static final String EXEMPT = "Exempt";
  private static final String ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/" + TABLE;
  private static final String EXCEEDED =
      "The level of configured provisioned throughput for the table was exceeded. Consider"
          + " increasing your provisioning level with the UpdateTable API.";

  private final ManualTicker ticker = new ManualTicker();
  private final Throughput throughput = throughput(true);
  private final LmdbTableStore store = open(throughput);

  private Throughput throughput(boolean isLimited) {
    return new Throughput(new Throughput.Options(isLimited, Set.of(EXEMPT)), ticker::nanos);
  }

  private LmdbTableStore open(Throughput ofTables) {
    return LmdbTableStore.open(
        LmdbOptions.inMemory().withThroughput(ofTables), EngineParts.DEFAULT.with(ticker));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static TableOptions provisioned(long read, long write) {
    return new TableOptions(
        BillingMode.PROVISIONED,
        new ProvisionedThroughput(read, write),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static TableOptions onDemand(@Nullable Long read, @Nullable Long write) {
    return new TableOptions(
        BillingMode.PAY_PER_REQUEST,
        null,
        new OnDemandThroughput(read, write),
        null,
        null,
        null,
        null,
        null);
  }

  private void create(TableOptions options) {
    store.change(NewTable.named(TABLE, "pk:S", "sk:S").options(options).request()).join();
  }

  private CompletableFuture<?> save(String pk) {
    return store.write(put(TABLE, "pk", s(pk), "sk", s("1")));
  }

  private void spendWrites() {
    while (throughput().refusal(Access.WRITE) == null) {
      throughput().consume(Access.WRITE, 1);
    }
  }

  private void spendReads() {
    while (throughput().refusal(Access.READ) == null) {
      throughput().consume(Access.READ, 1);
    }
  }

  private ResourceThroughput throughput() {
    return throughput.of(Objects.requireNonNull(store.known(TABLE))).own();
  }

  private void pass(int seconds) {
    ticker.pass(Duration.ofSeconds(seconds));
  }

  private static ServiceError exceeded(String reason) {
    return new ServiceError.ProvisionedThroughputExceeded(
        EXCEEDED, List.of(new ThrottlingReason(reason, ARN)));
  }

  private static final ServiceError WRITES = exceeded("TableWriteProvisionedThroughputExceeded");
  private static final ServiceError READS = exceeded("TableReadProvisionedThroughputExceeded");

  @Test
  void aTableTakesWhatItIsProvisionedWithAndWhatItSaved() {
    create(provisioned(1, 2));

    save("a").join();
    save("b").join();

    assertThat(refusal(save("c"))).isEqualTo(WRITES);
    assertThat(store.read(get(TABLE, "pk", s("c"), "sk", s("1"))).item()).isNull();
    pass(10);
    for (int number = 0; number < 20; number++) {
      save("n" + number).join();
    }
    assertThat(refusal(save("c"))).isEqualTo(WRITES);
    pass(1000);
    for (int number = 0; number < 600; number++) {
      save("n" + number).join();
    }
    assertThat(refusal(save("c"))).isEqualTo(WRITES);
    assertThat(throughput().throttled(Access.WRITE, Limit.PROVISIONED)).isEqualTo(3);
    assertThat(throughput().consumed(Access.WRITE)).isEqualTo(622);
  }

  @Test
  void readsOfEveryKindAreRefusedWhereNothingIsLeft() {
    create(provisioned(1, 10));
    save("a").join();
    spendReads();
    var atKey = item("pk", s("a"), "sk", s("1"));

    assertThat(refusal(() -> store.read(get(TABLE, "pk", s("a"), "sk", s("1"))))).isEqualTo(READS);
    assertThat(
            refusal(() -> store.read(query(TABLE, key("pk = :p", ":p", s("a")), page().request()))))
        .isEqualTo(READS);
    assertThat(refusal(() -> store.read(scan(TABLE, page().request())))).isEqualTo(READS);
    assertThat(refusal(() -> store.read(batchGet(List.of(atKey))))).isEqualTo(READS);
    assertThat(
            refusal(
                () ->
                    store.read(
                        new TransactGetItemsRequest(
                            List.of(new TransactGetItem(TABLE, atKey, null)),
                            ReturnConsumedCapacity.NONE))))
        .isEqualTo(
            new ServiceError.TransactionCanceled(
                List.of(new CancellationReason("ProvisionedThroughputExceeded", EXCEEDED, null))));
  }

  private static BatchGetItemRequest batchGet(List<Map<String, AttributeValue>> keys) {
    return new BatchGetItemRequest(
        Map.of(TABLE, new KeysAndAttributes(keys, null, true, null, null, null)),
        ReturnConsumedCapacity.NONE);
  }

  @Test
  void whatAReadCostsIsKnownAfterwardsAndOwed() {
    create(provisioned(1, 100));
    store.write(put(TABLE, "pk", s("a"), "sk", s("1"), "x", s("x".repeat(39_000)))).join();

    store.read(query(TABLE, key("pk = :p", ":p", s("a")), page().request()));

    // Ten blocks, read eventually consistently.
    assertThat(throughput().consumed(Access.READ)).isEqualTo(5);
    pass(4);
    assertThat(throughput().refusal(Access.READ)).isNotNull();
    pass(1);
    assertThat(throughput().refusal(Access.READ)).isNull();
  }

  @Test
  void ofABatchIsDoneWhatThereIsThroughputFor() {
    create(provisioned(10, 3));
    var batch =
        new BatchWriteItemRequest(
            Map.of(
                TABLE,
                List.of(
                    new WriteRequest.Put(Item.of(item("pk", s("a"), "sk", s("1")))),
                    new WriteRequest.Put(
                        Item.of(item("pk", s("b"), "sk", s("1"), "x", s("x".repeat(1500))))),
                    new WriteRequest.Put(Item.of(item("pk", s("c"), "sk", s("1")))),
                    new WriteRequest.Delete(item("pk", s("d"), "sk", s("1"))))),
            ReturnConsumedCapacity.NONE,
            ReturnItemCollectionMetrics.NONE);

    var response = store.write(batch).join();

    assertThat(response.unprocessedItems())
        .isEqualTo(
            Map.of(
                TABLE,
                List.of(
                    new WriteRequest.Put(Item.of(item("pk", s("c"), "sk", s("1")))),
                    new WriteRequest.Delete(item("pk", s("d"), "sk", s("1"))))));
    assertThat(refusal(store.write(batch))).isEqualTo(WRITES);
  }

  @Test
  void ofABatchIsReadWhatThereIsThroughputFor() {
    create(provisioned(2, 10));
    var keys =
        List.of(
            item("pk", s("a"), "sk", s("1")),
            item("pk", s("b"), "sk", s("1")),
            item("pk", s("c"), "sk", s("1")));
    save("a").join();
    save("c").join();

    var response = store.read(batchGet(keys));

    assertThat(response.responses().get(TABLE)).hasSize(1);
    assertThat(Objects.requireNonNull(response.unprocessedKeys().get(TABLE)).keys())
        .containsExactly(item("pk", s("c"), "sk", s("1")));
  }

  @Test
  void aTransactionIsCancelledForEachActionThatThereIsNoThroughputFor() {
    create(provisioned(1, 2));
    store.change(NewTable.named("Other", "pk:S", "").request()).join();
    spendWrites();

    var refused =
        refusal(
            store.write(
                transaction(
                    putAction("Other", "pk", s("a")),
                    putAction(TABLE, "pk", s("a"), "sk", s("1")))));

    assertThat(refused)
        .isEqualTo(
            new ServiceError.TransactionCanceled(
                List.of(
                    CancellationReason.NONE,
                    new CancellationReason("ProvisionedThroughputExceeded", EXCEEDED, null))));
    assertThat(store.read(get("Other", "pk", s("a"))).item()).isNull();
    pass(1);
    store.write(transaction(putAction(TABLE, "pk", s("a"), "sk", s("1")))).join();
    assertThat(refusal(save("b"))).isEqualTo(WRITES);
  }

  @Test
  void aConditionThatFailsIsChargedAsTheWriteWouldBe() {
    create(provisioned(1, 5));
    store.write(put(TABLE, "pk", s("a"), "sk", s("1"), "x", s("x".repeat(3500)))).join();

    assertThat(
            refusal(
                store.write(
                    putIf(
                        TABLE,
                        item("pk", s("a"), "sk", s("1")),
                        condition("attribute_not_exists(pk)")))))
        .isInstanceOf(ServiceError.ConditionalCheckFailed.class);

    assertThat(throughput().consumed(Access.WRITE)).isEqualTo(8);
    assertThat(refusal(save("b"))).isEqualTo(WRITES);
  }

  @Test
  void anIndexThatIsShortThrottlesTheWritesThatWouldChangeIt() {
    store
        .change(
            NewTable.named(TABLE, "pk:S", "sk:S")
                .global("glo", "g:S", "", "*")
                .local("loc", "pk:S", "l:S", "*")
                .options(onDemand(null, null))
                .request())
        .join();
    store
        .change(
            new UpdateTableRequest(
                TABLE,
                List.of(),
                List.of(
                    new GlobalSecondaryIndexUpdate.Update(
                        "glo", new ProvisionedThroughput(1, 2), null, null)),
                provisioned(100, 100)))
        .join();
    var ofIndex =
        Objects.requireNonNull(
            throughput.of(Objects.requireNonNull(store.known(TABLE))).globalIndexes().get("glo"));
    save("a").join();
    store.write(put(TABLE, "pk", s("b"), "sk", s("1"), "g", s("x"))).join();
    store.write(put(TABLE, "pk", s("c"), "sk", s("1"), "g", s("y"), "l", s("l"))).join();

    var refused = refusal(store.write(put(TABLE, "pk", s("d"), "sk", s("1"), "g", s("z"))));

    assertThat(refused)
        .isEqualTo(
            new ServiceError.ProvisionedThroughputExceeded(
                "The level of configured provisioned throughput for one or more global secondary"
                    + " indexes of the table was exceeded. Consider increasing your provisioning"
                    + " level for the under-provisioned global secondary indexes with the"
                    + " UpdateTable API",
                List.of(
                    new ThrottlingReason(
                        "IndexWriteProvisionedThroughputExceeded", ARN + "/index/glo"))));
    assertThat(store.read(get(TABLE, "pk", s("d"), "sk", s("1"))).item()).isNull();
    save("e").join();
    store.write(put(TABLE, "pk", s("b"), "sk", s("1"), "g", s("x"))).join();
    assertThat(ofIndex.consumed(Access.WRITE)).isEqualTo(2);
    // Five items, one entry of the local index.
    assertThat(throughput().consumed(Access.WRITE)).isEqualTo(6);
  }

  @Test
  void aMaximumOnDemandIsHard() {
    create(onDemand(1L, 2L));
    save("a").join();
    save("b").join();

    assertThat(refusal(save("c")))
        .isEqualTo(
            new ServiceError.Throttling(
                "Throughput exceeds the maximum OnDemandThroughput configured on table or index",
                List.of(new ThrottlingReason("TableWriteMaxOnDemandThroughputExceeded", ARN))));
    pass(100);
    save("a").join();
    save("b").join();
    assertThat(refusal(save("c"))).isInstanceOf(ServiceError.Throttling.class);
  }

  @Test
  void aHotPartitionKeyIsThrottledWhereTheTableIsNot() {
    create(onDemand(null, null));
    throughput()
        .consume(
            Access.WRITE,
            Objects.requireNonNull(store.known(TABLE))
                .primaryKey(item("pk", s("hot"), "sk", s("1")))
                .collection(),
            1000);

    var refused = refusal(save("hot"));

    assertThat(refused)
        .isInstanceOfSatisfying(
            ServiceError.Throttling.class,
            throttling ->
                assertThat(throttling.reasons())
                    .containsExactly(
                        new ThrottlingReason("TableWriteKeyRangeThroughputExceeded", ARN)));
    save("cold").join();
    pass(1);
    save("hot").join();
  }

  @Test
  void anotherThroughputCountsAtOnce() {
    create(provisioned(1, 1));
    save("a").join();
    refusal(save("b"));

    store.change(new UpdateTableRequest(TABLE, List.of(), List.of(), provisioned(1, 100))).join();

    pass(1);
    for (int number = 0; number < 100; number++) {
      save("n" + number).join();
    }
    assertThat(refusal(save("b"))).isEqualTo(WRITES);
  }

  @Test
  void aTableThatIsMadeAnewBeginsAnewAndOneThatIsGoneIsForgotten() {
    create(provisioned(1, 1));
    save("a").join();
    store.change(new DeleteTableRequest(TABLE)).join();
    assertThat(throughput.tables()).isEmpty();

    create(provisioned(1, 1));

    save("a").join();
    assertThat(throughput().consumed(Access.WRITE)).isEqualTo(1);
  }

  @Test
  void anExemptTableIsNeitherLimitedNorTold() {
    store.change(NewTable.named(EXEMPT, "pk:S", "").options(provisioned(1, 1)).request()).join();

    for (int number = 0; number < 10; number++) {
      store.write(put(EXEMPT, "pk", s("a"), "x", n(number))).join();
    }

    assertThat(throughput.tables()).isEmpty();
  }

  @Test
  void withoutLimitsIsOnlyCounted() {
    Throughput counted = throughput(false);
    try (LmdbTableStore unlimited = open(counted)) {
      unlimited
          .change(NewTable.named(TABLE, "pk:S", "sk:S").options(provisioned(1, 1)).request())
          .join();

      for (int number = 0; number < 10; number++) {
        unlimited.write(put(TABLE, "pk", s("a"), "sk", s("" + number))).join();
      }

      assertThat(counted.tables())
          .singleElement()
          .satisfies(table -> assertThat(table.own().consumed(Access.WRITE)).isEqualTo(10));
    }
  }
}
