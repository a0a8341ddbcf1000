import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.DynamoDbEncryptionInterceptor;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.model.DynamoDbTableEncryptionConfig;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.model.DynamoDbTablesEncryptionConfig;
import software.amazon.cryptography.dbencryptionsdk.structuredencryption.model.CryptoAction;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.AesWrappingAlg;
import software.amazon.cryptography.materialproviders.model.CreateRawAesKeyringInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;

/**
 * The AWS Database Encryption SDK for DynamoDB, unmodified, against a running server: what the
 * client seals comes back as it was, from the caches too, by every call that the SDK allows; the
 * server has nothing readable; what was changed behind its back the client finds.
 */
public final class EncryptionClient {

  private static final String TABLE = "larder-encryption";
  private static final int ITEMS = 12;

  private final DynamoDbClient plain;
  private final DynamoDbClient sealing;
  private int passed;
  private int failed;

  private EncryptionClient(URI endpoint) {
    plain = client(endpoint).build();
    sealing =
        client(endpoint)
            .overrideConfiguration(options -> options.addExecutionInterceptor(interceptor()))
            .build();
  }

  private static DynamoDbClientBuilder client(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"))))
        .httpClient(UrlConnectionHttpClient.create());
  }

  private static String variable(String name) {
    return System.getenv().getOrDefault(name, "dummy");
  }

  private static DynamoDbEncryptionInterceptor interceptor() {
    IKeyring keyring =
        MaterialProviders.builder()
            .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
            .build()
            .CreateRawAesKeyring(
                CreateRawAesKeyringInput.builder()
                    .keyName("larder")
                    .keyNamespace("test")
                    .wrappingKey(ByteBuffer.wrap(new byte[32]))
                    .wrappingAlg(AesWrappingAlg.ALG_AES256_GCM_IV12_TAG16)
                    .build());
    return DynamoDbEncryptionInterceptor.builder()
        .config(
            DynamoDbTablesEncryptionConfig.builder()
                .tableEncryptionConfigs(
                    Map.of(
                        TABLE,
                        DynamoDbTableEncryptionConfig.builder()
                            .logicalTableName(TABLE)
                            .partitionKeyName("pk")
                            .sortKeyName("sk")
                            .attributeActionsOnEncrypt(
                                Map.of(
                                    "pk", CryptoAction.SIGN_ONLY,
                                    "sk", CryptoAction.SIGN_ONLY,
                                    "name", CryptoAction.ENCRYPT_AND_SIGN,
                                    "details", CryptoAction.ENCRYPT_AND_SIGN,
                                    "shelf", CryptoAction.SIGN_ONLY,
                                    ":note", CryptoAction.DO_NOTHING))
                            .allowedUnsignedAttributePrefix(":")
                            .keyring(keyring)
                            .build()))
                .build())
        .build();
  }

  public static void main(String[] arguments) {
    var run =
        new EncryptionClient(
            URI.create(arguments.length > 1 ? arguments[1] : "http://127.0.0.1:8000"));
    Stream.<Runnable>of(
            run::create, run::single, run::many, run::transactions, run::tampering, run::remove)
        .forEach(Runnable::run);
    System.out.println(run.passed + " passed, " + run.failed + " failed");
    System.exit(run.failed > 0 ? 1 : 0);
  }

