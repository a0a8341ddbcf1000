package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsUnavailableException;
import software.amazon.awssdk.services.dynamodb.model.ContributorInsightsAction;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.GlobalTableNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The AWS SDK for Java, unmodified, against a running server. */
final class SdkClientIT {
  private static final String TABLE = "Movies";
  private static final String INDEX = "ByTitle";

  private static Larder larder;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    larder = RunningLarder.inMemory(Map.of());
    client =
        DynamoDbClient.builder()
            .endpointOverride(
                URI.create("http://127.0.0.1:" + larder.addresses().getFirst().getPort()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    larder.close();
  }

  @BeforeEach
  void createTable() {
    if (client.listTables().tableNames().contains(TABLE)) {
      client.deleteTable(table -> table.tableName(TABLE));
      client.waiter().waitUntilTableNotExists(table -> table.tableName(TABLE));
    }
    client.createTable(
        table ->
            table
                .tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("year", KeyType.HASH), key("id", KeyType.RANGE))
                .attributeDefinitions(
                    attribute("year", ScalarAttributeType.N),
                    attribute("id", ScalarAttributeType.S),
                    attribute("title", ScalarAttributeType.S))
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName(INDEX)
                        .keySchema(key("title", KeyType.HASH))
                        .projection(all -> all.projectionType(ProjectionType.ALL))
                        .build()));
    client.waiter().waitUntilTableExists(table -> table.tableName(TABLE));
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static Map<String, AttributeValue> keyOf(int year, String id) {
    return Map.of("year", fromN(String.valueOf(year)), "id", fromS(id));
  }

  private static Map<String, AttributeValue> movie(int year, String id, String title, int rating) {
    return Map.of(
        "year", fromN(String.valueOf(year)),
        "id", fromS(id),
        "title", fromS(title),
        "rating", fromN(String.valueOf(rating)));
  }

