package io.larder.store.lmdb.delivery;

import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.StoreFixture.TABLE;
import static io.larder.store.StoreFixture.refusal;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.CreationTimePrecision;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.DestinationStatus;
import io.larder.protocol.operation.DisableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.EnableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.KinesisDataStreamDestination;
import io.larder.protocol.operation.ListStreamsRequest;
import io.larder.protocol.operation.StreamRecord.EventName;
import io.larder.protocol.operation.StreamViewType;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.UpdateKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.store.NewTable;
import io.larder.store.StreamReading;
import io.larder.store.delivery.DeliveredChange;
import io.larder.store.delivery.DeliveryCounts;
import io.larder.store.delivery.DeliveryException;
import io.larder.store.delivery.DeliveryFigures;
import io.larder.store.delivery.DeliveryOptions;
import io.larder.store.delivery.DeliveryTarget.Receipt;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.lmdb.ManualClock;
import io.larder.store.lmdb.tables.ControlPlane;
import io.larder.store.seal.Encryption;
import io.larder.store.seal.LocalKeys;
import io.larder.store.seal.SealKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that are delivered to a Kinesis data stream: which, in what order, and through what. */
final class DeliveryTest {
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/changes";
  private static final String MARK = "customers-own";
  private static final DeliveryException AWAY = new DeliveryException("nobody is there", false);

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private UnaryOperator<LmdbOptions> options = UnaryOperator.identity();
  private FakeStream stream = new FakeStream();
  private DeliveryCounts counts = new DeliveryCounts();
  private LmdbTableStore store;

  @BeforeEach
  void open() {
    store = open(directory.resolve("store"));
  }

