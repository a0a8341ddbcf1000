package io.larder.proxy.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.CreationTimePrecision;
import io.larder.protocol.operation.StreamRecord.EventName;
import io.larder.proxy.upstream.CredentialsSource;
import io.larder.store.delivery.DeliveredChange;
import io.larder.store.delivery.DeliveryException;
import io.larder.store.delivery.DeliveryTarget.Receipt;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to Kinesis, and what its answers mean. */
final class KinesisStreamsTest {
  private static final String ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/changes";

  private final FakeKinesis kinesis = new FakeKinesis();
  private final KinesisStreams streams = streams(null);

  private KinesisStreams streams(@Nullable String region) {
    return new KinesisStreams(
        URI.create(kinesis.url()),
        region,
        new CredentialsSource.Placeholder(),
        InstantSource.system());
  }

  @AfterEach
  void close() {
    kinesis.close();
  }

  private static Item item(String key, String value) {
    // In this order, which Map.of does not keep.
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("k", new AttributeValue.Str(key));
    attributes.put("v", new AttributeValue.Str(value));
    return Item.of(attributes);
  }

  private static DeliveredChange change(
      String key, CreationTimePrecision precision, boolean isExpiry) {
    return new DeliveredChange(
        7,
        "0123456789abcdef0123456789abcdef",
        EventName.MODIFY,
        "us-east-1",
        "Music",
        1_764_410_000_123_456L,
        precision,
        Item.of(Map.of("k", new AttributeValue.Str(key))),
        item(key, "new"),
        isExpiry ? null : item(key, "old"),
        isExpiry);
  }

