package io.larder.store;

import static io.larder.store.Requests.NOTHING;
import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.putAction;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.transaction;
import static io.larder.store.Requests.update;
import static io.larder.store.StoreFixture.refusal;
import static io.larder.store.StreamReading.arn;
import static io.larder.store.StreamReading.disable;
import static io.larder.store.StreamReading.enable;
import static io.larder.store.StreamReading.iterator;
import static io.larder.store.StreamReading.page;
import static io.larder.store.StreamReading.records;
import static io.larder.store.StreamReading.shards;
import static io.larder.store.StreamReading.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeStreamRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.ListStreamsRequest;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.Shard;
import io.larder.protocol.operation.ShardPosition;
import io.larder.protocol.operation.StreamDescription;
import io.larder.protocol.operation.StreamRecord;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.StreamStatus;
import io.larder.protocol.operation.StreamSummary;
import io.larder.protocol.operation.StreamViewType;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.WriteRequest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What streams tell of the changes of items, and how they come and go. */
interface StreamContract extends StoreFixture {

  private String createStreamingTable(StreamViewType view) {
    create(NewTable.named(TABLE, "pk:S", "sk:S").options(streaming(view)));
    return arn(store(), TABLE);
  }

  /** Of an item {@code pk=p, sk=s}. */
  private static Object[] withA(String value) {
    return new Object[] {"pk", s("p"), "sk", s("s"), "a", s(value)};
  }

  private List<String> told() {
    return records(store(), arn(store(), TABLE)).stream().map(StreamReading::text).toList();
  }

  @Test
  default void anItemsChangesAreToldInTheirOrderWithItsImages() {
    createStreamingTable(StreamViewType.NEW_AND_OLD_IMAGES);

    save(withA("one"));
    save(withA("two"));
    store()
        .write(
            update(
                TABLE,
                item("pk", s("p"), "sk", s("s")),
                update("SET a = :v", ":v", s("three")),
                NOTHING))
        .join();
    store().write(delete(TABLE, "pk", s("p"), "sk", s("s"))).join();

    assertThat(told())
        .containsExactly(
            "INSERT p,s - -> p,s,one",
            "MODIFY p,s p,s,one -> p,s,two",
            "MODIFY p,s p,s,two -> p,s,three",
            "REMOVE p,s p,s,three -> -");
  }

  @Test
  default void aViewShowsWhatItsNameSays() {
    for (StreamViewType view : StreamViewType.values()) {
      createStreamingTable(view);
      save(withA("one"));
      save(withA("two"));
      store().write(delete(TABLE, "pk", s("p"), "sk", s("s"))).join();
      List<StreamRecord> records = records(store(), arn(store(), TABLE));
      store().change(new DeleteTableRequest(TABLE)).join();

      assertThat(records).as(view.name()).hasSize(3);
      assertThat(records).allMatch(told -> told.streamViewType() == view);
      assertThat(records)
          .extracting(told -> told.newImage() != null)
          .containsExactly(view.showsNewImage(), view.showsNewImage(), false);
      assertThat(records)
          .extracting(told -> told.oldImage() != null)
          .containsExactly(false, view.showsOldImage(), view.showsOldImage());
      assertThat(records)
          .allSatisfy(
              told ->
                  assertThat(told.sizeBytes())
                      .isEqualTo(
                          told.keys().size() + size(told.newImage()) + size(told.oldImage())));
    }
  }

  private static long size(@Nullable Item item) {
    return item == null ? 0 : item.size();
  }

  @Test
  default void aRecordHasAnIdANumberATimeAndARegionOfItsOwn() {
    createStreamingTable(StreamViewType.KEYS_ONLY);

    for (int at = 0; at < 20; at++) {
      save("pk", s("p" + at), "sk", s("s"));
    }

    List<StreamRecord> records = records(store(), arn(store(), TABLE));
    assertThat(records).extracting(StreamRecord::eventId).doesNotHaveDuplicates();
    assertThat(records).allMatch(told -> told.eventId().matches("[0-9a-f]{32}"));
    assertThat(records).extracting(StreamRecord::sequenceNumber).doesNotHaveDuplicates();
    assertThat(records).allMatch(told -> told.sequenceNumber().matches("[0-9]{21,40}"));
    assertThat(records).allMatch(told -> told.approximateCreationDateTime() != null);
    assertThat(records).allMatch(told -> told.awsRegion().equals("us-east-1"));
    assertThat(records).noneMatch(StreamRecord::isExpiry);
  }

