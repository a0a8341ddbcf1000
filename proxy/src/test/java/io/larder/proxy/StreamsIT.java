package io.larder.proxy;

import static io.larder.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Streams by the AWS SDK for Java, of a server that has the tables and of one before it. */
final class StreamsIT {
  private static Larder upstream;
  private static Larder proxy;
  private static Larder sharing;

  @BeforeAll
  static void start() {
    upstream = RunningLarder.inMemory(Map.of());
    proxy = RunningLarder.before(upstream, Map.of());
    sharing =
        RunningLarder.before(
            upstream, Map.of("upstream.writers", "shared", "upstream.stream-poll", "10ms"));
  }

  @AfterAll
  static void stop() {
    sharing.close();
    proxy.close();
    upstream.close();
  }

  /** A server and the name of a table that only one test has. */
  private record Place(Larder server, String table) {
    @Override
    public String toString() {
      return table;
    }
  }

  static Stream<Place> places() {
    return Stream.of(new Place(upstream, "Direct"), new Place(proxy, "Proxied"));
  }

  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      Larder server, B builder) {
    return builder
        .endpointOverride(URI.create(RunningLarder.url(server)))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private static DynamoDbClient tables(Larder server) {
    return client(server, DynamoDbClient.builder());
  }

  private static DynamoDbStreamsClient streams(Larder server) {
    return client(server, DynamoDbStreamsClient.builder());
  }

  /** Returns the ARN of the new table's stream. */
  private static String createTable(DynamoDbClient client, String name) {
    client.createTable(
        table ->
            table
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder().attributeName("k").keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("k")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .streamSpecification(
                    stream ->
                        stream
                            .streamEnabled(true)
                            .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    client.waiter().waitUntilTableExists(table -> table.tableName(name));
    return client.describeTable(table -> table.tableName(name)).table().latestStreamArn();
  }

  private static void put(DynamoDbClient client, String table, String key, String value) {
    client.putItem(
        put ->
            put.tableName(table)
                .item(Map.of("k", AttributeValue.fromS(key), "v", AttributeValue.fromN(value))));
  }

  private static List<Record> records(DynamoDbStreamsClient client, String arn) {
    List<Record> all = new ArrayList<>();
    for (Shard shard :
        client.describeStream(stream -> stream.streamArn(arn)).streamDescription().shards()) {
      String iterator =
          client
              .getShardIterator(
                  place ->
                      place
                          .streamArn(arn)
                          .shardId(shard.shardId())
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      while (iterator != null) {
        String from = iterator;
        GetRecordsResponse page = client.getRecords(read -> read.shardIterator(from));
        all.addAll(page.records());
        iterator = page.records().isEmpty() ? null : page.nextShardIterator();
      }
    }
    all.sort(Comparator.comparing(change -> change.dynamodb().sequenceNumber()));
    return all;
  }

  @ParameterizedTest
  @MethodSource("places")
  void aReaderIsToldEachChangeWithItsImages(Place place) {
    try (DynamoDbClient client = tables(place.server());
        DynamoDbStreamsClient reader = streams(place.server())) {
      // Given
      String arn = createTable(client, place.table());

      // When
      put(client, place.table(), "a", "1");
      put(client, place.table(), "a", "2");
      put(client, place.table(), "a", "2.0");
      client.deleteItem(
          delete -> delete.tableName(place.table()).key(Map.of("k", AttributeValue.fromS("a"))));

      // Then
      List<Record> records = records(reader, arn);
      assertThat(records)
          .extracting(Record::eventNameAsString)
          .containsExactly("INSERT", "MODIFY", "REMOVE");
      Record modified = records.get(1);
      assertThat(modified.dynamodb().oldImage().get("v").n()).isEqualTo("1");
      assertThat(modified.dynamodb().newImage().get("v").n()).isEqualTo("2");
      assertThat(modified.dynamodb().keys()).containsOnlyKeys("k");
      assertThat(modified.dynamodb().sizeBytes()).isEqualTo(12);
      assertThat(modified.eventSource()).isEqualTo("aws:dynamodb");
      assertThat(modified.userIdentity()).isNull();
      assertThat(reader.listStreams(list -> list.tableName(place.table())).streams())
          .singleElement()
          .satisfies(stream -> assertThat(stream.streamArn()).isEqualTo(arn));
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void aStreamThatIsDisabledIsReadToItsEnd(Place place) {
    String table = place.table() + "2";
    try (DynamoDbClient client = tables(place.server());
        DynamoDbStreamsClient reader = streams(place.server())) {
      String arn = createTable(client, table);
      put(client, table, "a", "1");

      client.updateTable(
          update ->
              update.tableName(table).streamSpecification(stream -> stream.streamEnabled(false)));

      await()
          .untilAsserted(
              () ->
                  assertThat(
                          reader
                              .describeStream(stream -> stream.streamArn(arn))
                              .streamDescription()
                              .streamStatus())
                      .isEqualTo(StreamStatus.DISABLED));
      assertThat(records(reader, arn)).hasSize(1);
      assertThat(
              reader.describeStream(stream -> stream.streamArn(arn)).streamDescription().shards())
          .allSatisfy(
              shard -> assertThat(shard.sequenceNumberRange().endingSequenceNumber()).isNotNull());
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void whatIsWrongIsToldInTheServicesWords(Place place) {
    String table = place.table() + "3";
    try (DynamoDbClient client = tables(place.server());
        DynamoDbStreamsClient reader = streams(place.server())) {
      String arn = createTable(client, table);
      String shard =
          reader
              .describeStream(stream -> stream.streamArn(arn))
              .streamDescription()
              .shards()
              .getFirst()
              .shardId();

      assertThatThrownBy(() -> reader.getRecords(read -> read.shardIterator("rubbish")))
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              refusal ->
                  assertThat(refusal.awsErrorDetails().errorCode())
                      .isEqualTo("ValidationException"))
          .hasMessageStartingWith("Invalid ShardIterator");
      assertThatThrownBy(() -> reader.getRecords(read -> read.shardIterator("rubbish").limit(1001)))
          .isInstanceOf(LimitExceededException.class);
      assertThatThrownBy(
              () ->
                  reader.describeStream(stream -> stream.streamArn(arn.replace(table, "Nothing"))))
          .isInstanceOf(ResourceNotFoundException.class)
          .hasMessageStartingWith("Requested resource not found: Stream: ");
      assertThatThrownBy(
              () ->
                  reader.getShardIterator(
                      iterator ->
                          iterator
                              .streamArn(arn)
                              .shardId(shard.substring(0, shard.length() - 8) + "ffffffff")
                              .shardIteratorType(ShardIteratorType.LATEST)))
          .isInstanceOf(ResourceNotFoundException.class)
          .hasMessageStartingWith("Requested resource not found: Shard does not exist");
    }
  }

  @Test
  void aServerThatSharesItsUpstreamHearsByTheStreamWhatOthersWrite() {
    try (DynamoDbClient client = tables(sharing);
        DynamoDbClient other = tables(upstream)) {
      // Given
      createTable(other, "Shared");
      put(other, "Shared", "a", "0");
      await().untilAsserted(() -> assertThat(get(client)).isEqualTo("HIT 0"));

      for (int i = 1; i <= 5; i++) {
        // When
        put(other, "Shared", "a", "" + i);

        // Then
        String heard = "HIT " + i;
        await().untilAsserted(() -> assertThat(get(client)).isEqualTo(heard));
      }
    }
  }

  /** Whether the answer came from memory, and what it was. */
  private static String get(DynamoDbClient client) {
    var got =
        client.getItem(get -> get.tableName("Shared").key(Map.of("k", AttributeValue.fromS("a"))));
    String cache = got.sdkHttpResponse().firstMatchingHeader("x-larder-cache").orElse("?");
    return cache + " " + got.item().get("v").n();
  }
}