  private LmdbTableStore open(Path folder) {
    counts = new DeliveryCounts();
    return LmdbTableStore.open(
        options
            .apply(LmdbOptions.durable(folder).withMapSize(1 << 28).withClock(clock))
            .withDelivery(new DeliveryOptions(stream, counts)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    open();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(5));
  }

  private void createTable() {
    store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
  }

  private void enable(@Nullable CreationTimePrecision precision) {
    var request = new EnableKinesisStreamingDestinationRequest(TABLE, ARN, precision);
    assertThat(store.change(request).join().status()).isEqualTo(DestinationStatus.ENABLING);
  }

  private void createDeliveringTable() {
    createTable();
    enable(null);
    awaitStatus(DestinationStatus.ACTIVE);
  }

  private KinesisDataStreamDestination destination() {
    return store
        .describe(new DescribeKinesisStreamingDestinationRequest(TABLE))
        .kinesisDataStreamDestinations()
        .getLast();
  }

  private void awaitStatus(DestinationStatus status) {
    await().until(() -> destination().status(), status::equals);
  }

  private void disable() {
    store.change(new DisableKinesisStreamingDestinationRequest(TABLE, ARN, null)).join();
  }

  private void save(String pk, long value) {
    store.write(put(TABLE, "pk", s(pk), "value", n(value))).join();
  }

  private List<String> taken() {
    return stream.taken.stream().map(DeliveryTest::text).toList();
  }

  private static String text(DeliveredChange change) {
    return "%s %s>%s"
        .formatted(
            ((AttributeValue.Str) change.keys().attributes().get("pk")).value(),
            value(change.oldImage()),
            value(change.newImage()));
  }

  private static String value(@Nullable Item image) {
    return image == null
        ? ""
        : String.valueOf(((AttributeValue.Num) image.attributes().get("value")).value());
  }

  private void awaitTaken(String... all) {
    await().untilAsserted(() -> assertThat(taken()).containsExactly(all));
  }

  private DeliveryFigures figures() {
    return counts.all().iterator().next();
  }

  @Test
  void eachChangeIsDeliveredInOrderWithBothImagesAlthoughThereIsNoStream() {
    createTable();
    save("before", 1);
    enable(null);
    awaitStatus(DestinationStatus.ACTIVE);

    save("a", 1);
    save("a", 1);
    save("a", 2);
    save("b", 3);
    store.write(delete(TABLE, "pk", s("a"))).join();

    awaitTaken("a >1", "a 1>2", "b >3", "a 2>");
    assertThat(stream.taken)
        .extracting(
            DeliveredChange::eventName, DeliveredChange::awsRegion, DeliveredChange::tableName)
        .startsWith(
            tuple(EventName.INSERT, "us-east-1", TABLE),
            tuple(EventName.MODIFY, "us-east-1", TABLE));
    assertThat(stream.taken).extracting(DeliveredChange::eventId).doesNotHaveDuplicates();
    assertThat(store.describe(new ListStreamsRequest(TABLE, null, 100)).streams()).isEmpty();
    assertThat(figures().units()).isEqualTo(4);
  }

  @Test
  void aStreamOfTheTableTellsTheSameBesides() {
    createDeliveringTable();
    store.change(StreamReading.enable(TABLE, StreamViewType.KEYS_ONLY)).join();

    save("a", 1);

    awaitTaken("a >1");
    assertThat(StreamReading.records(store, StreamReading.arn(store, TABLE)))
        .singleElement()
        .satisfies(record -> assertThat(record.newImage()).isNull());
  }

  @Test
  void manyChangesAreDeliveredTogether() {
    createDeliveringTable();
    stream.failure = AWAY;
    var writes =
        LongStream.range(0, 1200)
            .mapToObj(i -> store.write(put(TABLE, "pk", s("k" + i), "value", n(i))))
            .toList();
    writes.forEach(each -> each.join());

    stream.failure = null;

    await().until(() -> stream.taken.size() >= 1200);
    assertThat(taken())
        .containsExactlyElementsOf(
            LongStream.range(0, 1200).mapToObj(i -> "k" + i + " >" + i).toList());
    assertThat(stream.sizes).allMatch(size -> size <= 500).anyMatch(size -> size == 500);
  }

  @Test
  void aPageOfLargeChangesIsBoundedInBytes() {
    createDeliveringTable();
    stream.failure = AWAY;
    String large = "x".repeat(300_000);
    for (int i = 0; i < 20; i++) {
      store.write(put(TABLE, "pk", s("k" + i), "value", n(i), "large", s(large))).join();
    }

    stream.failure = null;

    await().until(() -> stream.taken.size() == 20);
    assertThat(stream.sizes).allMatch(size -> size <= 6);
  }

  @Test
  void aStreamThatIsNotThereIsFoundSoAndNothingIsKeptForIt() {
    stream.failure = new DeliveryException("there is no such stream", true);
    createTable();
    enable(null);
    awaitStatus(DestinationStatus.ENABLE_FAILED);
    assertThat(destination().statusDescription()).isEqualTo("there is no such stream");
    save("a", 1);

    stream.failure = null;
    enable(null);
    awaitStatus(DestinationStatus.ACTIVE);
    save("b", 2);

    awaitTaken("b >2");
    await().until(() -> counts.all().size() == 1);
  }

  @Test
  void aStreamThatCannotBeReachedWhenItIsEnabledIsGivenUpAfterAWhile() {
    stream.failure = AWAY;
    createTable();
    enable(null);
    save("a", 1);
    assertThat(destination().status()).isEqualTo(DestinationStatus.ENABLING);

    clock.pass(Duration.ofSeconds(31));

    awaitStatus(DestinationStatus.ENABLE_FAILED);
    assertThat(destination().statusDescription()).isEqualTo("nobody is there");
  }

  @Test
  void whatIsNotTakenIsSentAgainWithWhatCameLaterForTheItem() {
    createDeliveringTable();
    stream.failure = AWAY;
    save("a", 1);
    save("b", 1);
    save("a", 2);
    save("c", 1);
    Set<Long> refusedOnce = new HashSet<>();
    stream.receipts =
        change ->
            text(change).equals("a >1") && refusedOnce.add(change.number())
                ? Receipt.THROTTLED
                : Receipt.TAKEN;

    stream.failure = null;

    awaitTaken("b >1", "a 1>2", "c >1", "a >1", "a 1>2");
    assertThat(figures().throttledChanges()).isEqualTo(1);
  }

  @Test
  void whatWillNeverBeTakenIsGivenUp() {
    createDeliveringTable();
    stream.receipts = change -> text(change).startsWith("bad") ? Receipt.REFUSED : Receipt.TAKEN;

    save("a", 1);
    save("bad", 2);
    save("c", 3);

    awaitTaken("a >1", "c >3");
    assertThat(figures().lostChanges()).isEqualTo(1);
  }

  @Test
  void aRestartGoesOnWhereItWasLeftAndRepeatsNothing() {
    createDeliveringTable();
    save("a", 1);
    awaitTaken("a >1");
    stream.failure = AWAY;
    save("b", 2);
    store.close();
    stream.failure = null;
    open();
    save("c", 3);

    awaitTaken("a >1", "b >2", "c >3");
    reopen();
    save("d", 4);
    awaitTaken("a >1", "b >2", "c >3", "d >4");
  }

  @Test
  void whatWasAcknowledgedBeforeAKillIsDeliveredAfterIt() throws IOException {
    createDeliveringTable();
    stream.failure = AWAY;
    for (int i = 0; i < 20; i++) {
      save("k" + i, i);
    }
    Path left = directory.resolve("left");
    copy(directory.resolve("store"), left);
    FakeStream before = stream;
    stream = new FakeStream();

    try (var restarted = open(left)) {
      await().until(() -> stream.taken.size() == 20);
      assertThat(taken())
          .containsExactlyElementsOf(
              LongStream.range(0, 20).mapToObj(i -> "k" + i + " >" + i).toList());
      assertThat(restarted.known(TABLE)).isNotNull();
    }
    assertThat(before.taken).isEmpty();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void whatWasWrittenBeforeItIsDisabledIsStillDelivered() {
    createDeliveringTable();
    stream.failure = AWAY;
    save("a", 1);
    disable();
    save("b", 2);
    assertThat(destination().status()).isEqualTo(DestinationStatus.DISABLING);
    assertThat(
            refusal(
                () ->
                    store
                        .change(new EnableKinesisStreamingDestinationRequest(TABLE, ARN, null))
                        .join()))
        .satisfies(error -> assertThat(error.message()).contains("must be DISABLED or"));

    stream.failure = null;

    awaitStatus(DestinationStatus.DISABLED);
    assertThat(taken()).containsExactly("a >1");
    enable(null);
    awaitStatus(DestinationStatus.ACTIVE);
    save("c", 3);
    awaitTaken("a >1", "c >3");
  }

  @Test
  void aStreamThatCannotBeReachedDoesNotKeepTheTableFromDisablingIt() {
    createDeliveringTable();
    stream.failure = AWAY;
    save("a", 1);
    disable();

    clock.pass(Duration.ofMinutes(2));

    awaitStatus(DestinationStatus.DISABLED);
    await().until(() -> counts.all().isEmpty());
    stream.failure = null;
    enable(null);
    awaitStatus(DestinationStatus.ACTIVE);
    save("b", 2);
    awaitTaken("b >2");
  }

  @Test
  void whatIsOlderThanADayIsGivenUpAndCounted() {
    createDeliveringTable();
    stream.failure = AWAY;
    save("a", 1);
    save("b", 2);
    await().until(() -> figures().ageMillis(clock.instant().plusMillis(5)) >= 5);
    clock.pass(Duration.ofHours(25));
    save("c", 3);

    stream.failure = null;

    awaitTaken("c >3");
    await().until(() -> figures().ageMillis(clock.instant()) == 0);
    assertThat(figures().lostChanges()).isEqualTo(2);
  }

  @Test
  void timesAreToldAsPreciselyAsWished() {
    createTable();
    enable(CreationTimePrecision.MICROSECOND);
    awaitStatus(DestinationStatus.ACTIVE);
    clock.pass(Duration.of(123_456, ChronoUnit.MICROS));
    Instant first = clock.instant();
    save("a", 1);
    awaitTaken("a >1");
    var request =
        new UpdateKinesisStreamingDestinationRequest(TABLE, ARN, CreationTimePrecision.MILLISECOND);
    assertThat(store.change(request).join().status()).isEqualTo(DestinationStatus.UPDATING);
    assertThat(destination().precision()).isEqualTo(CreationTimePrecision.MILLISECOND);
    assertThat(destination().status()).isEqualTo(DestinationStatus.ACTIVE);
    clock.pass(Duration.ofSeconds(1));
    save("b", 2);

    awaitTaken("a >1", "b >2");
    assertThat(stream.taken)
        .extracting(DeliveredChange::precision)
        .containsExactly(CreationTimePrecision.MICROSECOND, CreationTimePrecision.MILLISECOND);
    assertThat(stream.taken.getFirst().micros())
        .isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, first));
  }