  private static List<DeliveredChange> changes(int count) {
    List<DeliveredChange> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(change("k" + i, CreationTimePrecision.MILLISECOND, false));
    }
    return all;
  }

  @Test
  void aRecordIsAsTheServiceWritesIt() throws Exception {
    assertThat(streams.put(ARN, changes(1))).containsExactly(Receipt.TAKEN);

    FakeKinesis.Taken record = kinesis.taken().getFirst();
    assertThat(record.data())
        .isEqualTo(
            "{\"awsRegion\":\"us-east-1\","
                + "\"eventID\":\"01234567-89ab-cdef-0123-456789abcdef\","
                + "\"eventName\":\"MODIFY\",\"userIdentity\":null,"
                + "\"recordFormat\":\"application/json\",\"tableName\":\"Music\","
                + "\"dynamodb\":{\"ApproximateCreationDateTime\":1764410000123,"
                + "\"Keys\":{\"k\":{\"S\":\"k0\"}},"
                + "\"NewImage\":{\"k\":{\"S\":\"k0\"},\"v\":{\"S\":\"new\"}},"
                + "\"OldImage\":{\"k\":{\"S\":\"k0\"},\"v\":{\"S\":\"old\"}},"
                + "\"SizeBytes\":17},\"eventSource\":\"aws:dynamodb\"}");
    assertThat(record.partitionKey()).matches("[0-9A-F]{32}");
    assertThat(kinesis.regions()).containsExactly("eu-west-1");
  }

  @Test
  void microsecondsAndDeletionsByTimeToLiveAreMarked() throws Exception {
    streams.put(ARN, List.of(change("a", CreationTimePrecision.MICROSECOND, true)));

    assertThat(kinesis.taken().getFirst().data())
        .contains(
            "\"userIdentity\":{\"type\":\"Service\",\"principalId\":\"dynamodb.amazonaws.com\"}")
        .contains(
            "\"ApproximateCreationDateTime\":1764410000123456,"
                + "\"ApproximateCreationDateTimePrecision\":\"MICROSECOND\",")
        .doesNotContain("OldImage");
  }

  @Test
  void allChangesOfAnItemHaveOnePartitionKeyAndOthersOthers() throws Exception {
    var again = change("k0", CreationTimePrecision.MILLISECOND, true);
    var all = new ArrayList<>(changes(2));
    all.add(again);
    streams.put(ARN, all);

    List<String> keys = kinesis.taken().stream().map(FakeKinesis.Taken::partitionKey).toList();
    assertThat(keys.get(0)).isEqualTo(keys.get(2)).isNotEqualTo(keys.get(1));
  }

  @Test
  void callsAreSignedForTheRegionThatIsWished() throws Exception {
    streams("us-gov-west-1").check(ARN);

    assertThat(kinesis.regions()).containsExactly("us-gov-west-1");
  }

  @Test
  void ofEachRecordItIsToldWhatBecameOfIt() throws Exception {
    kinesis.next(
        200,
        "{\"FailedRecordCount\":2,\"EncryptionType\":\"NONE\",\"Records\":["
            + "{\"SequenceNumber\":\"1\",\"ShardId\":\"s\"},"
            + "{\"ErrorCode\":\"ProvisionedThroughputExceededException\",\"ErrorMessage\":\"x\"},"
            + "{\"ErrorMessage\":\"x\",\"ErrorCode\":\"InternalFailure\"}]}");

    assertThat(streams.put(ARN, changes(3)))
        .containsExactly(Receipt.TAKEN, Receipt.THROTTLED, Receipt.FAILED);
  }

  @Test
  void anAnswerThatDoesNotSayItOfAllIsNone() {
    kinesis.next(200, "{\"Records\":[{\"SequenceNumber\":\"1\"}]}");
    assertThatThrownBy(() -> streams.put(ARN, changes(2))).isInstanceOf(DeliveryException.class);

    kinesis.next(200, "<html>");
    assertThatThrownBy(() -> streams.put(ARN, changes(2))).isInstanceOf(DeliveryException.class);
  }

  @Test
  void whatIsTooMuchTogetherIsSentInParts() throws Exception {
    kinesis.takeAtMost(3);

    assertThat(streams.put(ARN, changes(10))).hasSize(10).containsOnly(Receipt.TAKEN);

    assertThat(kinesis.taken()).extracting(FakeKinesis.Taken::data).doesNotHaveDuplicates();
    assertThat(kinesis.sizes()).allMatch(size -> size <= 3);
  }

  @Test
  void onlyARecordThatIsTooLargeAloneIsRefusedForEver() throws Exception {
    kinesis.takeAtMost(0);
    DeliveredChange small = changes(1).getFirst();
    assertThatThrownBy(() -> streams.put(ARN, List.of(small)))
        .isInstanceOf(DeliveryException.class);
    String large = "x".repeat(600_000);
    var change =
        new DeliveredChange(
            8,
            small.eventId(),
            EventName.MODIFY,
            "us-east-1",
            "Music",
            0,
            CreationTimePrecision.MILLISECOND,
            small.keys(),
            item("k0", large),
            item("k0", large),
            false);

    assertThat(streams.put(ARN, List.of(change))).containsExactly(Receipt.REFUSED);
  }

  @Test
  void aStreamThatTakesNoMoreThrottlesAll() throws Exception {
    kinesis.next(400, "{\"__type\":\"ProvisionedThroughputExceededException\"}");

    assertThat(streams.put(ARN, changes(2))).containsExactly(Receipt.THROTTLED, Receipt.THROTTLED);
  }

  @ParameterizedTest
  @CsvSource({
    "ResourceNotFoundException, true",
    "AccessDeniedException, true",
    "LimitExceededException, false",
    "InternalFailure, false",
  })
  void aCheckTellsWhatWillNotPassByItself(String type, boolean isFinal) {
    kinesis.next(
        400, "{\"__type\":\"com.amazonaws.kinesis#" + type + "\",\"message\":\"so it is\"}");

    var failure = catchThrowableOfType(DeliveryException.class, () -> streams.check(ARN));

    assertThat(failure).hasMessage(type + ": so it is");
    assertThat(failure.isFinal()).isEqualTo(isFinal);
  }

  @Test
  void aStreamThatIsBeingMadeIsWaitedFor() {
    kinesis.next(200, "{\"StreamDescriptionSummary\":{\"StreamStatus\":\"CREATING\"}}");

    var failure = catchThrowableOfType(DeliveryException.class, () -> streams.check(ARN));

    assertThat(failure.isFinal()).isFalse();
  }

  @Test
  void whatIsNoStreamIsNotAskedFor() {
    var failure =
        catchThrowableOfType(
            DeliveryException.class,
            () -> streams.check("arn:aws:firehose:eu-west-1:123456789012:deliverystream/x"));

    assertThat(failure.isFinal()).isTrue();
    assertThat(kinesis.regions()).isEmpty();
  }

  @Test
  void whoIsNotThereMayComeBack() {
    kinesis.close();

    var failure = catchThrowableOfType(DeliveryException.class, () -> streams.check(ARN));

    assertThat(failure.isFinal()).isFalse();
  }
}