  private static void put(Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(TABLE).item(item));
  }

  private static Map<String, AttributeValue> get(int year, String id) {
    return client.getItem(get -> get.tableName(TABLE).key(keyOf(year, id))).item();
  }

  @Test
  void anItemThatWasPutIsReadBackFromCacheAndStore() {
    var item = movie(1994, "a", "Clerks", 8);

    put(item);

    assertThat(get(1994, "a")).isEqualTo(item).isEqualTo(get(1994, "a"));
    assertThat(get(1994, "b")).isEmpty();
  }

  @Test
  void aConditionThatFailsReturnsTheOldItemAndChangesNothing() {
    put(movie(1994, "a", "Clerks", 8));

    var failure =
        catchThrowableOfType(
            ConditionalCheckFailedException.class,
            () ->
                client.putItem(
                    put ->
                        put.tableName(TABLE)
                            .item(movie(1994, "a", "Clerks", 1))
                            .conditionExpression("attribute_not_exists(id)")
                            .returnValuesOnConditionCheckFailure("ALL_OLD")));

    assertThat(failure.item()).isEqualTo(movie(1994, "a", "Clerks", 8));
    assertThat(get(1994, "a")).containsEntry("rating", fromN("8"));
  }

  @Test
  void anUpdateReturnsAndKeepsTheNewValues() {
    put(movie(1994, "a", "Clerks", 8));
    get(1994, "a");

    var updated =
        client.updateItem(
            update ->
                update
                    .tableName(TABLE)
                    .key(keyOf(1994, "a"))
                    .updateExpression("SET rating = rating + :one, tags = :tags")
                    .expressionAttributeValues(
                        Map.of(":one", fromN("1"), ":tags", AttributeValue.fromSs(List.of("x"))))
                    .returnValues(ReturnValue.UPDATED_NEW));

    assertThat(updated.attributes())
        .isEqualTo(Map.of("rating", fromN("9"), "tags", AttributeValue.fromSs(List.of("x"))));
    assertThat(get(1994, "a")).containsEntry("rating", fromN("9"));
  }

  @Test
  void aQueryFiltersAndFollowsEveryWrite() {
    put(movie(1994, "a", "Clerks", 8));
    put(movie(1994, "b", "Ed Wood", 7));
    put(movie(1995, "c", "Heat", 9));
    assertThat(idsOfGoodMovies(1994)).containsExactly("a");

    put(movie(1994, "b", "Ed Wood", 9));

    assertThat(idsOfGoodMovies(1994)).containsExactly("a", "b");
    assertThat(
            client
                .query(
                    query ->
                        query
                            .tableName(TABLE)
                            .indexName(INDEX)
                            .keyConditionExpression("title = :title")
                            .expressionAttributeValues(Map.of(":title", fromS("Heat"))))
                .items())
        .containsExactly(movie(1995, "c", "Heat", 9));
  }

  private static List<String> idsOfGoodMovies(int year) {
    return client
        .query(
            query ->
                query
                    .tableName(TABLE)
                    .keyConditionExpression("#y = :year")
                    .filterExpression("rating > :least")
                    .expressionAttributeNames(Map.of("#y", "year"))
                    .expressionAttributeValues(
                        Map.of(":year", fromN(String.valueOf(year)), ":least", fromN("7"))))
        .items()
        .stream()
        .map(item -> item.get("id").s())
        .toList();
  }

  @Test
  void aScanByPagesReturnsWhatBatchesWrote() {
    List<WriteRequest> writes = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      var item = movie(1900 + i, "id", "Title", i);
      writes.add(
          WriteRequest.builder().putRequest(PutRequest.builder().item(item).build()).build());
    }
    client.batchWriteItem(batch -> batch.requestItems(Map.of(TABLE, writes)));

    Set<String> years = new HashSet<>();
    client
        .scanPaginator(scan -> scan.tableName(TABLE).limit(4))
        .items()
        .forEach(item -> years.add(item.get("year").n()));

    assertThat(years).hasSize(25);
    assertThat(
            client
                .batchGetItem(
                    batch ->
                        batch.requestItems(
                            Map.of(
                                TABLE,
                                KeysAndAttributes.builder()
                                    .keys(List.of(keyOf(1901, "id"), keyOf(1924, "id")))
                                    .build())))
                .responses()
                .get(TABLE))
        .containsExactlyInAnyOrder(movie(1901, "id", "Title", 1), movie(1924, "id", "Title", 24));
  }

  @Test
  void aTransactionIsDoneWhollyOrNotAtAll() {
    put(movie(1994, "a", "Clerks", 8));

    var failure =
        catchThrowableOfType(
            TransactionCanceledException.class,
            () ->
                client.transactWriteItems(
                    transaction ->
                        transaction.transactItems(
                            TransactWriteItem.builder()
                                .put(p -> p.tableName(TABLE).item(movie(1, "n", "N", 1)))
                                .build(),
                            TransactWriteItem.builder()
                                .delete(
                                    d ->
                                        d.tableName(TABLE)
                                            .key(keyOf(1994, "a"))
                                            .conditionExpression("rating > :nine")
                                            .expressionAttributeValues(Map.of(":nine", fromN("9"))))
                                .build())));

    assertThat(failure.cancellationReasons())
        .extracting(reason -> reason.code())
        .containsExactly("None", "ConditionalCheckFailed");
    assertThat(get(1, "n")).isEmpty();
    assertThat(
            client
                .transactGetItems(
                    transaction ->
                        transaction.transactItems(
                            TransactGetItem.builder()
                                .get(get -> get.tableName(TABLE).key(keyOf(1994, "a")))
                                .build()))
                .responses()
                .getFirst()
                .item())
        .isEqualTo(movie(1994, "a", "Clerks", 8));
  }

  @Test
  void aDeletedItemIsGone() {
    put(movie(1994, "a", "Clerks", 8));
    get(1994, "a");

    var deleted =
        client.deleteItem(
            delete ->
                delete.tableName(TABLE).key(keyOf(1994, "a")).returnValues(ReturnValue.ALL_OLD));

    assertThat(deleted.attributes()).isEqualTo(movie(1994, "a", "Clerks", 8));
    assertThat(get(1994, "a")).isEmpty();
  }

  @Test
  void theTimeToLiveIsSetAndDescribed() {
    client.updateTimeToLive(
        table ->
            table
                .tableName(TABLE)
                .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName("expires")));

    var described =
        client.describeTimeToLive(table -> table.tableName(TABLE)).timeToLiveDescription();
    var backups =
        client
            .describeContinuousBackups(table -> table.tableName(TABLE))
            .continuousBackupsDescription();

    assertThat(described.timeToLiveStatusAsString()).isEqualTo("ENABLED");
    assertThat(described.attributeName()).isEqualTo("expires");
    assertThat(backups.continuousBackupsStatusAsString()).isEqualTo("ENABLED");
    assertThat(backups.pointInTimeRecoveryDescription().pointInTimeRecoveryStatusAsString())
        .isEqualTo("DISABLED");
  }

  @Test
  void whatIsSetBesideATableIsKept() {
    client.updateContinuousBackups(
        table ->
            table
                .tableName(TABLE)
                .pointInTimeRecoverySpecification(
                    pitr -> pitr.pointInTimeRecoveryEnabled(true).recoveryPeriodInDays(7)));
    client.updateContributorInsights(
        table ->
            table.tableName(TABLE).contributorInsightsAction(ContributorInsightsAction.ENABLE));

    var recovery =
        client
            .describeContinuousBackups(table -> table.tableName(TABLE))
            .continuousBackupsDescription()
            .pointInTimeRecoveryDescription();
    assertThat(recovery.pointInTimeRecoveryStatusAsString()).isEqualTo("ENABLED");
    assertThat(recovery.recoveryPeriodInDays()).isEqualTo(7);
    assertThat(
            client
                .describeContributorInsights(table -> table.tableName(TABLE))
                .contributorInsightsStatusAsString())
        .isEqualTo("ENABLED");
    assertThat(client.listBackups().backupSummaries()).isEmpty();
    assertThatThrownBy(
            () -> client.createBackup(table -> table.tableName(TABLE).backupName("friday")))
        .isInstanceOf(ContinuousBackupsUnavailableException.class);
    assertThatThrownBy(() -> client.describeGlobalTable(table -> table.globalTableName(TABLE)))
        .isInstanceOf(GlobalTableNotFoundException.class);
  }

  @Test
  void aTableOnDemandHasNoProvisionedThroughputAndThatOfANewTableAtOnce() {
    TableDescription table = client.describeTable(t -> t.tableName(TABLE)).table();
    GlobalSecondaryIndexDescription index = table.globalSecondaryIndexes().getFirst();

    assertThat(table.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
    assertThat(table.sseDescription()).isNull();
    for (var throughput : List.of(table.provisionedThroughput(), index.provisionedThroughput())) {
      assertThat(throughput.readCapacityUnits()).isZero();
      assertThat(throughput.writeCapacityUnits()).isZero();
    }
    assertThat(table.warmThroughput().readUnitsPerSecond()).isEqualTo(12_000);
    assertThat(table.warmThroughput().writeUnitsPerSecond()).isEqualTo(4_000);
    assertThat(index.warmThroughput().readUnitsPerSecond()).isEqualTo(12_000);
    assertThat(index.warmThroughput().writeUnitsPerSecond()).isEqualTo(4_000);
  }

  @Test
  void aTableThatIsCreatedProvisionedShowsNoBillingMode() {
    client.deleteTable(table -> table.tableName(TABLE));

    client.createTable(
        table ->
            table
                .tableName(TABLE)
                .billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(t -> t.readCapacityUnits(3L).writeCapacityUnits(2L))
                .keySchema(key("id", KeyType.HASH))
                .attributeDefinitions(attribute("id", ScalarAttributeType.S)));

    TableDescription table = client.describeTable(t -> t.tableName(TABLE)).table();
    assertThat(table.billingModeSummary()).isNull();
    assertThat(table.provisionedThroughput().readCapacityUnits()).isEqualTo(3);
    assertThat(table.provisionedThroughput().writeCapacityUnits()).isEqualTo(2);
  }

  @Test
  void anUnknownTableIsNotFound() {
    assertThatThrownBy(() -> client.getItem(get -> get.tableName("None").key(keyOf(1, "a"))))
        .isInstanceOf(ResourceNotFoundException.class);
  }
}