  private void create() {
    try {
      plain.deleteTable(table -> table.tableName(TABLE));
      plain.waiter().waitUntilTableNotExists(table -> table.tableName(TABLE));
    } catch (ResourceNotFoundException absent) {
      // Nothing is left of an earlier run.
    }
    plain.createTable(
        table ->
            table
                .tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                .attributeDefinitions(
                    attribute("pk", ScalarAttributeType.S),
                    attribute("sk", ScalarAttributeType.N)));
    plain.waiter().waitUntilTableExists(table -> table.tableName(TABLE));
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static Map<String, AttributeValue> key(int number) {
    return Map.of("pk", AttributeValue.fromS("jar"), "sk", AttributeValue.fromN("" + number));
  }

  private static Map<String, AttributeValue> item(int number) {
    var item = new HashMap<>(key(number));
    item.put("name", AttributeValue.fromS("marmalade " + number));
    item.put(
        "details",
        AttributeValue.fromM(
            Map.of(
                "sugar",
                AttributeValue.fromN("0.5"),
                "fruit",
                AttributeValue.fromL(
                    List.of(AttributeValue.fromS("orange"), AttributeValue.fromBool(true))))));
    item.put("shelf", AttributeValue.fromN("" + number % 3));
    item.put(":note", AttributeValue.fromS("open"));
    return item;
  }

  /** What the SDK adds for itself is in what it gives, too. */
  private static Map<String, AttributeValue> own(Map<String, AttributeValue> item) {
    var own = new HashMap<>(item);
    own.keySet().removeIf(name -> name.startsWith("aws_dbe_"));
    return own;
  }

  private void single() {
    sealing.putItem(put -> put.tableName(TABLE).item(item(0)));
    for (var place : List.of("the store", "the cache", "the cache again")) {
      equal(
          "get: from " + place,
          own(sealing.getItem(get -> get.tableName(TABLE).key(key(0))).item()),
          item(0));
    }
    equal(
        "get: consistent",
        own(
            sealing
                .getItem(get -> get.tableName(TABLE).key(key(0)).consistentRead(true))
                .item()),
        item(0));
    Map<String, AttributeValue> stored =
        plain.getItem(get -> get.tableName(TABLE).key(key(0))).item();
    check("stored: a sealed text is bytes", stored.get("name").b() != null);
    check("stored: a sealed map is bytes", stored.get("details").b() != null);
    equal("stored: what is only signed is clear", stored.get("shelf").n(), "0");
    check("stored: the header", stored.get("aws_dbe_head").b() != null);
    check("stored: the footer", stored.get("aws_dbe_foot").b() != null);
    check(
        "stored: nothing readable",
        stored.values().stream()
            .filter(value -> value.b() != null)
            .map(value -> new String(value.b().asByteArray(), StandardCharsets.ISO_8859_1))
            .noneMatch(text -> text.contains("marmalade") || text.contains("orange")));
    sealing.updateItem(
        update ->
            update
                .tableName(TABLE)
                .key(key(0))
                .updateExpression("SET #note = :n")
                .expressionAttributeNames(Map.of("#note", ":note"))
                .expressionAttributeValues(Map.of(":n", AttributeValue.fromS("opened"))));
    var updated = new HashMap<>(item(0));
    updated.put(":note", AttributeValue.fromS("opened"));
    equal(
        "update: of what is not signed",
        own(sealing.getItem(get -> get.tableName(TABLE).key(key(0))).item()),
        updated);
    refused(
        "update: of what is signed, by the client",
        () ->
            sealing.updateItem(
                update ->
                    update
                        .tableName(TABLE)
                        .key(key(0))
                        .updateExpression("SET shelf = :s")
                        .expressionAttributeValues(Map.of(":s", AttributeValue.fromN("9")))));
    equal(
        "put: the item before",
        own(
            sealing
                .putItem(
                    put -> put.tableName(TABLE).item(item(0)).returnValues(ReturnValue.ALL_OLD))
                .attributes()),
        updated);
  }

  private void many() {
    var rest =
        sealing
            .batchWriteItem(
                batch ->
                    batch.requestItems(
                        Map.of(
                            TABLE,
                            IntStream.range(1, ITEMS)
                                .mapToObj(
                                    number ->
                                        WriteRequest.builder()
                                            .putRequest(
                                                PutRequest.builder().item(item(number)).build())
                                            .build())
                                .toList())))
            .unprocessedItems();
    equal("batch write: all of it", rest, Map.of());
    for (var place : List.of("the store", "the cache")) {
      var found =
          sealing
              .batchGetItem(
                  batch ->
                      batch.requestItems(
                          Map.of(
                              TABLE,
                              KeysAndAttributes.builder()
                                  .keys(
                                      IntStream.range(0, ITEMS)
                                          .mapToObj(EncryptionClient::key)
                                          .toList())
                                  .build())))
              .responses()
              .get(TABLE)
              .stream()
              .map(EncryptionClient::own)
              .toList();
      equal("batch get: from " + place, Set.copyOf(found), Set.copyOf(items()));
      equal("query: from " + place, query(), items());
      equal(
          "query: filtered by what is only signed, from " + place,
          sealing
              .query(
                  query ->
                      query
                          .tableName(TABLE)
                          .keyConditionExpression("pk = :p")
                          .filterExpression("shelf = :s")
                          .expressionAttributeValues(
                              Map.of(
                                  ":p", AttributeValue.fromS("jar"),
                                  ":s", AttributeValue.fromN("1"))))
              .count(),
          ITEMS / 3);
      equal(
          "scan: from " + place,
          sealing.scan(scan -> scan.tableName(TABLE)).items().stream()
              .map(EncryptionClient::own)
              .toList(),
          items());
    }
    equal(
        "query: in pages",
        sealing
            .queryPaginator(
                query ->
                    query
                        .tableName(TABLE)
                        .limit(5)
                        .keyConditionExpression("pk = :p")
                        .expressionAttributeValues(Map.of(":p", AttributeValue.fromS("jar"))))
            .items()
            .stream()
            .map(EncryptionClient::own)
            .toList(),
        items());
  }

  private static List<Map<String, AttributeValue>> items() {
    return IntStream.range(0, ITEMS).mapToObj(EncryptionClient::item).toList();
  }

  private List<Map<String, AttributeValue>> query() {
    return sealing
        .query(
            query ->
                query
                    .tableName(TABLE)
                    .keyConditionExpression("pk = :p")
                    .expressionAttributeValues(Map.of(":p", AttributeValue.fromS("jar"))))
        .items()
        .stream()
        .map(EncryptionClient::own)
        .toList();
  }

  private void transactions() {
    sealing.transactWriteItems(
        transaction ->
            transaction.transactItems(
                IntStream.range(ITEMS, ITEMS + 2)
                    .mapToObj(
                        number ->
                            TransactWriteItem.builder()
                                .put(Put.builder().tableName(TABLE).item(item(number)).build())
                                .build())
                    .toList()));
    equal(
        "transactions: what was written is read",
        sealing
            .transactGetItems(
                transaction ->
                    transaction.transactItems(
                        IntStream.range(ITEMS, ITEMS + 2)
                            .mapToObj(
                                number ->
                                    TransactGetItem.builder()
                                        .get(get -> get.tableName(TABLE).key(key(number)))
                                        .build())
                            .toList()))
            .responses()
            .stream()
            .map(answer -> own(answer.item()))
            .toList(),
        List.of(item(ITEMS), item(ITEMS + 1)));
    equal(
        "delete: the item before",
        own(
            sealing
                .deleteItem(
                    delete ->
                        delete
                            .tableName(TABLE)
                            .key(key(ITEMS))
                            .returnValues(ReturnValue.ALL_OLD))
                .attributes()),
        item(ITEMS));
    check(
        "delete: it is gone",
        !sealing.getItem(get -> get.tableName(TABLE).key(key(ITEMS))).hasItem());
  }

  private void tampering() {
    Map<String, AttributeValue> stored =
        plain.getItem(get -> get.tableName(TABLE).key(key(1))).item();
    var moved = new HashMap<>(stored);
    moved.putAll(key(2));
    plain.putItem(put -> put.tableName(TABLE).item(moved));
    refused(
        "tampering: an item in another's place",
        () -> sealing.getItem(get -> get.tableName(TABLE).key(key(2))));
    var changed = new HashMap<>(stored);
    changed.put("shelf", AttributeValue.fromN("7"));
    plain.putItem(put -> put.tableName(TABLE).item(changed));
    refused(
        "tampering: a signed value",
        () -> sealing.getItem(get -> get.tableName(TABLE).key(key(1))));
    byte[] name = stored.get("name").b().asByteArray();
    name[name.length - 1] ^= 1;
    changed.put("shelf", stored.get("shelf"));
    changed.put("name", AttributeValue.fromB(SdkBytes.fromByteArray(name)));
    plain.putItem(put -> put.tableName(TABLE).item(changed));
    refused(
        "tampering: a sealed value",
        () -> sealing.getItem(get -> get.tableName(TABLE).key(key(1))));
    plain.putItem(put -> put.tableName(TABLE).item(stored));
    equal(
        "tampering: mended",
        own(sealing.getItem(get -> get.tableName(TABLE).key(key(1))).item()),
        item(1));
  }

  private void remove() {
    plain.deleteTable(table -> table.tableName(TABLE));
  }

  private void refused(String name, Runnable call) {
    try {
      call.run();
      check(name, false);
    } catch (RuntimeException expected) {
      check(name, !(expected instanceof NullPointerException));
    }
  }

  private void equal(String name, Object actual, Object expected) {
    boolean holds = Objects.equals(actual, expected);
    check(holds ? name : name + "\n     expected " + expected + "\n     but was  " + actual, holds);
  }

  private void check(String name, boolean holds) {
    System.out.println((holds ? "ok   " : "FAIL ") + name);
    if (holds) {
      passed++;
    } else {
      failed++;
    }
  }
}