  @Test
  default void whatChangesNothingIsNotTold() {
    createStreamingTable(StreamViewType.NEW_AND_OLD_IMAGES);
    Map<String, AttributeValue> key = item("pk", s("p"), "sk", s("s"));
    AttributeValue map = new AttributeValue.MapOf(item("x", n(1), "y", n("1.50")));
    AttributeValue turned = new AttributeValue.MapOf(item("y", n("1.5"), "x", n("1.0")));
    save("pk", s("p"), "sk", s("s"), "a", map, "n", n(7));

    save("pk", s("p"), "sk", s("s"), "a", map, "n", n(7));
    save("n", n("7.00"), "a", turned, "sk", s("s"), "pk", s("p"));
    store().write(update(TABLE, key, update("ADD n :z", ":z", n(0)), NOTHING)).join();
    store().write(update(TABLE, key, update("REMOVE nothing"), NOTHING)).join();
    store().write(update(TABLE, key, null, NOTHING)).join();
    store().write(delete(TABLE, "pk", s("p"), "sk", s("absent"))).join();
    store()
        .write(
            update(TABLE, item("pk", s("p"), "sk", s("absent")), update("REMOVE nothing"), NOTHING))
        .join();

    assertThat(told()).hasSize(1);
  }

  @Test
  default void anUpdateWithTheKeyAloneIsToldAsAnInsert() {
    createStreamingTable(StreamViewType.NEW_IMAGE);

    store().write(update(TABLE, item("pk", s("p"), "sk", s("s")), null, NOTHING)).join();

    assertThat(told()).containsExactly("INSERT p,s - -> p,s");
  }

  @Test
  default void aBatchTellsEachItemThatItChanges() {
    createStreamingTable(StreamViewType.NEW_AND_OLD_IMAGES);
    save("pk", s("p"), "sk", s("0"));
    save("pk", s("p"), "sk", s("1"));

    store()
        .write(
            new BatchWriteItemRequest(
                Map.of(
                    TABLE,
                    List.of(
                        new WriteRequest.Put(Item.of(item("pk", s("p"), "sk", s("0")))),
                        new WriteRequest.Delete(item("pk", s("p"), "sk", s("1"))),
                        new WriteRequest.Put(Item.of(item("pk", s("p"), "sk", s("2")))),
                        new WriteRequest.Delete(item("pk", s("p"), "sk", s("3"))))),
                ReturnConsumedCapacity.NONE,
                ReturnItemCollectionMetrics.NONE))
        .join();

    assertThat(told())
        .containsExactly(
            "INSERT p,0 - -> p,0",
            "INSERT p,1 - -> p,1",
            "REMOVE p,1 p,1 -> -",
            "INSERT p,2 - -> p,2");
  }

  @Test
  default void aTransactionTellsItsChangesInOrderOrNone() {
    createStreamingTable(StreamViewType.NEW_IMAGE);
    save("pk", s("p"), "sk", s("0"));
    TransactWriteItem impossible =
        new TransactWriteItem.ConditionCheck(
            TABLE,
            item("pk", s("p"), "sk", s("0")),
            Requests.condition("attribute_not_exists(pk)"),
            ReturnValuesOnConditionCheckFailure.NONE);

    assertThat(
            refusal(
                store()
                    .write(transaction(putAction(TABLE, "pk", s("p"), "sk", s("9")), impossible))))
        .isInstanceOf(ServiceError.TransactionCanceled.class);
    store()
        .write(
            transaction(
                putAction(TABLE, "pk", s("p"), "sk", s("3")),
                putAction(TABLE, "pk", s("p"), "sk", s("0")),
                putAction(TABLE, "pk", s("p"), "sk", s("1"))))
        .join();

    assertThat(told())
        .containsExactly("INSERT p,0 - -> p,0", "INSERT p,3 - -> p,3", "INSERT p,1 - -> p,1");
  }

