package io.larder.store.lmdb;

import static io.larder.store.Requests.get;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.StoreFixture.TABLE;
import static io.larder.store.StoreFixture.refusal;
import static io.larder.store.StreamReading.arn;
import static io.larder.store.StreamReading.disable;
import static io.larder.store.StreamReading.iterator;
import static io.larder.store.StreamReading.page;
import static io.larder.store.StreamReading.records;
import static io.larder.store.StreamReading.shards;
import static io.larder.store.StreamReading.streaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeStreamRequest;
import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.ListStreamsRequest;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.Shard;
import io.larder.protocol.operation.ShardPosition;
import io.larder.protocol.operation.StreamRecord;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.StreamStatus;
import io.larder.protocol.operation.StreamViewType;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.store.NewTable;
import io.larder.store.StreamReading;
import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Env;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.engine.ManualTicker;
import io.larder.store.lmdb.tables.ControlPlane;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of streams, of their shards and of their records, and what is left of them on disk. */
final class StreamsTest {
  private static final Duration SHARD_LIFE = Duration.ofHours(4);
  private static final Duration RETENTION = Duration.ofHours(24);

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private ManualTicker ticker = new ManualTicker();
  private UnaryOperator<LmdbOptions> options = UnaryOperator.identity();
  private LmdbTableStore store;

  @BeforeEach
  void open() {
    ticker = new ManualTicker();
    store =
        LmdbTableStore.withoutThread(
            options.apply(LmdbOptions.durable(directory).withMapSize(1 << 28).withClock(clock)),
            EngineParts.DEFAULT.with(ticker));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    open();
  }

  private <R> R made(CompletableFuture<R> queued) {
    while (!queued.isDone()) {
      store.writer().step();
    }
    return queued.join();
  }

  private <R extends Response> R change(Request.Change<R> request) {
    return made(store.change(request));
  }

  private String createStreamingTable() {
    change(
        NewTable.named(TABLE, "pk:S", "")
            .options(streaming(StreamViewType.NEW_AND_OLD_IMAGES))
            .request());
    return arn(store, TABLE);
  }

  private void save(String pk, long value) {
    made(store.write(put(TABLE, "pk", s(pk), "value", n(value))));
  }

  /** Lets time pass and everything be done that is due then. */
  private void pass(Duration time) {
    clock.pass(time);
    ticker.pass(Duration.ofMinutes(1));
    while (store.writer().step()) {}
  }

  private List<String> told(String stream) {
    return records(store, stream).stream().map(StreamReading::text).toList();
  }

  private int blocksOnDisk() {
    store.close();
    try (var env = Env.open(directory, 1 << 28, 20, 4, Env.NO_TLS, 0640)) {
      Dbi data = Objects.requireNonNull(env.openPlain("data.4"));
      int blocks = 0;
      try (var txn = env.beginRead();
          var cursor = data.openCursor(txn)) {
        for (boolean found = cursor.first(); found; found = cursor.next()) {
          blocks += cursor.key().length == 16 ? 1 : 0;
        }
      }
      return blocks;
    } finally {
      open();
    }
  }

  @Test
  void aDeletionByTimeToLiveIsMarked() {
    options = given -> given.withTimeToLiveSweep(Duration.ofSeconds(1));
    reopen();
    String stream = createStreamingTable();
    change(new UpdateTimeToLiveRequest(TABLE, new TimeToLiveSpecification("value", true)));
    save("old", clock.second() - 1);

    pass(Duration.ofSeconds(2));

    assertThat(records(store, stream))
        .extracting(StreamRecord::eventName, StreamRecord::isExpiry)
        .containsExactly(
            tuple(StreamRecord.EventName.INSERT, false),
            tuple(StreamRecord.EventName.REMOVE, true));
  }

