package io.larder.proxy;

import static io.larder.proxy.SecuredLarder.allow;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.proxy.caches.CacheCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Policies of the caches, by a file and by operators, and what clients see of them. */
final class CachePoliciesIT {
  private static final String ORDERS =
      """
      {'TableName': 'Orders', 'BillingMode': 'PAY_PER_REQUEST',
       'AttributeDefinitions': [{'AttributeName': 'id', 'AttributeType': 'S'}],
       'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}]}\
      """;

  private static final String ITEM = "{'TableName': 'Orders', 'Key': {'id': {'S': '1'}}}";

  @TempDir private Path folder;

  private HttpClient client;

  @BeforeEach
  void open() {
    client = HttpClient.newHttpClient();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private HttpResponse<String> call(Larder larder, String region, String operation, String body) {
    String scope = "k/20260101/" + region + "/dynamodb/aws4_request";
    return send(
        HttpRequest.newBuilder(URI.create(RunningLarder.url(larder) + "/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header("X-Amz-Date", "20260101T000000Z")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + scope + ", SignedHeaders=h, Signature=s")
            .POST(BodyPublishers.ofString(body.replace('\'', '"'))));
  }

  private HttpResponse<String> admin(Larder larder, String method, String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create("http://" + address(larder) + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.replace('\'', '"'))));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String address(Larder larder) {
    return "127.0.0.1:" + larder.adminAddresses().getFirst().getPort();
  }

  private static String run(String... arguments) {
    var said = new StringWriter();
    int code =
        new CommandLine(new CacheCommand())
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said))
            .execute(arguments);
    return code + " " + said;
  }

  /** A read that would be a hit, were nothing said against it. */
  private boolean isHit(Larder larder, String region) {
    call(larder, region, "GetItem", ITEM);
    return call(larder, region, "GetItem", ITEM)
        .headers()
        .firstValue("x-larder-cache")
        .equals(Optional.of("HIT"));
  }

  private boolean isHit(Larder larder) {
    return isHit(larder, "us-east-1");
  }

  private Larder withOrders(Map<String, String> values) {
    Larder larder = RunningLarder.inMemory(values);
    call(larder, "us-east-1", "CreateTable", ORDERS);
    return larder;
  }

  @Test
  void aTableIsTreatedAsItsPolicyInTheFileSaysWhichIsReadAgain() throws IOException {
    Path file = Files.writeString(folder.resolve("policies.yaml"), "[]");
    try (Larder larder =
        withOrders(
            Map.of("cache.policies", file.toString(), "cache.policies-reload-interval", "10ms"))) {
      assertThat(isHit(larder)).isTrue();

      Files.writeString(file, "- table: Ord*\n  bypass: true");
      await().until(() -> !isHit(larder));

      Files.writeString(file, "- table: Ord*\n  bypass: perhaps");
      assertThat(isHit(larder)).isFalse();

      Files.writeString(file, "- table: Ord*\n  kept: [scans]\n- table: '*'\n  bypass: true");
      await()
          .until(
              () ->
                  admin(larder, "GET", "/admin/cache/policies", "").body().contains("[\"scans\"]"));
      assertThat(isHit(larder)).isFalse();
    }
  }

  @Test
  void aServerDoesNotStartWithAFileOfNoUse() throws IOException {
    Path file = Files.writeString(folder.resolve("policies.yaml"), "- bypass: true");

    assertThatThrownBy(() -> RunningLarder.inMemory(Map.of("cache.policies", file.toString())))
        .hasMessageContaining("policies[0].table: must be");
  }

  @Test
  void whatOperatorsSetComesBeforeTheFileUntilItIsRemoved() throws IOException {
    Path file =
        Files.writeString(folder.resolve("policies.yaml"), "- table: Orders\n  item-ttl: 1m");
    try (Larder larder = withOrders(Map.of("cache.policies", file.toString()))) {
      String path = "/admin/cache/policies";

      assertThat(admin(larder, "PUT", path + "/Order%3F", "{'bypass': true}").body())
          .endsWith(
              "\"policies\":[{\"table\":\"Order?\",\"source\":\"operator\",\"bypass\":true},"
                  + "{\"table\":\"Orders\",\"source\":\"file\",\"item-ttl\":\"1m\"}]}");
      assertThat(isHit(larder)).isFalse();
      assertThat(admin(larder, "PUT", path + "/Order%3F", "{'bypass': false}").statusCode())
          .isEqualTo(200);
      assertThat(isHit(larder)).isTrue();
      assertThat(admin(larder, "PUT", path, "[{'table': 'O*', 'bypass': true}]").body())
          .contains("\"O*\"")
          .doesNotContain("Order?");
      assertThat(isHit(larder)).isFalse();
      assertThat(admin(larder, "DELETE", path + "/Orders", "").statusCode()).isEqualTo(404);
      assertThat(admin(larder, "DELETE", path, "").body()).doesNotContain("operator");
      assertThat(isHit(larder)).isTrue();
      assertThat(Files.readString(file)).isEqualTo("- table: Orders\n  item-ttl: 1m");
    }
  }