  @Test
  default void whatIsRefusedIsNotTold() {
    createStreamingTable(StreamViewType.NEW_IMAGE);
    save(withA("one"));

    refusal(
        store()
            .write(
                Requests.putIf(
                    TABLE, item(withA("two")), Requests.condition("attribute_not_exists(pk)"))));

    assertThat(told()).hasSize(1);
  }

  @Test
  default void itemsOfOnePartitionAreInOneShardAndManyPartitionsInSeveral() {
    String stream = createStreamingTable(StreamViewType.KEYS_ONLY);
    assertThat(shards(store(), stream)).hasSize(4);

    for (int at = 0; at < 64; at++) {
      save("pk", s("p" + at % 16), "sk", s("s" + at));
    }

    List<Set<String>> partitions = new ArrayList<>();
    for (Shard shard : shards(store(), stream)) {
      List<StreamRecord> records = records(store(), stream, shard);
      assertThat(records)
          .extracting(told -> new BigInteger(told.sequenceNumber()))
          .isSorted()
          .allMatch(number -> number.compareTo(new BigInteger(shard.startingSequenceNumber())) > 0);
      partitions.add(
          records.stream()
              .map(told -> told.keys().attributes().get("pk").toString())
              .collect(Collectors.toSet()));
    }
    assertThat(partitions).filteredOn(held -> !held.isEmpty()).hasSizeGreaterThan(1);
    assertThat(partitions.stream().mapToInt(Set::size).sum()).isEqualTo(16);
  }

  @Test
  default void aProvisionedTableBeginsWithOneShard() {
    create(
        NewTable.named(TABLE, "pk:S", "sk:S")
            .options(
                new TableOptions(
                    BillingMode.PROVISIONED,
                    new ProvisionedThroughput(5, 5),
                    null,
                    null,
                    new StreamSpecification(true, "KEYS_ONLY"),
                    null,
                    null,
                    null)));

    assertThat(shards(store(), arn(store(), TABLE))).hasSize(1);
  }

  @Test
  default void aStreamIsDescribedAndListed() {
    String stream = createStreamingTable(StreamViewType.OLD_IMAGE);

    StreamDescription described = StreamReading.describe(store(), stream);

    assertThat(described.streamArn()).isEqualTo(stream);
    assertThat(described.streamStatus()).isEqualTo(StreamStatus.ENABLED);
    assertThat(described.streamViewType()).isEqualTo(StreamViewType.OLD_IMAGE);
    assertThat(described.tableName()).isEqualTo(TABLE);
    assertThat(stream).endsWith("/stream/" + described.streamLabel());
    assertThat(described.keySchema())
        .isEqualTo(store().describe(new DescribeTableRequest(TABLE)).table().schema().keySchema());
    assertThat(described.shards())
        .allMatch(shard -> shard.endingSequenceNumber() == null)
        .allMatch(shard -> shard.parentShardId() == null)
        .allMatch(shard -> shard.shardId().matches("shardId-[0-9]{20}-[0-9a-f]{8}"))
        .allMatch(shard -> shard.startingSequenceNumber().matches("[0-9]{21,40}"))
        .extracting(Shard::shardId)
        .isSorted();
    assertThat(store().describe(new ListStreamsRequest(TABLE, null, 100)).streams())
        .containsExactly(new StreamSummary(stream, TABLE, described.streamLabel()));
    assertThat(store().describe(new ListStreamsRequest("Other", null, 100)).streams()).isEmpty();
  }

  @Test
  default void shardsComeInPages() {
    String stream = createStreamingTable(StreamViewType.KEYS_ONLY);
    List<String> all = shards(store(), stream).stream().map(Shard::shardId).toList();

    StreamDescription first =
        store().describe(new DescribeStreamRequest(stream, null, null, 3)).streamDescription();
    StreamDescription second =
        store()
            .describe(new DescribeStreamRequest(stream, first.lastEvaluatedShardId(), null, 3))
            .streamDescription();

    assertThat(first.shards()).extracting(Shard::shardId).isEqualTo(all.subList(0, 3));
    assertThat(first.lastEvaluatedShardId()).isEqualTo(all.get(2));
    assertThat(second.shards()).extracting(Shard::shardId).isEqualTo(all.subList(3, 4));
    assertThat(second.lastEvaluatedShardId()).isNull();
    assertThat(
            store()
                .describe(new DescribeStreamRequest(stream, all.getLast(), null, 3))
                .streamDescription()
                .shards())
        .isEmpty();
  }

