package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.larder.protocol.dax.DaxMethod;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingReason;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Throughput that is enforced, and the metrics that tell of it, as clients and operators see it.
 */
final class ThroughputIT {
  private static final String TABLE = "Music";
  private static final String ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/" + TABLE;

  /** More than comes in while a test runs. */
  private static final Map<String, AttributeValue> LARGE =
      Map.of("pk", fromS("large"), "x", fromS("x".repeat(390_000)));

  @TempDir private Path directory;
  private Larder larder;
  private DynamoDbClient client;

  private void start(String throughput) {
    larder =
        RunningLarder.inMemory(
            Map.of(
                "service.throughput",
                throughput,
                "cache.item-bytes",
                "0",
                "metrics.push",
                "file:" + directory.resolve("metrics.json"),
                "metrics.push-interval",
                "1h"));
    client =
        DynamoDbClient.builder()
            .endpointOverride(URI.create(RunningLarder.url(larder)))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    larder.close();
  }

  private void createTable(boolean isProvisioned) {
    client.createTable(
        table -> {
          table
              .tableName(TABLE)
              .keySchema(
                  KeySchemaElement.builder().attributeName("pk").keyType(KeyType.HASH).build())
              .attributeDefinitions(
                  AttributeDefinition.builder()
                      .attributeName("pk")
                      .attributeType(ScalarAttributeType.S)
                      .build());
          if (isProvisioned) {
            table.provisionedThroughput(
                units -> units.readCapacityUnits(5L).writeCapacityUnits(1L));
          } else {
            table
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .onDemandThroughput(most -> most.maxWriteRequestUnits(1L));
          }
        });
  }

  private void put(Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(TABLE).item(item));
  }

  private String metrics() throws IOException {
    var url =
        URI.create("http://127.0.0.1:" + larder.adminAddresses().getFirst().getPort() + "/metrics")
            .toURL();
    try (var in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aProvisionedTableThrottlesWhatExceedsItAndSaysSo() throws IOException {
    start("provisioned");
    createTable(true);
    put(LARGE);

    var refused =
        catchThrowableOfType(
            ProvisionedThroughputExceededException.class, () -> put(Map.of("pk", fromS("a"))));

    assertThat(refused.throttlingReasons())
        .containsExactly(
            ThrottlingReason.builder()
                .reason("TableWriteProvisionedThroughputExceeded")
                .resource(ARN)
                .build());
    assertThat(refused).hasMessageStartingWith("The level of configured provisioned throughput");
    var batch =
        catchThrowableOfType(
            ProvisionedThroughputExceededException.class,
            () ->
                client.batchWriteItem(
                    write ->
                        write.requestItems(
                            Map.of(
                                TABLE,
                                List.of(
                                    WriteRequest.builder()
                                        .putRequest(one -> one.item(Map.of("pk", fromS("a"))))
                                        .build())))));
    assertThat(batch.hasThrottlingReasons()).isTrue();
    client.getItem(get -> get.tableName(TABLE).key(Map.of("pk", fromS("a"))));
    assertThat(metrics())
        .contains("ConsumedReadCapacityUnits_total{TableName=\"Music\"} 0.5\n")
        .contains(
            "ConsumedWriteCapacityUnits_total{Source=\"Customer\",TableName=\"Music\"} 381.0\n")
        .contains("ProvisionedReadCapacityUnits{TableName=\"Music\"} 5.0\n")
        .contains("WriteThrottleEvents_total{TableName=\"Music\"} 2.0\n")
        .contains("WriteProvisionedThroughputThrottleEvents_total{TableName=\"Music\"} 2.0\n")
        .contains("ThrottledRequests_total{Operation=\"PutItem\",TableName=\"Music\"} 1.0\n")
        .contains("ThrottledRequests_total{Operation=\"BatchWriteItem\",TableName=\"Music\"} 1.0\n")
        .contains("SuccessfulRequestLatency_count{Operation=\"GetItem\",TableName=\"Music\"} 1\n")
        .contains("PutItemRequestCount_total{protocol=\"http\"} 2.0\n")
        .doesNotContain("$larder");
  }

  @Test
  void clientsOfDaxAreThrottledAlike() throws IOException {
    start("provisioned");
    createTable(true);
    put(LARGE);

    try (Socket dax =
        RawDax.connect(
            larder.daxAddresses().getFirst(), AwsBasicCredentials.create("id", "secret"))) {
      var refused = callDax(dax, DaxMethod.DELETE_ITEM);

      assertThat(refused.codes()).containsExactly(4, 37, 38, 39, 40);
      assertThat(refused.message()).startsWith("The level of configured provisioned throughput");
      assertThat(callDax(dax, DaxMethod.GET_ITEM).codes()).isEmpty();
    }
    assertThat(metrics())
        .contains("ThrottledRequestCount_total{protocol=\"dax\"} 1.0\n")
        .contains("ThrottledRequests_total{Operation=\"DeleteItem\",TableName=\"Music\"} 1.0\n");
  }

  private static RawDax.Answer callDax(Socket dax, DaxMethod method) throws IOException {
    return RawDax.call(
        dax,
        method,
        out ->
            out.writeBytes(TABLE.getBytes(StandardCharsets.UTF_8))
                .writeBytes("a".getBytes(StandardCharsets.UTF_8))
                .writeNull());
  }

  @Test
  void aMaximumOnDemandIsToldInItsOwnWords() {
    start("provisioned");
    createTable(false);
    put(LARGE);

    var refused =
        catchThrowableOfType(ThrottlingException.class, () -> put(Map.of("pk", fromS("a"))));

    assertThat(refused.throttlingReasons())
        .extracting(ThrottlingReason::reason)
        .containsExactly("TableWriteMaxOnDemandThroughputExceeded");
  }

  @Test
  void byDefaultThroughputIsCountedAndNotEnforced() throws IOException {
    start("unlimited");
    createTable(true);

    put(LARGE);
    put(LARGE);

    assertThat(metrics())
        .contains(
            "ConsumedWriteCapacityUnits_total{Source=\"Customer\",TableName=\"Music\"} 762.0\n")
        .doesNotContain("ThrottleEvents");
  }

  @Test
  void whatWasNotPushedYetIsPushedWhenTheServerStops() throws IOException {
    start("unlimited");
    createTable(true);
    put(LARGE);

    larder.close();

    assertThat(Files.readString(directory.resolve("metrics.json")))
        .contains("\"Namespace\":\"Larder/DynamoDB\"")
        .contains("\"ConsumedWriteCapacityUnits\":381.0")
        .contains("\"Namespace\":\"Larder/DAX\"")
        .contains("\"PutItemRequestCount\":1.0")
        .contains("\"NodeId\":");
  }
}