  @Test
  void whatIsWrongIsToldAndChangesNothing() {
    try (Larder larder = withOrders(Map.of())) {
      String path = "/admin/cache/policies";

      assertThat(admin(larder, "PUT", path + "/Orders", "{'bypass': 'perhaps'}").body())
          .isEqualTo("{\"reason\":\"bypass: must be true or false, not 'perhaps'\"}");
      assertThat(admin(larder, "PUT", path + "/no%20name", "{}").statusCode()).isEqualTo(400);
      assertThat(admin(larder, "PUT", path, "no JSON").statusCode()).isEqualTo(400);
      assertThat(
              send(HttpRequest.newBuilder(URI.create("http://" + address(larder) + path))
                      .PUT(BodyPublishers.ofString("[]")))
                  .statusCode())
          .isEqualTo(415);
      assertThat(admin(larder, "GET", path, "").body()).endsWith("\"policies\":[]}");
    }
  }

  @Test
  void operatorsHaveACommand() {
    try (Larder larder = withOrders(Map.of())) {
      String[] at = {"--admin", address(larder)};

      assertThat(run("policy", "set", at[0], at[1], "Ord*", "bypass=true", "jitter=10%"))
          .startsWith("0 usual\n  item-ttl: 5m\n")
          .endsWith("Ord*  (operator)\n  jitter: 0.1\n  bypass: true\n");
      assertThat(isHit(larder)).isFalse();
      assertThat(run("policy", "set", at[0], at[1], "Ord*", "bypas=true"))
          .isEqualTo("2 larder: bypas: there is no such field\n");
      assertThat(run("policy", "remove", at[0], at[1], "Orders"))
          .contains("answers 404: no policy was set for Orders");
      assertThat(run("policy", "remove", at[0], at[1], "Ord*")).startsWith("0 usual");
      assertThat(isHit(larder)).isTrue();
      assertThat(run("policy", "list", at[0], at[1], "--json")).endsWith("\"policies\":[]}\n");
    }
  }

  @Test
  void allRegionsAreTreatedAlike() {
    try (Larder larder = withOrders(Map.of("service.regions", "by-scope"))) {
      call(larder, "eu-west-1", "CreateTable", ORDERS);
      assertThat(isHit(larder, "eu-west-1")).isTrue();

      admin(larder, "PUT", "/admin/cache/policies/Orders", "{'bypass': true}");
      call(larder, "eu-west-2", "CreateTable", ORDERS);

      assertThat(isHit(larder, "us-east-1")).isFalse();
      assertThat(isHit(larder, "eu-west-1")).isFalse();
      assertThat(isHit(larder, "eu-west-2")).isFalse();
    }
  }

  @Test
  void onlyWhoIsAllowedToChangesThem() {
    try (var server = new SecuredLarder(folder, Map.of())) {
      AwsCredentials operator = server.create("operator");
      server.permit("operator", allow("larder:GetCachePolicies", "*"));
      String url = "http://" + address(server.larder()) + "/admin/cache/policies";
      String basic =
          Base64.getEncoder()
              .encodeToString(
                  (operator.accessKeyId() + ":" + operator.secretAccessKey()).getBytes(UTF_8));

      assertThat(
              send(HttpRequest.newBuilder(URI.create(url))
                      .header("Authorization", "Basic " + basic))
                  .statusCode())
          .isEqualTo(200);
      assertThat(
              send(HttpRequest.newBuilder(URI.create(url))
                      .header("Authorization", "Basic " + basic)
                      .DELETE())
                  .body())
          .contains("is not authorized to perform: larder:SetCachePolicies");
    }
  }
}
