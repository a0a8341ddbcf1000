package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.ConfigurationSources;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What was cached is cached again after a restart, as it is then. */
final class WarmRestartIT {
  private static final String TABLE = "Songs";
  private static final int ITEMS = 20;

  @TempDir private Path folder;

  private Larder start(Map<String, String> more) throws StartupException {
    Map<String, String> all = new HashMap<>(more);
    for (String port :
        new String[] {"listen.port", "listen.tls-port", "dax.port", "dax.tls-port", "admin.port"}) {
      all.put(port, "0");
    }
    all.put("store.data-dir", folder.resolve("data").toString());
    all.put("store.map-size", "1 GB");
    Configuration configuration = new ConfigurationSources(null, Map.of(), all).load();
    return Wiring.start(configuration, StoreWiring.open(configuration));
  }

  private static DynamoDbClient client(Larder larder) {
    return DynamoDbClient.builder()
        .endpointOverride(URI.create(RunningLarder.url(larder)))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private static Map<String, AttributeValue> key(int number) {
    return Map.of("k", fromS("song-" + number));
  }

  private void fill() throws Exception {
    try (Larder larder = start(Map.of());
        DynamoDbClient client = client(larder)) {
      client.createTable(
          table ->
              table
                  .tableName(TABLE)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .keySchema(
                      KeySchemaElement.builder().attributeName("k").keyType(KeyType.HASH).build())
                  .attributeDefinitions(
                      AttributeDefinition.builder()
                          .attributeName("k")
                          .attributeType(ScalarAttributeType.S)
                          .build()));
      for (int i = 0; i < ITEMS; i++) {
        int number = i;
        client.putItem(
            put ->
                put.tableName(TABLE)
                    .item(Map.of("k", fromS("song-" + number), "n", fromN("" + number))));
      }
    }
  }

  private static double meter(Larder larder, String name) throws IOException, InterruptedException {
    var address =
        URI.create("http://127.0.0.1:" + larder.adminAddresses().getFirst().getPort() + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .sum();
    }
  }

  @Test
  void whatWasCachedIsReadAgainBeforeAnybodyAsks() throws Exception {
    // Given
    fill();

    try (Larder larder = start(Map.of());
        DynamoDbClient client = client(larder)) {
      // When
      await().until(() -> meter(larder, "larder_warm_restart_items_total") == ITEMS);

      // Then
      assertThat(meter(larder, "larder_warm_restart_failed_items_total")).isZero();
      double misses = meter(larder, "ItemCacheMisses_total");
      assertThat(client.getItem(get -> get.tableName(TABLE).key(key(7))).item())
          .containsEntry("n", fromN("7"));
      assertThat(meter(larder, "ItemCacheMisses_total")).isEqualTo(misses);
    }
  }

  @Test
  void whatWasChangedMeanwhileIsReadAsItIs() throws Exception {
    // Given
    fill();
    try (Larder larder = start(Map.of("cache.warm-restart", "false"));
        DynamoDbClient client = client(larder)) {
      client.putItem(
          put -> put.tableName(TABLE).item(Map.of("k", fromS("song-7"), "n", fromN("-7"))));
    }

    try (Larder larder = start(Map.of());
        DynamoDbClient client = client(larder)) {
      // When
      await().until(() -> meter(larder, "larder_warm_restart_items_total") == ITEMS);

      // Then
      assertThat(client.getItem(get -> get.tableName(TABLE).key(key(7))).item())
          .containsEntry("n", fromN("-7"));
    }
  }
}
