package io.larder.proxy;

import static io.larder.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.larder.proxy.kinesis.FakeKinesis;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ApproximateCreationDateTimePrecision;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DestinationStatus;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KinesisDataStreamDestination;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Kinesis streaming destinations by the AWS SDK for Java: of a server that has the tables, of one
 * before it, and of one whose regions are apart.
 */
final class KinesisIT {
  private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/";
  private static FakeKinesis kinesis;
  private static Larder upstream;
  private static Larder proxy;

  @BeforeAll
  static void start() {
    kinesis = new FakeKinesis();
    upstream =
        RunningLarder.inMemory(
            Map.of("kinesis.endpoint", kinesis.url(), "service.regions", "by-scope"));
    proxy = RunningLarder.before(upstream, Map.of());
  }

  @AfterAll
  static void stop() {
    proxy.close();
    upstream.close();
    kinesis.close();
  }

  /** A server, asked for a region. */
  private record Place(Larder server, String table, Region region) {
    @Override
    public String toString() {
      return table;
    }

    DynamoDbClient client() {
      return DynamoDbClient.builder()
          .endpointOverride(URI.create(RunningLarder.url(server)))
          .region(region)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
          .httpClient(UrlConnectionHttpClient.create())
          .build();
    }

    void createTable(DynamoDbClient client) {
      client.createTable(
          each ->
              each.tableName(table)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .keySchema(
                      KeySchemaElement.builder().attributeName("k").keyType(KeyType.HASH).build())
                  .attributeDefinitions(
                      AttributeDefinition.builder()
                          .attributeName("k")
                          .attributeType(ScalarAttributeType.S)
                          .build()));
      client.waiter().waitUntilTableExists(each -> each.tableName(table));
    }

    KinesisDataStreamDestination destination(DynamoDbClient client) {
      return client
          .describeKinesisStreamingDestination(each -> each.tableName(table))
          .kinesisDataStreamDestinations()
          .getLast();
    }

    void awaitStatus(DynamoDbClient client, DestinationStatus status) {
      await().until(() -> destination(client).destinationStatus(), status::equals);
    }

    void put(DynamoDbClient client, String key) {
      client.putItem(put -> put.tableName(table).item(Map.of("k", fromS(key))));
    }

    List<String> taken() {
      return kinesis.taken().stream()
          .map(FakeKinesis.Taken::data)
          .filter(data -> data.contains("\"tableName\":\"" + table + "\""))
          .toList();
    }
  }

  static List<Place> places() {
    return List.of(
        new Place(upstream, "Direct", Region.US_EAST_1),
        new Place(proxy, "Proxied", Region.US_EAST_1),
        new Place(upstream, "Elsewhere", Region.EU_WEST_1));
  }

  @ParameterizedTest
  @MethodSource("places")
  void changesGoToTheStreamUntilItIsDisabled(Place place) {
    try (DynamoDbClient client = place.client()) {
      place.createTable(client);
      var enabling =
          client.enableKinesisStreamingDestination(
              each -> each.tableName(place.table).streamArn(STREAM + place.table));
      assertThat(enabling.destinationStatus()).isEqualTo(DestinationStatus.ENABLING);
      place.awaitStatus(client, DestinationStatus.ACTIVE);

      place.put(client, "a");

      await().until(() -> place.taken().size() == 1);
      assertThat(place.taken().getFirst())
          .contains("\"awsRegion\":\"" + place.region.id() + "\"")
          .contains("\"Keys\":{\"k\":{\"S\":\"a\"}}");
      client.updateKinesisStreamingDestination(
          each ->
              each.tableName(place.table)
                  .streamArn(STREAM + place.table)
                  .updateKinesisStreamingConfiguration(
                      to ->
                          to.approximateCreationDateTimePrecision(
                              ApproximateCreationDateTimePrecision.MICROSECOND)));
      place.awaitStatus(client, DestinationStatus.ACTIVE);
      place.put(client, "b");
      await().until(() -> place.taken().size() == 2);
      assertThat(place.taken().getLast()).contains("\"MICROSECOND\"");

      client.disableKinesisStreamingDestination(
          each -> each.tableName(place.table).streamArn(STREAM + place.table));
      place.awaitStatus(client, DestinationStatus.DISABLED);
      place.put(client, "c");
      assertThat(place.taken()).hasSize(2);
    }
  }

  @Test
  void aStreamThatIsNotThereFails() {
    var place = new Place(upstream, "Missing", Region.US_EAST_1);
    try (DynamoDbClient client = place.client()) {
      place.createTable(client);
      client.enableKinesisStreamingDestination(
          each -> each.tableName(place.table).streamArn(STREAM + "missing"));

      place.awaitStatus(client, DestinationStatus.ENABLE_FAILED);

      assertThat(place.destination(client).destinationStatusDescription())
          .isEqualTo("ResourceNotFoundException: Stream missing not found.");
      assertThatThrownBy(
              () ->
                  client.disableKinesisStreamingDestination(
                      each -> each.tableName(place.table).streamArn(STREAM + "missing")))
          .isInstanceOf(DynamoDbException.class)
          .hasMessageContaining("must be ACTIVE to perform DISABLE");
    }
  }

  @Test
  void metricsTellWhatIsDelivered() throws IOException {
    var place = new Place(upstream, "Measured", Region.US_EAST_1);
    try (DynamoDbClient client = place.client()) {
      place.createTable(client);
      client.enableKinesisStreamingDestination(
          each -> each.tableName(place.table).streamArn(STREAM + place.table));
      place.awaitStatus(client, DestinationStatus.ACTIVE);
      place.put(client, "a");
      await().until(() -> place.taken().size() == 1);

      await()
          .untilAsserted(
              () ->
                  assertThat(metrics())
                      .contains(
                          "ConsumedChangeDataCaptureUnits_total{DelegatedOperation="
                              + "\"KinesisDataStreamsReplication\",TableName=\"Measured\"} 1.0\n")
                      .contains(
                          "AgeOfOldestUnreplicatedRecord{DelegatedOperation="
                              + "\"KinesisDataStreamsReplication\",TableName=\"Measured\"} 0.0\n")
                      .contains("larder_stream_tail_bytes"));
    }
  }

  private static String metrics() throws IOException {
    var url =
        URI.create(
                "http://127.0.0.1:" + upstream.adminAddresses().getFirst().getPort() + "/metrics")
            .toURL();
    try (var in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
