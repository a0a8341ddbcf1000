package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.larder.proxy.config.Cache.Consistency;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** What an application sees by AWS's SDK where the caches promise all, or what DAX does. */
final class DaxConsistencyIT {
  private static final String NOTES = "Notes";

  private Larder larder;
  private DynamoDbClient client;
  private boolean isDax;

  private void start(Consistency consistency) {
    isDax = consistency == Consistency.DAX;
    larder =
        RunningLarder.inMemory(
            Map.of("cache.consistency", consistency.name().toLowerCase(Locale.ROOT)));
    client =
        DynamoDbClient.builder()
            .endpointOverride(URI.create(RunningLarder.url(larder)))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("larder", "larder")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    client.createTable(
        table ->
            table
                .tableName(NOTES)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(SecuredLarder.text("author"), SecuredLarder.text("title"))
                .keySchema(
                    SecuredLarder.key("author", KeyType.HASH),
                    SecuredLarder.key("title", KeyType.RANGE)));
    put("Milk", "one");
  }

  @AfterEach
  void close() {
    client.close();
    larder.close();
  }

  private static Map<String, AttributeValue> key(String title) {
    return Map.of("author", fromS("ann"), "title", fromS(title));
  }

  private void put(String title, String text) {
    client.putItem(
        put ->
            put.tableName(NOTES)
                .item(Map.of("author", fromS("ann"), "title", fromS(title), "text", fromS(text))));
  }

  private String text(String title, boolean consistently) {
    Map<String, AttributeValue> item =
        client
            .getItem(get -> get.tableName(NOTES).key(key(title)).consistentRead(consistently))
            .item();
    return item.isEmpty() ? "" : item.get("text").s();
  }

  private List<String> queried(boolean consistently) {
    return client
        .query(
            query ->
                query
                    .tableName(NOTES)
                    .keyConditionExpression("author = :a")
                    .expressionAttributeValues(Map.of(":a", fromS("ann")))
                    .consistentRead(consistently))
        .items()
        .stream()
        .map(item -> item.get("text").s())
        .toList();
  }

  private List<String> scanned() {
    return client.scan(scan -> scan.tableName(NOTES)).items().stream()
        .map(item -> item.get("text").s())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void itemsThatAreWrittenAreReadAsTheyWereWritten(Consistency consistency) {
    start(consistency);
    assertThat(text("Milk", false)).isEqualTo("one");

    put("Milk", "two");
    assertThat(text("Milk", false)).isEqualTo("two");
    client.deleteItem(delete -> delete.tableName(NOTES).key(key("Milk")));
    assertThat(text("Milk", false)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void pagesAreAsTheyWereOnlyInDax(Consistency consistency) {
    start(consistency);
    assertThat(queried(false)).containsExactly("one");
    assertThat(scanned()).containsExactly("one");

    put("Milk", "two");

    assertThat(queried(false)).containsExactly(isDax ? "one" : "two");
    assertThat(scanned()).containsExactly(isDax ? "one" : "two");
    assertThat(text("Milk", false)).isEqualTo("two");
  }

  @ParameterizedTest
  @EnumSource
  void consistentReadsSeeWhatIsThereAndAreNotKeptInDax(Consistency consistency) {
    start(consistency);
    assertThat(queried(false)).containsExactly("one");
    put("Milk", "two");

    assertThat(queried(true)).containsExactly("two");
    assertThat(text("Milk", true)).isEqualTo("two");

    // In DAX who reads as usual goes back in time.
    assertThat(queried(false)).containsExactly(isDax ? "one" : "two");
  }

  @ParameterizedTest
  @EnumSource
  void emptyPagesAreKeptInDax(Consistency consistency) {
    start(consistency);
    client.deleteItem(delete -> delete.tableName(NOTES).key(key("Milk")));
    assertThat(queried(false)).isEmpty();
    assertThat(text("Milk", false)).isEmpty();

    put("Milk", "again");

    assertThat(queried(false)).isEqualTo(isDax ? List.of() : List.of("again"));
    assertThat(text("Milk", false)).isEqualTo("again");
  }
}