  @Test
  void shardsAreReplacedAfterSomeHoursByTheirChildren() {
    String stream = createStreamingTable();
    List<Shard> first = shards(store, stream);
    save("a", 1);

    pass(SHARD_LIFE);
    save("a", 2);

    List<Shard> all = shards(store, stream);
    assertThat(all).hasSize(8);
    for (Shard parent : all.subList(0, 4)) {
      assertThat(first).extracting(Shard::shardId).contains(parent.shardId());
      assertThat(parent.endingSequenceNumber()).isNotNull();
      List<Shard> children =
          store
              .describe(new DescribeStreamRequest(stream, null, parent.shardId(), 100))
              .streamDescription()
              .shards();
      assertThat(children).hasSize(1);
      assertThat(new BigInteger(children.getFirst().startingSequenceNumber()))
          .isGreaterThan(new BigInteger(parent.endingSequenceNumber()));
      assertThat(children.getFirst().endingSequenceNumber()).isNull();
    }
    assertThat(told(stream)).containsExactly("INSERT a - -> a,1", "MODIFY a a,1 -> a,2");
    Shard closed = all.getFirst();
    String end =
        iterator(
            store, stream, closed.shardId(), ShardPosition.after(closed.endingSequenceNumber()));
    assertThat(page(store, end, 1000)).isEqualTo(new GetRecordsResponse(List.of(), null));
  }

  @Test
  void aTableThatBecomesOnDemandGetsMoreShardsAtOnce() {
    change(
        NewTable.named(TABLE, "pk:S", "")
            .options(
                new TableOptions(
                    BillingMode.PROVISIONED,
                    new ProvisionedThroughput(5, 5),
                    null,
                    null,
                    new StreamSpecification(true, "NEW_IMAGE"),
                    null,
                    null,
                    null))
            .request());
    String stream = arn(store, TABLE);
    for (int at = 0; at < 20; at++) {
      save("p" + at, 1);
    }
    clock.pass(Duration.ofMillis(1));
    change(
        new UpdateTableRequest(
            TABLE,
            List.of(),
            List.of(),
            new TableOptions(
                BillingMode.PAY_PER_REQUEST, null, null, null, null, null, null, null)));

    for (int at = 0; at < 20; at++) {
      save("p" + at, 2);
    }

    List<Shard> all = shards(store, stream);
    assertThat(all).hasSize(5);
    assertThat(all.subList(1, 5))
        .allMatch(shard -> all.getFirst().shardId().equals(shard.parentShardId()));
    assertThat(records(store, stream, all.getFirst())).hasSize(20);
    assertThat(records(store, stream)).hasSize(40);
  }

  @Test
  void recordsAndTheirShardsAreKeptForADay() {
    String stream = createStreamingTable();
    save("a", 1);
    String old = records(store, stream).getFirst().sequenceNumber();
    Shard shard = shardOf(stream, old);
    pass(SHARD_LIFE);
    save("a", 2);

    pass(RETENTION.minus(SHARD_LIFE));
    assertThat(told(stream)).hasSize(2);
    assertThat(blocksOnDisk()).isEqualTo(2);
    String before = iterator(store, stream, shard.shardId(), ShardPosition.at(old));
    pass(Duration.ofMillis(1));

    assertThat(told(stream)).containsExactly("MODIFY a a,1 -> a,2");
    assertThat(blocksOnDisk()).isEqualTo(1);
    assertThat(refusal(() -> page(store, before, 1)))
        .isEqualTo(new ServiceError.TrimmedDataAccess());
    pass(SHARD_LIFE);
    assertThat(told(stream)).isEmpty();
    assertThat(shards(store, stream))
        .extracting(Shard::shardId)
        .isNotEmpty()
        .doesNotContain(shard.shardId());
  }

