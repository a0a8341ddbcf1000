package io.larder.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.larder.protocol.dax.DaxMethod;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.ConfigurationSources;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** One server, whose clients sign for several regions. */
final class RegionsIT {
  private static final AwsCredentials ANYBODY = AwsBasicCredentials.create("larder", "larder");
  private static final String TABLE = "Music";

  @TempDir private Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private <C extends AutoCloseable> C closing(C opened) {
    open.add(opened);
    return opened;
  }

  private static Map<String, String> apart(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("service.regions", "by-scope");
    return all;
  }

  private Larder durable() throws StartupException {
    Map<String, String> values = apart(Map.of());
    for (String port : List.of("listen.port", "dax.port", "admin.port")) {
      values.put(port, "0");
    }
    values.put("store.data-dir", folder.resolve("data").toString());
    values.put("store.map-size", "1 GB");
    Configuration configuration = new ConfigurationSources(null, Map.of(), values).load();
    return Wiring.start(configuration, StoreWiring.open(configuration));
  }

  private DynamoDbClient client(Larder larder, Region region, AwsCredentials caller) {
    return closing(
        DynamoDbClient.builder()
            .endpointOverride(URI.create(RunningLarder.url(larder)))
            .region(region)
            .credentialsProvider(StaticCredentialsProvider.create(caller))
            .httpClient(UrlConnectionHttpClient.create())
            .build());
  }

  private DynamoDbClient client(Larder larder, Region region) {
    return client(larder, region, ANYBODY);
  }

  private static void put(DynamoDbClient client, String key, String value) {
    client.putItem(put -> put.tableName(TABLE).item(Map.of("k", fromS(key), "v", fromS(value))));
  }

  private static String value(DynamoDbClient client, String key) {
    return client
        .getItem(get -> get.tableName(TABLE).key(Map.of("k", fromS(key))))
        .item()
        .get("v")
        .s();
  }

  @Test
  void tablesOfTheSameNameHaveNothingInCommonAndAreThereAfterARestart() throws StartupException {
    try (Larder first = durable()) {
      DynamoDbClient home = client(first, Region.US_EAST_1);
      DynamoDbClient other = client(first, Region.EU_WEST_1);
      SecuredLarder.createTable(home, TABLE);
      assertThatThrownBy(() -> other.describeTable(table -> table.tableName(TABLE)))
          .isInstanceOf(ResourceNotFoundException.class);
      SecuredLarder.createTable(other, TABLE);
      put(home, "1", "home");
      put(other, "1", "other");

      // Twice, so that the caches answer too.
      for (int i = 0; i < 2; i++) {
        assertThat(value(home, "1")).isEqualTo("home");
        assertThat(value(other, "1")).isEqualTo("other");
      }
      assertThat(other.describeTable(table -> table.tableName(TABLE)).table().tableArn())
          .isEqualTo("arn:aws:dynamodb:eu-west-1:000000000000:table/Music");
      assertThat(client(first, Region.EU_WEST_2).listTables().tableNames()).isEmpty();
    }

    try (Larder second = durable()) {
      assertThat(value(client(second, Region.EU_WEST_1), "1")).isEqualTo("other");
      assertThat(value(client(second, Region.US_EAST_1), "1")).isEqualTo("home");
    }
  }

  @Test
  void thereAreOnlySoManyRegions() {
    Larder larder = closing(RunningLarder.inMemory(apart(Map.of("service.max-regions", "2"))));

    assertThat(client(larder, Region.EU_WEST_1).listTables().tableNames()).isEmpty();
    assertThatThrownBy(() -> client(larder, Region.EU_WEST_2).listTables())
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("There are tables in 2 regions");
    assertThatThrownBy(() -> client(larder, Region.of("Europe")).listTables())
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("valid region");
    assertThat(client(larder, Region.US_EAST_1).listTables().tableNames()).isEmpty();
  }

  @Test
  void byDefaultAllRegionsHaveTheSameTables() {
    Larder larder = closing(RunningLarder.inMemory(Map.of()));
    SecuredLarder.createTable(client(larder, Region.US_EAST_1), TABLE);

    assertThat(client(larder, Region.EU_WEST_1).listTables().tableNames()).containsExactly(TABLE);
  }

  @Test
  void rightsInOneRegionAreNoneInAnotherAndTheAuditSaysWhichItWas() throws IOException {
    Path audit = folder.resolve("audit");
    var server =
        new SecuredLarder(
            folder, apart(Map.of("audit.mode", "always", "audit.directory", audit.toString())));
    try (server) {
      AwsCredentials alice = server.create("alice");
      server.permit(
          "alice",
          SecuredLarder.allow("dynamodb:*", "arn:aws:dynamodb:eu-west-1:*:table/" + TABLE));
      DynamoDbClient other = client(server.larder(), Region.EU_WEST_1, alice);
      SecuredLarder.createTable(other, TABLE);
      put(other, "1", "other");

      assertThat(value(other, "1")).isEqualTo("other");
      assertThatThrownBy(
              () ->
                  SecuredLarder.createTable(
                      client(server.larder(), Region.US_EAST_1, alice), TABLE))
          .isInstanceOf(DynamoDbException.class)
          .hasMessageContaining("arn:aws:dynamodb:us-east-1:000000000000:table/Music");
      SecuredLarder.createTable(server.dynamoDb(server.admin()), TABLE);
      assertThat(codesOverDax(server, "us-east-1")).isEmpty();
      assertThat(codesOverDax(server, "eu-west-1")).isEqualTo(List.of(4, 23, 31, 32));
    }

    assertThat(records(audit))
        .filteredOn(record -> record.get("eventName").asString().equals("CreateTable"))
        .extracting(record -> record.get("awsRegion").asString())
        .containsExactlyInAnyOrder("eu-west-1", "us-east-1", "us-east-1");
  }

  /** Codes of the error that a DAX connection is answered with that is signed for that region. */
  private static List<Integer> codesOverDax(SecuredLarder server, String region)
      throws IOException {
    try (Socket socket = RawDax.connect(server.larder().daxAddresses().getFirst())) {
      RawDax.authorize(socket, server.admin(), Instant.now(), region);
      return RawDax.call(
              socket, DaxMethod.DEFINE_KEY_SCHEMA, out -> out.writeBytes(TABLE.getBytes(UTF_8)))
          .codes();
    }
  }

  private static List<Json> records(Path audit) throws IOException {
    List<Json> records = new ArrayList<>();
    try (Stream<Path> files = Files.walk(audit.resolve("AWSLogs"))) {
      for (Path log : files.filter(file -> file.toString().contains("_CloudTrail_")).toList()) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(log))) {
          records.addAll(Json.read(in).get("Records").elements());
        }
      }
    }
    return records;
  }
}
