package io.larder.proxy;

import static io.larder.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromB;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.larder.proxy.kinesis.FakeKinesis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DestinationStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the alerts in {@code config/} ask for meters that servers have. */
final class DashboardsIT {
  private static final Path CONFIG = Path.of("../config");
  private static final Pattern EXPRESSION_OF_ALERT =
      Pattern.compile("(?m)^ +expr: (?:>-\\n((?: {10,}.*\\n)+)|(.+))$");

  /** What is no function, label or variable of an expression. */
  private static final Pattern METER =
      Pattern.compile("\\b((?:larder|jvm|process|system)_\\w+|[A-Z]\\w+)\\b");

  /** Labels, which are no meters either. */
  private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}|by \\([^)]*\\)");

  @TempDir private Path directory;

  @Test
  void everyMeterThatTheyAskForIsThere() throws Exception {
    Set<String> meters = new TreeSet<>();
    try (FakeKinesis kinesis = new FakeKinesis();
        Larder alone =
            RunningLarder.inMemory(
                Map.of(
                    "audit.mode",
                    "always",
                    "audit.directory",
                    directory.toString(),
                    "service.throughput",
                    "provisioned",
                    "cache.item-bytes",
                    "0",
                    "kinesis.endpoint",
                    kinesis.url()));
        Larder node =
            RunningLarder.before(alone, Map.of("cluster.enabled", "true", "cluster.port", "0"));
        Larder shared = RunningLarder.before(alone, Map.of("upstream.writers", "shared"))) {
      useTables(alone);
      loseChanges(alone, kinesis);
      for (Larder larder : List.of(alone, node, shared)) {
        meters.addAll(meters(larder));
      }
    }

    assertThat(asked()).hasSizeGreaterThan(50).isSubsetOf(meters);
  }

  private static DynamoDbClient client(Larder larder) {
    return clientOf(larder, DynamoDbClient.builder());
  }

  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C clientOf(
      Larder larder, B builder) {
    return builder
        .endpointOverride(URI.create(RunningLarder.url(larder)))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
        .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private static CreateTableRequest.Builder table(String name) {
    return CreateTableRequest.builder()
        .tableName(name)
        .keySchema(KeySchemaElement.builder().attributeName("k").keyType(KeyType.HASH).build())
        .attributeDefinitions(
            AttributeDefinition.builder()
                .attributeName("k")
                .attributeType(ScalarAttributeType.S)
                .build());
  }

  /** Reads and writes more than a table may, and its stream: what never happened has no meter. */
  private static void useTables(Larder larder) {
    try (DynamoDbClient client = client(larder);
        DynamoDbStreamsClient streams = clientOf(larder, DynamoDbStreamsClient.builder())) {
      client.createTable(
          table("Held")
              .provisionedThroughput(most -> most.readCapacityUnits(1L).writeCapacityUnits(1L))
              .streamSpecification(
                  all -> all.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY))
              .build());
      var item = Map.of("k", fromS("a"), "v", fromS("x".repeat(390_000)));
      client.putItem(put -> put.tableName("Held").item(item));
      assertThatThrownBy(() -> client.putItem(put -> put.tableName("Held").item(item)))
          .isInstanceOf(ProvisionedThroughputExceededException.class);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10; i++) {
                  client.getItem(get -> get.tableName("Held").key(Map.of("k", fromS("a"))));
                }
              })
          .isInstanceOf(ProvisionedThroughputExceededException.class);
      String arn = client.describeTable(it -> it.tableName("Held")).table().latestStreamArn();
      String shard =
          streams
              .describeStream(it -> it.streamArn(arn))
              .streamDescription()
              .shards()
              .getFirst()
              .shardId();
      String iterator =
          streams
              .getShardIterator(
                  get ->
                      get.streamArn(arn)
                          .shardId(shard)
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      assertThat(streams.getRecords(get -> get.shardIterator(iterator)).records()).hasSize(1);
    }
  }

  /** Lets Kinesis throttle a change, take it, and refuse one for ever. */
  private static void loseChanges(Larder larder, FakeKinesis kinesis) throws Exception {
    String stream = "arn:aws:kinesis:us-east-1:000000000000:stream/changes";
    try (DynamoDbClient client = client(larder)) {
      client.createTable(table("Sent").billingMode(BillingMode.PAY_PER_REQUEST).build());
      client.enableKinesisStreamingDestination(to -> to.tableName("Sent").streamArn(stream));
      await()
          .until(
              () ->
                  client
                          .describeKinesisStreamingDestination(it -> it.tableName("Sent"))
                          .kinesisDataStreamDestinations()
                          .getFirst()
                          .destinationStatus()
                      == DestinationStatus.ACTIVE);
      kinesis.next(400, "{\"__type\":\"ProvisionedThroughputExceededException\"}");
      client.putItem(put -> put.tableName("Sent").item(Map.of("k", fromS("a"))));
      await().until(() -> kinesis.taken().size() == 1);
      var first = Map.of("k", fromS("b"), "v", fromB(SdkBytes.fromByteArray(new byte[399_000])));
      client.putItem(put -> put.tableName("Sent").item(first));
      await().until(() -> kinesis.taken().size() == 2);
      kinesis.takeAtMost(0);
      // With what was there before, too much for any stream.
      var second = Map.of("k", fromS("b"), "v", fromB(SdkBytes.fromByteArray(new byte[398_999])));
      client.putItem(put -> put.tableName("Sent").item(second));
      await().until(() -> meters(larder).contains("FailedToReplicateRecordCount_total"));
    }
  }

  private static Set<String> meters(Larder larder) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var address =
          URI.create(
              "http://127.0.0.1:" + larder.adminAddresses().getFirst().getPort() + "/metrics");
      return client
          .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("[{ ]", 2)[0])
          .collect(Collectors.toSet());
    }
  }

  private static Set<String> asked() throws IOException {
    return Stream.concat(ofDashboard(), ofAlerts())
        .map(expression -> MATCHERS.matcher(expression).replaceAll(""))
        .flatMap(expression -> METER.matcher(expression).results())
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> ofDashboard() throws IOException {
    JsonNode dashboard =
        JsonMapper.shared().readTree(Files.readString(CONFIG.resolve("grafana/larder.json")));
    return dashboard.findValues("expr").stream().map(JsonNode::stringValue);
  }

  private static Stream<String> ofAlerts() throws IOException {
    String rules = Files.readString(CONFIG.resolve("prometheus/larder-rules.yaml"));
    List<MatchResult> found = EXPRESSION_OF_ALERT.matcher(rules).results().toList();
    assertThat(found).hasSameSizeAs(Pattern.compile("- alert:").matcher(rules).results().toList());
    return found.stream().map(match -> match.group(1) == null ? match.group(2) : match.group(1));
  }
}