  @Test
  void aDestinationTakesItsTimeWhereTablesDo() {
    options = given -> given.withControlPlane(ControlPlane.REALISTIC);
    reopen();
    createTable();
    clock.pass(Duration.ofSeconds(10));
    await().until(() -> store.known(TABLE) != null);
    enable(null);
    assertThat(destination().status()).isEqualTo(DestinationStatus.ENABLING);
    clock.pass(Duration.ofSeconds(5));
    reopen();
    awaitStatus(DestinationStatus.ACTIVE);
    store
        .change(
            new UpdateKinesisStreamingDestinationRequest(
                TABLE, ARN, CreationTimePrecision.MICROSECOND))
        .join();
    assertThat(destination().status()).isEqualTo(DestinationStatus.UPDATING);
    save("a", 1);
    awaitTaken("a >1");
    assertThat(destination().status()).isEqualTo(DestinationStatus.UPDATING);
  }

  @Test
  void whatATableHasToldIsDeliveredAlthoughItIsGone() {
    createDeliveringTable();
    stream.failure = AWAY;
    save("a", 1);
    store.change(new DeleteTableRequest(TABLE)).join();
    createTable();
    save("b", 2);

    stream.failure = null;

    awaitTaken("a >1");
    await().until(() -> counts.all().isEmpty());
  }

