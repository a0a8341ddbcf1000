package io.larder.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.larder.proxy.transfer.ExportCommand;
import io.larder.proxy.transfer.ImportCommand;
import io.larder.proxy.transfer.LoadCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Items from files to tables and back. */
final class TransferIT {
  @TempDir private Path folder;
  private Larder larder;
  private DynamoDbClient client;

  @BeforeEach
  void start() {
    larder = RunningLarder.inMemory(Map.of());
    client = client(larder);
  }

  @AfterEach
  void stop() {
    client.close();
    larder.close();
  }

  private static DynamoDbClient client(Larder larder) {
    return DynamoDbClient.builder()
        .endpointOverride(URI.create(RunningLarder.url(larder)))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("larder", "larder")))
        .build();
  }

  /** Makes a table with a global index and so many items with values of all types. */
  @SuppressWarnings("unchecked") // the SDK takes lists of consumers as arrays
  static void fill(Larder larder, String table, int items) {
    try (DynamoDbClient client = client(larder)) {
      client.createTable(
          create ->
              create
                  .tableName(table)
                  .attributeDefinitions(
                      a -> a.attributeName("pk").attributeType(ScalarAttributeType.S),
                      a -> a.attributeName("sk").attributeType(ScalarAttributeType.N))
                  .keySchema(
                      k -> k.attributeName("pk").keyType(KeyType.HASH),
                      k -> k.attributeName("sk").keyType(KeyType.RANGE))
                  .globalSecondaryIndexes(
                      i ->
                          i.indexName("turned")
                              .keySchema(
                                  k -> k.attributeName("sk").keyType(KeyType.HASH),
                                  k -> k.attributeName("pk").keyType(KeyType.RANGE))
                              .projection(p -> p.projectionType(ProjectionType.ALL)))
                  .billingMode(BillingMode.PAY_PER_REQUEST));
      for (int number = 0; number < items; number++) {
        Map<String, AttributeValue> item = item(number);
        client.putItem(put -> put.tableName(table).item(item));
      }
    }
  }

  private static Map<String, AttributeValue> item(int number) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("pk", AttributeValue.fromS("p" + number % 5));
    item.put("sk", AttributeValue.fromN("" + number));
    item.put("title", AttributeValue.fromS("title " + number + ", \"quoted\"\nü"));
    item.put("exact", AttributeValue.fromN("0.12345678901234567890123456789012345678"));
    item.put("bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, (byte) number})));
    item.put("set", AttributeValue.fromSs(List.of("a", "b" + number)));
    item.put("no", AttributeValue.fromNul(true));
    item.put(
        "deep",
        AttributeValue.fromM(
            Map.of(
                "list",
                AttributeValue.fromL(
                    List.of(AttributeValue.fromBool(true), AttributeValue.fromN("1"))))));
    return item;
  }

  private String run(Object command, String... arguments) {
    var said = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--endpoint-url", RunningLarder.url(larder)));
    int code =
        new CommandLine(command)
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said))
            .execute(all.toArray(String[]::new));
    return code + " " + said;
  }

  private String export(String table, String to) {
    return run(new ExportCommand(Map.of()), table, "--to", folder.resolve(to).toString());
  }

  private String take(String source, String... more) {
    List<String> arguments = new ArrayList<>(List.of(folder.resolve(source).toString()));
    arguments.addAll(List.of(more));
    return run(new ImportCommand(Map.of()), arguments.toArray(String[]::new));
  }

  private Map<String, Map<String, AttributeValue>> items(String table) {
    Map<String, Map<String, AttributeValue>> items = new HashMap<>();
    client
        .scanPaginator(scan -> scan.tableName(table))
        .items()
        .forEach(item -> items.put(item.get("pk").s() + item.get("sk"), item));
    return items;
  }

  private TableDescription describe(String table) {
    return client.describeTable(describe -> describe.tableName(table)).table();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void anExportInTheServicesLayoutComesBackWithItsTable() {
    fill(larder, "Music", 200);
    var before = items("Music");

    assertThat(export("Music", "export")).startsWith("0 Exported 200 items to ");
    client.deleteTable(delete -> delete.tableName("Music"));
    assertThat(take("export")).isEqualTo("0 Imported 200 items, refused 0\n");

    assertThat(items("Music")).isEqualTo(before).hasSize(200);
    assertThat(describe("Music").globalSecondaryIndexes())
        .singleElement()
        .satisfies(index -> assertThat(index.itemCount()).isEqualTo(200));
    assertThat(export("Music", "export")).startsWith("1 larder: ").contains("is there already");
  }

  @Test
  void aDataFileThatIsNotWhatTheManifestSaysIsNotBelieved() throws IOException {
    fill(larder, "Music", 20);
    export("Music", "export");
    Path data = larger(folder.resolve("export/AWSDynamoDB"));
    byte[] packed = Files.readAllBytes(data);
    try (var out = new GZIPOutputStream(Files.newOutputStream(data))) {
      out.write("{\"Item\":{\"pk\":{\"S\":\"x\"},\"sk\":{\"N\":\"1\"}}}\n".getBytes(UTF_8));
    }

    assertThat(take("export", "--table", "Music"))
        .startsWith("1 larder: ")
        .contains("is not what the manifest says");

    Files.write(data, packed);
    Files.delete(data);
    assertThat(take("export", "--table", "Music")).contains("which the manifest names");
  }

  private static Path larger(Path parent) throws IOException {
    try (var files = Files.walk(parent)) {
      return files
          .filter(file -> file.toString().endsWith(".json.gz"))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  @Test
  void linesOfJsonComeBack() {
    fill(larder, "Music", 100);
    fill(larder, "Copy", 0);

    assertThat(export("Music", "music.jsonl.gz")).startsWith("0 Exported 100 items");
    assertThat(take("music.jsonl.gz", "--table", "Copy")).startsWith("0 Imported 100 items");

    assertThat(items("Copy")).isEqualTo(items("Music"));
  }

  @Test
  void separatedValuesAreReadAsTheServiceReadsThem() throws IOException {
    write(
        "music.csv",
        """
        pk,sk,title,empty\r
        Nina,1,"Sinner""man""
        live, 1965",

        Nina,2.50,Four Women,x
        """);

    assertThat(
            take("music.csv", "--table", "Music", "--partition-key", "pk:S", "--sort-key", "sk:N"))
        .isEqualTo("0 Imported 2 items, refused 0\n");

    assertThat(items("Music").values())
        .containsExactlyInAnyOrder(
            Map.of(
                "pk", AttributeValue.fromS("Nina"),
                "sk", AttributeValue.fromN("1"),
                "title", AttributeValue.fromS("Sinner\"man\"\nlive, 1965")),
            Map.of(
                "pk", AttributeValue.fromS("Nina"),
                "sk", AttributeValue.fromN("2.5"),
                "title", AttributeValue.fromS("Four Women"),
                "empty", AttributeValue.fromS("x")));
    assertThat(export("Music", "again.csv")).startsWith("0 Exported 2 items");
    assertThat(folder.resolve("again.csv"))
        .content()
        .startsWith("pk,sk,empty,title\n")
        .contains("Nina,2.5,x,Four Women\n");
  }

  @Test
  void requestsForBatchesAndPlainJsonAreRead() throws IOException {
    fill(larder, "Forum", 0);
    fill(larder, "Thread", 0);
    write(
        "samples.json",
        """
        {"Forum": [
           {"PutRequest": {"Item": {"pk": {"S": "Amazon"}, "sk": {"N": "1"}}}},
           {"PutRequest": {"Item": {"pk": {"S": "Amazon"}, "sk": {"N": "2"}}}}
         ],
         "Thread": [{"PutRequest": {"Item": {"pk": {"S": "T"}, "sk": {"N": "3"}}}}]}
        """);
    write(
        "movies.json",
        """
        [{"pk": "Rush", "sk": 2013, "info": {"actors": ["Daniel"], "rating": 8.30, "x": null}}]
        {"tags": ["a", "b"], "pk": "Line", "sk": 1}
        {"of": [{"a": true}], "pk": "Line", "sk": 2}
        """);
    write(
        "scanned.json",
        """
        {"Items": [{"pk": {"S": "a"}, "sk": {"N": "1"}}], "Count": 1, "ScannedCount": 1}
        """);

    assertThat(take("samples.json")).startsWith("0 Imported 3 items");
    assertThat(take("movies.json", "--table", "Forum")).startsWith("0 Imported 3 items");
    assertThat(take("scanned.json", "--table", "Thread")).startsWith("0 Imported 1 items");

    assertThat(items("Forum")).hasSize(5);
    assertThat(items("Thread")).hasSize(2);
    assertThat(items("Forum").get("Rush" + AttributeValue.fromN("2013")).get("info").m())
        .containsEntry("rating", AttributeValue.fromN("8.3"))
        .containsEntry("x", AttributeValue.fromNul(true))
        .containsEntry("actors", AttributeValue.fromL(List.of(AttributeValue.fromS("Daniel"))));
    assertThat(take("movies.json")).startsWith("1 larder: --table: must be given");
  }

  @Test
  void aModelOfNoSqlWorkbenchBecomesItsTables() throws IOException {
    write(
        "model.json",
        """
        {"ModelName": "Shop", "ModelMetadata": {"Author": "A", "Version": "1.0"}, "DataModel": [
          {"TableName": "Shop",
           "KeyAttributes": {
             "PartitionKey": {"AttributeName": "PK", "AttributeType": "S"},
             "SortKey": {"AttributeName": "SK", "AttributeType": "S"}},
           "NonKeyAttributes": [{"AttributeName": "Detail", "AttributeType": "M"}],
           "GlobalSecondaryIndexes": [
             {"IndexName": "GSI1",
              "KeyAttributes": {"PartitionKey": {"AttributeName": "Type", "AttributeType": "S"}},
              "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["Detail"]}}],
           "TableData": [
             {"PK": {"S": "c#1"}, "SK": {"S": "c#1"}, "Type": {"S": "customer"}},
             {"PK": {"S": "p#1"}, "SK": {"S": "p#1"},
              "Detail": {"M": {"Name": {"S": "Options Open"}}}}],
           "TableFacets": [
             {"FacetName": "Items",
              "TableData": [
                {"PK": {"S": "p#1"}, "SK": {"S": "p#1"}, "Price": {"N": "7"}},
                {"PK": {"S": "i#1"}, "SK": {"S": "i#1"},
                 "Detail": {"M": {"M": {"HP": {"N": "50"}}}}},
                {"PK": {"S": "v#1"}, "SK": {"S": "v#1"},
                 "Detail": {"M": {"on": true, "seats": {"front": {"x": -9}}, "name": "beta",
                                  "marks": {"L": [1, {"S": "two"}]}}}}]}],
           "DataAccess": {"MySql": {}},
           "BillingMode": "PROVISIONED",
           "ProvisionedCapacitySettings": {"ProvisionedThroughput":
             {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6}}},
          {"TableName": "Empty",
           "KeyAttributes": {"PartitionKey": {"AttributeName": "id", "AttributeType": "N"}}}]}
        """);

    assertThat(take("model.json")).isEqualTo("0 Imported 4 items, refused 0\n");

    TableDescription shop = describe("Shop");
    assertThat(shop.itemCount()).isEqualTo(4);
    assertThat(client.scan(scan -> scan.tableName("Shop")).items())
        .extracting(item -> item.get("Detail"), item -> item.get("Price"))
        .contains(
            tuple(
                AttributeValue.fromM(Map.of("Name", AttributeValue.fromS("Options Open"))),
                AttributeValue.fromN("7")),
            tuple(AttributeValue.fromM(Map.of("HP", AttributeValue.fromN("50"))), null),
            tuple(
                AttributeValue.fromM(
                    Map.of(
                        "on", AttributeValue.fromBool(true),
                        "seats",
                            AttributeValue.fromM(
                                Map.of(
                                    "front",
                                    AttributeValue.fromM(Map.of("x", AttributeValue.fromN("-9"))))),
                        "name", AttributeValue.fromS("beta"),
                        "marks",
                            AttributeValue.fromL(
                                List.of(AttributeValue.fromN("1"), AttributeValue.fromS("two"))))),
                null));
    assertThat(shop.provisionedThroughput().writeCapacityUnits()).isEqualTo(6);
    assertThat(shop.globalSecondaryIndexes())
        .singleElement()
        .satisfies(
            index -> {
              assertThat(index.itemCount()).isEqualTo(1);
              assertThat(index.projection().nonKeyAttributes()).containsExactly("Detail");
            });
    assertThat(describe("Empty").keySchema()).hasSize(1);
  }

  @Test
  void itemsThatAreRefusedAreNamedAndTheOthersImported() throws IOException {
    var lines = new StringBuilder();
    for (int number = 1; number <= 60; number++) {
      String key = number == 42 ? "wrong" : "pk";
      lines.append(
          "{\"Item\":{\"%s\":{\"S\":\"p\"},\"sk\":{\"N\":\"%d\"}}}\n".formatted(key, number));
    }
    write("items.json", lines.toString());
    fill(larder, "Music", 0);

    assertThat(take("items.json", "--table", "Music"))
        .startsWith("1 larder: item 42: ValidationException: ")
        .contains("Missing the key pk in the item")
        .endsWith("Imported 59 items, refused 1\n");
    assertThat(items("Music")).hasSize(59);
  }

  @Test
  void anImportGoesOnWhereItWasInterrupted() throws IOException {
    fill(larder, "Music", 0);
    var lines = new StringBuilder();
    for (int number = 1; number <= 100; number++) {
      lines.append("{\"Item\":{\"pk\":{\"S\":\"p\"},\"sk\":{\"N\":\"%d\"}}}\n".formatted(number));
    }
    write("items.json", lines + "{\"Item\": broken\n");
    String resume = folder.resolve("resume").toString();

    assertThat(take("items.json", "--table", "Music", "--resume", resume))
        .startsWith("1 larder: ")
        .contains("items.json, line 101: ");
    long done = Long.parseLong(Files.readAllLines(Path.of(resume)).get(1));
    write("items.json", lines.toString());
    client.deleteItem(
        delete ->
            delete
                .tableName("Music")
                .key(Map.of("pk", AttributeValue.fromS("p"), "sk", AttributeValue.fromN("1"))));

    assertThat(take("items.json", "--table", "Music", "--resume", resume))
        .isEqualTo("0 Imported 100 items, refused 0\n");

    // What is before the line that cannot be read was done before.
    assertThat(done).isEqualTo(100);
    assertThat(items("Music")).hasSize(99);
    assertThat(Path.of(resume)).doesNotExist();
    Files.write(Path.of(resume), List.of("/elsewhere", "7"));
    assertThat(take("items.json", "--table", "Music", "--resume", resume))
        .contains("is not of an import of");
  }

  @Test
  void aTableForBenchmarksIsTheSameEachTime() {
    String[] wished = {"--items", "60", "--partitions", "7", "--size", "10"};
    List<String> one = new ArrayList<>(List.of("One"));
    one.addAll(List.of(wished));
    List<String> other = new ArrayList<>(List.of("Other"));
    other.addAll(List.of(wished));

    assertThat(run(new LoadCommand(Map.of()), one.toArray(String[]::new)))
        .isEqualTo("0 Imported 60 items, refused 0\n");
    assertThat(run(new LoadCommand(Map.of()), other.toArray(String[]::new))).startsWith("0 ");

    assertThat(items("One")).hasSize(60).isEqualTo(items("Other"));
    assertThat(run(new LoadCommand(Map.of()), "One", "--size", "0")).startsWith("2 ");
  }

  @Test
  void whatCannotBeDoneIsSaidInOneLine() throws IOException {
    write("items.json", "{\"Item\":{\"pk\":{\"S\":\"p\"}}}\n");
    Files.createDirectory(folder.resolve("empty"));

    assertThat(take("none")).startsWith("1 larder: There is no ");
    assertThat(take("empty")).contains("has no export");
    assertThat(take("items.json", "--table", "None")).contains("There is no table None");
    assertThat(export("None", "x.json")).isEqualTo("1 larder: There is no table None\n");
    assertThat(folder.resolve("x.json.partial")).doesNotExist();
  }
}