  @Test
  default void streamsComeInPages() {
    List<String> arns = new ArrayList<>();
    for (int at = 0; at < 3; at++) {
      create(NewTable.named("table" + at, "pk:S", "").options(streaming(StreamViewType.KEYS_ONLY)));
      arns.add(arn(store(), "table" + at));
    }

    var first = store().describe(new ListStreamsRequest(null, null, 2));
    var second = store().describe(new ListStreamsRequest(null, first.lastEvaluatedStreamArn(), 2));

    assertThat(first.streams()).extracting(StreamSummary::streamArn).isEqualTo(arns.subList(0, 2));
    assertThat(first.lastEvaluatedStreamArn()).isEqualTo(arns.get(1));
    assertThat(second.streams()).extracting(StreamSummary::streamArn).isEqualTo(arns.subList(2, 3));
    assertThat(second.lastEvaluatedStreamArn()).isNull();
  }

  @Test
  default void whatIsThereBeforeAStreamIsEnabledIsNotTold() {
    createTable();
    save(withA("one"));

    store().change(enable(TABLE, StreamViewType.NEW_AND_OLD_IMAGES)).join();
    save(withA("two"));

    assertThat(told()).containsExactly("MODIFY p,s p,s,one -> p,s,two");
  }

  @Test
  default void aDisabledStreamTellsNoMoreAndIsReadToItsEnd() {
    String stream = createStreamingTable(StreamViewType.NEW_IMAGE);
    save(withA("one"));

    store().change(disable(TABLE)).join();
    save(withA("two"));

    assertThat(StreamReading.describe(store(), stream).streamStatus())
        .isEqualTo(StreamStatus.DISABLED);
    assertThat(arn(store(), TABLE)).isEqualTo(stream);
    assertThat(
            store()
                .describe(new DescribeTableRequest(TABLE))
                .table()
                .options()
                .streamSpecification())
        .isNull();
    assertThat(told()).containsExactly("INSERT p,s - -> p,s,one");
    for (Shard shard : shards(store(), stream)) {
      assertThat(shard.endingSequenceNumber()).isNotNull();
      String iterator = iterator(store(), stream, shard.shardId(), ShardPosition.TRIM_HORIZON);
      assertThat(page(store(), iterator, 1000).nextShardIterator()).isNull();
    }
  }

  @Test
  default void aStreamThatIsEnabledAgainIsAnotherOne() {
    String first = createStreamingTable(StreamViewType.NEW_IMAGE);
    save(withA("one"));
    store().change(disable(TABLE)).join();
    store().change(enable(TABLE, StreamViewType.KEYS_ONLY)).join();
    save(withA("two"));

    String second = arn(store(), TABLE);

    assertThat(second).isNotEqualTo(first);
    assertThat(records(store(), first)).hasSize(1);
    assertThat(told()).containsExactly("MODIFY p,s - -> -");
    assertThat(store().describe(new ListStreamsRequest(TABLE, null, 100)).streams())
        .extracting(StreamSummary::streamArn)
        .containsExactly(first, second);
  }

  @Test
  default void aStreamOutlivesItsTable() {
    String first = createStreamingTable(StreamViewType.NEW_IMAGE);
    save(withA("one"));

    store().change(new DeleteTableRequest(TABLE)).join();
    String second = createStreamingTable(StreamViewType.NEW_IMAGE);

    assertThat(second).isNotEqualTo(first);
    assertThat(StreamReading.describe(store(), first).streamStatus())
        .isEqualTo(StreamStatus.DISABLED);
    assertThat(records(store(), first))
        .extracting(StreamReading::text)
        .containsExactly("INSERT p,s - -> p,s,one");
    assertThat(records(store(), second)).isEmpty();
  }

