package io.larder.proxy;

import static io.larder.proxy.SecuredLarder.CLUSTER;
import static io.larder.proxy.SecuredLarder.allow;
import static io.larder.proxy.SecuredLarder.deny;
import static io.larder.proxy.SecuredLarder.policy;
import static io.larder.proxy.SecuredLarder.table;
import static io.larder.proxy.SecuredLarder.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.larder.protocol.dax.DaxMethod;
import io.larder.proxy.net.tls.PemFiles;
import io.larder.proxy.net.tls.TestIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What the way in has to do with what a caller may: its policy, its name, a certificate. */
final class NetworkRightsIT {
  private static final String TABLE = "abc";
  private static final TestIdentity SERVER = TestIdentity.of("localhost", "EC");
  private static final TestIdentity CHECKOUT = TestIdentity.of("checkout", "EC");

  /** Its certificate is taken too, but nobody is it. */
  private static final TestIdentity NOBODY = TestIdentity.of("nobody", "EC");

  @TempDir private static Path folder;

  private static SecuredLarder server;
  private static AwsCredentials ada;

  @BeforeAll
  static void start() throws IOException {
    PemFiles files = SERVER.write(Files.createDirectory(folder.resolve("server")));
    Path authorities = folder.resolve("clients.pem");
    Files.writeString(authorities, pem("checkout", CHECKOUT) + pem("nobody", NOBODY));
    Path policy = folder.resolve("endpoint.json");
    Files.writeString(
        policy,
        policy(
            "{'Effect':'Allow','Principal':'*','Action':['dynamodb:GetItem','dax:*'],"
                + "'Resource':'*'}"));
    server =
        new SecuredLarder(
            folder,
            Map.ofEntries(
                Map.entry("tls.certificate", files.certificate().toString()),
                Map.entry("tls.private-key", files.privateKey().toString()),
                Map.entry("tls.client-ca", authorities.toString()),
                Map.entry("client-principals[0].subject", "CN=checkout"),
                Map.entry("client-principals[0].principal", user("checkout")),
                Map.entry("listeners[0].name", "inside"),
                Map.entry("listeners[0].vpc-endpoint", "vpce-1a2b"),
                Map.entry("listeners[0].policy", policy.toString()),
                Map.entry("listeners[1].name", "dax"),
                Map.entry("listeners[1].protocol", "dax"),
                Map.entry("listeners[1].policy", policy.toString())));
    DynamoDbClient admin = server.dynamoDb(server.admin());
    SecuredLarder.createTable(admin, TABLE);
    admin.putItem(put -> put.tableName(TABLE).item(Map.of("k", fromS("1"))));
    ada = server.create("ada");
    server.permit("ada", allow("dynamodb:*", "*"), allow("dax:*", CLUSTER));
    server.create("checkout");
    server.permit("checkout", allow("dynamodb:GetItem", table(TABLE)));
  }

  private static String pem(String name, TestIdentity identity) throws IOException {
    return Files.readString(
        identity.write(Files.createDirectory(folder.resolve(name))).certificate());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static InetSocketAddress listener(String name) {
    return server.larder().furtherAddresses().get(name).getFirst();
  }

  private static void get(DynamoDbClient client) {
    client.getItem(get -> get.tableName(TABLE).key(Map.of("k", fromS("1"))));
  }

  private static String denial(Runnable call) {
    return catchThrowableOfType(DynamoDbException.class, call::run)
        .awsErrorDetails()
        .errorMessage();
  }

  @Test
  void theWayInMayAllowLessThanTheCallersPolicies() {
    DynamoDbClient inside = server.dynamoDb(ada, listener("inside"));
    DynamoDbClient outside = server.dynamoDb(ada);
    get(inside);
    get(outside);
    outside.scan(scan -> scan.tableName(TABLE));

    assertThat(denial(() -> inside.scan(scan -> scan.tableName(TABLE))))
        .isEqualTo(
            "User: %s is not authorized to perform: dynamodb:Scan on resource: %s"
                    .formatted(user("ada"), table(TABLE))
                + " because no VPC endpoint policy allows the dynamodb:Scan action");
  }

  @Test
  void overDaxTheWayInCountsToo() throws IOException {
    try (Socket dax = RawDax.connect(listener("dax"), ada)) {
      assertThat(
              RawDax.call(
                      dax,
                      DaxMethod.GET_ITEM,
                      out ->
                          out.writeBytes(TABLE.getBytes(UTF_8))
                              .writeBytes("1".getBytes(UTF_8))
                              .writeNull())
                  .codes())
          .isEmpty();
      assertThat(
              RawDax.call(
                      dax, DaxMethod.SCAN, out -> out.writeBytes(TABLE.getBytes(UTF_8)).writeNull())
                  .message())
          .endsWith(" because no VPC endpoint policy allows the dynamodb:Scan action");
    }
  }

  @Test
  void aPolicyMayAskForTheWayIn() {
    AwsCredentials bob = server.create("bob");
    server.permit(
        "bob",
        allow("dynamodb:*", "*"),
        deny("dynamodb:*", "*", "'StringNotEquals':{'aws:SourceVpce':'vpce-1a2b'}"));

    get(server.dynamoDb(bob, listener("inside")));
    assertThat(denial(() -> get(server.dynamoDb(bob))))
        .endsWith(" with an explicit deny in an identity-based policy");
  }

  private static HttpResponse<String> unsigned(HttpClient client, String operation, String body)
      throws IOException, InterruptedException {
    int port = server.larder().httpsAddresses().getFirst().getPort();
    return client.send(
        HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"))
            .timeout(Duration.ofMinutes(1))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpClient client(TestIdentity identity) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(identity.showingClient(SERVER))
        .build();
  }

  private static final String GET =
      "{\"TableName\":\"abc\",\"Key\":{\"k\":{\"S\":\"1\"}},\"ConsistentRead\":false}";

  @Test
  void aCertificateStandsForItsUserAndForNobodyElse() throws Exception {
    try (HttpClient checkout = client(CHECKOUT);
        HttpClient nobody = client(NOBODY);
        HttpClient without =
            HttpClient.newBuilder().sslContext(TestIdentity.client(SERVER)).build()) {
      assertThat(unsigned(checkout, "GetItem", GET).body())
          .isEqualTo("{\"Item\":{\"k\":{\"S\":\"1\"}}}");
      assertThat(unsigned(checkout, "Scan", "{\"TableName\":\"abc\"}").body())
          .contains(
              "User: %s is not authorized to perform: dynamodb:Scan".formatted(user("checkout")));

      for (HttpClient each : new HttpClient[] {nobody, without}) {
        assertThat(unsigned(each, "GetItem", GET).body())
            .contains("MissingAuthenticationTokenException");
      }
      server.forbid("checkout");
      assertThat(unsigned(checkout, "GetItem", GET).body()).contains("AccessDeniedException");
      server.permit("checkout", allow("dynamodb:GetItem", table(TABLE)));
      assertThat(unsigned(checkout, "GetItem", GET).statusCode()).isEqualTo(200);
    }
  }
}