  @Test
  void ofDeliveriesThatHaveEndedAndCannotBeMadeOnlySoManyAreKept() {
    store.close();
    counts = new DeliveryCounts();
    store =
        LmdbTableStore.open(
            LmdbOptions.inMemory()
                .withMapSize(1 << 28)
                .withClock(clock)
                .withDelivery(new DeliveryOptions(stream, counts)));
    stream.failure = AWAY;
    for (int i = 0; i < 1_010; i++) {
      createTable();
      enable(null);
      save("a", i);
      store.change(new DeleteTableRequest(TABLE)).join();
    }

    await().until(() -> counts.all().size() == 1_000);
  }

  @Test
  void aDeletionByTimeToLiveIsMarked() {
    options = given -> given.withTimeToLiveSweep(Duration.ofMillis(20));
    reopen();
    createDeliveringTable();
    store
        .change(new UpdateTimeToLiveRequest(TABLE, new TimeToLiveSpecification("value", true)))
        .join();
    save("a", clock.instant().getEpochSecond() + 10);
    clock.pass(Duration.ofSeconds(20));

    await().until(() -> stream.taken.size() == 2);
    assertThat(stream.taken)
        .extracting(DeliveredChange::isExpiry, DeliveredChange::eventName)
        .containsExactly(tuple(false, EventName.INSERT), tuple(true, EventName.REMOVE));
  }

  @Test
  void nothingThatWaitsCanBeReadOnDiskOfAStoreThatIsSealed() throws Exception {
    byte[] key = new byte[SealKey.BYTES];
    key[0] = 1;
    String line = Base64.getEncoder().encodeToString(key);
    Encryption encryption = Encryption.under(LocalKeys.parse("file:master", line));
    options = given -> given.withEncryption(encryption);
    store.close();
    store = open(directory.resolve("sealed"));
    createDeliveringTable();
    stream.failure = AWAY;
    store.write(put(TABLE, "pk", s(MARK), "value", n(1))).join();
    store.change(new DeleteTableRequest(TABLE)).join();
    store.close();
    assertThat(filesWith(MARK)).isEmpty();

    stream.failure = null;
    store = open(directory.resolve("sealed"));

    awaitTaken(MARK + " >1");
    await().until(() -> counts.all().isEmpty());
  }

  private List<Path> filesWith(String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory.resolve("sealed"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, ISO_8859_1).contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  @Test
  void blocksThatWereDeliveredAreLetGo() {
    createDeliveringTable();
    for (int i = 0; i < 50; i++) {
      save("k" + i, i);
    }
    await().until(() -> stream.taken.size() == 50);
    store.close();
    stream = new FakeStream();
    open();
    save("last", 0);

    awaitTaken("last >0");
  }
}