  @Test
  default void aShardIsReadInPagesFromAnyPlace() {
    String stream = createStreamingTable(StreamViewType.KEYS_ONLY);
    for (int at = 0; at < 10; at++) {
      save("pk", s("p"), "sk", s("s" + at));
    }
    Shard shard = shardOf(stream);
    List<StreamRecord> all = records(store(), stream, shard);
    assertThat(all).hasSize(10);
    String sixth = all.get(5).sequenceNumber();

    assertThat(from(stream, shard, ShardPosition.at(sixth), 3)).isEqualTo(all.subList(5, 8));
    assertThat(from(stream, shard, ShardPosition.after(sixth), 3)).isEqualTo(all.subList(6, 9));
    assertThat(from(stream, shard, ShardPosition.at(shard.startingSequenceNumber()), 1))
        .isEqualTo(all.subList(0, 1));
    String iterator = iterator(store(), stream, shard.shardId(), ShardPosition.TRIM_HORIZON);
    for (int at = 0; at < 10; at += 2) {
      GetRecordsResponse two = page(store(), iterator, 2);
      assertThat(two.records()).isEqualTo(all.subList(at, at + 2));
      iterator = two.nextShardIterator();
    }
    assertThat(page(store(), iterator, 2).records()).isEmpty();
  }

  private List<StreamRecord> from(String stream, Shard shard, ShardPosition position, int limit) {
    return page(store(), iterator(store(), stream, shard.shardId(), position), limit).records();
  }

  /** The shard that has records. */
  private Shard shardOf(String stream) {
    return shards(store(), stream).stream()
        .filter(shard -> !records(store(), stream, shard).isEmpty())
        .findFirst()
        .orElseThrow();
  }

  @Test
  default void aReaderAtTheEndIsToldWhatComesLater() {
    String stream = createStreamingTable(StreamViewType.NEW_IMAGE);
    save(withA("one"));
    Shard shard = shardOf(stream);
    String iterator = iterator(store(), stream, shard.shardId(), ShardPosition.LATEST);

    GetRecordsResponse nothing = page(store(), iterator, 1000);
    save(withA("two"));
    GetRecordsResponse something = page(store(), nothing.nextShardIterator(), 1000);

    assertThat(nothing.records()).isEmpty();
    assertThat(something.records())
        .extracting(StreamReading::text)
        .containsExactly("MODIFY p,s - -> p,s,two");
    assertThat(page(store(), iterator, 1000).records()).isEqualTo(something.records());
  }

  @Test
  default void aPageEndsAtAMegabyte() {
    String stream = createStreamingTable(StreamViewType.NEW_IMAGE);
    for (int at = 0; at < 4; at++) {
      save("pk", s("p"), "sk", s("s" + at), "a", s("x".repeat(390_000)));
    }
    Shard shard = shardOf(stream);

    GetRecordsResponse page =
        page(store(), iterator(store(), stream, shard.shardId(), ShardPosition.TRIM_HORIZON), 1000);

    assertThat(page.records()).hasSize(3);
    assertThat(page(store(), page.nextShardIterator(), 1000).records()).hasSize(1);
  }

  @Test
  default void whatIsNotThereIsNotFound() {
    String stream = createStreamingTable(StreamViewType.NEW_IMAGE);
    String other = stream.substring(0, stream.length() - 1) + "x";

    assertThat(refusal(() -> StreamReading.describe(store(), other)))
        .isEqualTo(
            new ServiceError.ResourceNotFound(
                "Requested resource not found: Stream: " + other + " not found"));
    assertThat(
            refusal(
                () ->
                    iterator(
                        store(),
                        stream,
                        "shardId-00000001414562045508-2bac9cd2",
                        ShardPosition.TRIM_HORIZON)))
        .isEqualTo(
            new ServiceError.ResourceNotFound(
                "Requested resource not found: Shard does not exist"));
    assertThat(refusal(() -> page(store(), stream + "|1|AAAA", 1)))
        .isInstanceOf(ServiceError.Validation.class);
  }
}