  private Shard shardOf(String stream, String number) {
    return shards(store, stream).stream()
        .filter(
            shard ->
                records(store, stream, shard).stream()
                    .anyMatch(told -> told.sequenceNumber().equals(number)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsTooOldIsNotReadBeforeItIsDeletedEither() {
    String stream = createStreamingTable();
    save("a", 1);
    String number = records(store, stream).getFirst().sequenceNumber();
    Shard shard = shardOf(stream, number);

    clock.pass(RETENTION.plusMillis(1));

    assertThat(told(stream)).isEmpty();
    assertThat(refusal(() -> iterator(store, stream, shard.shardId(), ShardPosition.after(number))))
        .isEqualTo(new ServiceError.TrimmedDataAccess());
  }

  @Test
  void aDisabledStreamGoesWhenItsLastRecordDoes() {
    String stream = createStreamingTable();
    save("a", 1);
    change(disable(TABLE));

    pass(RETENTION.minus(Duration.ofSeconds(1)));
    assertThat(told(stream)).hasSize(1);
    pass(Duration.ofSeconds(2));

    assertThat(store.describe(new ListStreamsRequest(null, null, 100)).streams()).isEmpty();
    assertThat(refusal(() -> shards(store, stream)))
        .isInstanceOf(ServiceError.ResourceNotFound.class);
    assertThat(blocksOnDisk()).isZero();
  }

  @Test
  void manyBlocksAreDeletedInChunks() {
    String stream = createStreamingTable();
    for (int at = 0; at < 600; at++) {
      save("p" + at, at);
    }
    change(disable(TABLE));
    clock.pass(RETENTION.plusSeconds(1));
    ticker.pass(Duration.ofMinutes(1));

    int steps = 0;
    while (store.writer().step()) {
      steps++;
    }

    assertThat(steps).isGreaterThanOrEqualTo(3);
    assertThat(blocksOnDisk()).isZero();
    assertThat(refusal(() -> shards(store, stream)))
        .isInstanceOf(ServiceError.ResourceNotFound.class);
  }

  @Test
  void ofManyStreamsThatEndedTheFirstGoEarly() {
    createStreamingTable();
    List<CompletableFuture<?>> changes = new ArrayList<>();
    for (int at = 0; at < 2_001; at++) {
      changes.add(store.change(disable(TABLE)));
      changes.add(store.change(StreamReading.enable(TABLE, StreamViewType.KEYS_ONLY)));
    }
    while (store.writer().step()) {}
    changes.forEach(CompletableFuture::join);

    String latest = arn(store, TABLE);
    save("a", 1);

    assertThat(told(latest)).hasSize(1);
    assertThat(allStreams()).hasSize(1_001).contains(latest);
  }

  private List<String> allStreams() {
    List<String> all = new ArrayList<>();
    String last = null;
    do {
      var page = store.describe(new ListStreamsRequest(TABLE, last, 100));
      page.streams().forEach(stream -> all.add(stream.streamArn()));
      last = page.lastEvaluatedStreamArn();
    } while (last != null);
    return all;
  }

  @Test
  void anIteratorIsGoodForAQuarterOfAnHour() {
    String stream = createStreamingTable();
    String shard = shards(store, stream).getFirst().shardId();
    String iterator = iterator(store, stream, shard, ShardPosition.TRIM_HORIZON);

    clock.pass(Duration.ofMinutes(15).minusMillis(1));
    assertThat(page(store, iterator, 1).records()).isEmpty();
    clock.pass(Duration.ofMillis(2));

    assertThat(refusal(() -> page(store, iterator, 1)))
        .isEqualTo(new ServiceError.ExpiredIterator());
  }

  @Test
  void aReaderWhoHearsNothingForDaysNeverLosesItsPlace() {
    createStreamingTable();
    change(
        NewTable.named("Other", "pk:S", "").options(streaming(StreamViewType.KEYS_ONLY)).request());
    String stream = arn(store, TABLE);
    Map<String, String> places = new HashMap<>();
    List<String> told = new ArrayList<>();
    for (int quarters = 0; quarters < 4 * 24 * 3; quarters++) {
      poll(stream, places, told);
      if (quarters % 40 == 0) {
        made(store.write(put("Other", "pk", s("x"), "value", n(quarters))));
      }
      pass(Duration.ofMinutes(14));
    }
    save("a", 1);
    poll(stream, places, told);

    assertThat(told).containsExactly("INSERT a - -> a,1");
  }

  /** Reads every open shard on from where it was read to. */
  private void poll(String stream, Map<String, String> places, List<String> told) {
    for (Shard shard : shards(store, stream)) {
      String place =
          places.computeIfAbsent(
              shard.shardId(), id -> iterator(store, stream, id, ShardPosition.TRIM_HORIZON));
      if (!place.isEmpty()) {
        GetRecordsResponse page = page(store, place, 1000);
        page.records().forEach(change -> told.add(StreamReading.text(change)));
        places.put(shard.shardId(), Objects.requireNonNullElse(page.nextShardIterator(), ""));
      }
    }
  }

  @Test
  void everythingIsThereAfterARestart() {
    String stream = createStreamingTable();
    for (int at = 0; at < 50; at++) {
      save("p" + at % 7, at);
    }
    List<StreamRecord> before = records(store, stream);
    List<Shard> shards = shards(store, stream);
    List<String> places = new ArrayList<>();
    for (Shard one : shards) {
      places.add(iterator(store, stream, one.shardId(), ShardPosition.LATEST));
    }

    reopen();

    assertThat(shards(store, stream)).isEqualTo(shards);
    assertThat(records(store, stream)).isEqualTo(before);
    save("p1", 100);
    List<StreamRecord> later =
        places.stream().flatMap(place -> page(store, place, 10).records().stream()).toList();
    assertThat(later).hasSize(1);
    assertThat(before)
        .extracting(told -> new BigInteger(told.sequenceNumber()))
        .allMatch(
            number -> number.compareTo(new BigInteger(later.getFirst().sequenceNumber())) < 0);
  }

  @Test
  void numbersGrowAlsoWhenTheClockWasSetBack() {
    String stream = createStreamingTable();
    save("a", 1);
    clock.pass(Duration.ofHours(-2));
    save("a", 2);
    reopen();
    save("a", 3);

    assertThat(told(stream))
        .containsExactly("INSERT a - -> a,1", "MODIFY a a,1 -> a,2", "MODIFY a a,2 -> a,3");
    assertThat(records(store, stream))
        .extracting(told -> new BigInteger(told.sequenceNumber()))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void aGroupTellsManyChangesOfAShardInOneBlock() {
    String stream = createStreamingTable();
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int at = 0; at < 100; at++) {
      writes.add(store.write(put(TABLE, "pk", s("a"), "value", n(at))));
    }
    store.writer().step();
    writes.forEach(CompletableFuture::join);

    assertThat(told(stream))
        .hasSize(100)
        .startsWith("INSERT a - -> a,0")
        .endsWith("MODIFY a a,98 -> a,99");
    assertThat(blocksOnDisk()).isOne();
    assertThat(told(stream))
        .hasSize(100)
        .startsWith("INSERT a - -> a,0")
        .endsWith("MODIFY a a,98 -> a,99");
  }

  @Test
  void aTableThatAnOlderProgramGaveAStreamGetsOne() {
    String stream = createStreamingTable();
    save("a", 1);
    store.close();
    forgetStreams();

    open();
    save("a", 2);

    assertThat(told(stream)).containsExactly("MODIFY a a,1 -> a,2");
  }

  /** Leaves the store as a program would that only describes streams. */
  private void forgetStreams() {
    try (var env = Env.open(directory, 1 << 28, 20, 4, Env.NO_TLS, 0640)) {
      Dbi catalog = Objects.requireNonNull(env.openPlain("catalog.4"));
      byte[] key = null;
      try (var txn = env.beginRead();
          var cursor = catalog.openCursor(txn)) {
        for (boolean found = cursor.first(); found; found = cursor.next()) {
          if (CatalogKey.STREAM.begins(cursor.key())) {
            key = cursor.key();
          }
        }
      }
      try (var txn = env.beginWrite()) {
        catalog.delete(txn, Objects.requireNonNull(key));
        txn.commit();
      }
    }
  }

  @Test
  void anOlderProgramRefusesAStoreThatHasStreams() {
    assertThat(layout()).isEqualTo((byte) 4);
    createStreamingTable();

    assertThat(layout()).isEqualTo((byte) 6);
  }

  private byte layout() {
    store.close();
    try (var env = Env.open(directory, 1 << 28, 20, 4, Env.NO_TLS, 0640)) {
      Dbi catalog = Objects.requireNonNull(env.openPlain("catalog"));
      try (var txn = env.beginRead()) {
        return ByteBuffer.wrap(Objects.requireNonNull(catalog.get(txn, CatalogKey.LAYOUT.bytes())))
            .get();
      }
    } finally {
      open();
    }
  }

  @Test
  void atARealisticPaceStreamsComeAndGoSlowly() {
    options = given -> given.withControlPlane(ControlPlane.REALISTIC);
    reopen();
    String stream = createStreamingTable();
    assertThat(status(stream)).isEqualTo(StreamStatus.ENABLING);

    pass(Duration.ofSeconds(6));
    assertThat(status(stream)).isEqualTo(StreamStatus.ENABLED);
    save("a", 1);
    change(new DeleteTableRequest(TABLE));
    assertThat(status(stream)).isEqualTo(StreamStatus.DISABLING);
    assertThat(shards(store, stream)).allMatch(shard -> shard.endingSequenceNumber() != null);
    pass(Duration.ofSeconds(6));

    assertThat(status(stream)).isEqualTo(StreamStatus.DISABLED);
    assertThatThrownBy(() -> store.read(get(TABLE, "pk", s("a"))));
    assertThat(told(stream)).hasSize(1);
  }

  private @Nullable StreamStatus status(String stream) {
    return StreamReading.describe(store, stream).streamStatus();
  }
}
