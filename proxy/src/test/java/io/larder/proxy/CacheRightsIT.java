package io.larder.proxy;

import static io.larder.proxy.SecuredLarder.allow;
import static io.larder.proxy.SecuredLarder.deny;
import static io.larder.proxy.SecuredLarder.table;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Who may see and steer the caches where signatures are verified, and what is recorded of it. */
final class CacheRightsIT {
  private static final String ORDERS = "Orders";
  private static final String MINE = "{'TableName':'Orders','Key':{'k':{'S':'reader'}}}";
  private static final String OTHERS = "{'TableName':'Orders','Key':{'k':{'S':'somebody'}}}";

  /** All that can be asked for. */
  private enum Asked {
    STATISTICS("GET", "/stats", "", "larder:GetCacheStatistics"),
    HEAD_OF_STATISTICS("HEAD", "/stats", "", "larder:GetCacheStatistics"),
    ADVICE("GET", "/advice", "", "larder:GetCacheAdvice"),
    PEEK("POST", "/peek", MINE, "larder:PeekCache"),
    INVALIDATE_ITEM("POST", "/invalidate", MINE, "larder:InvalidateCache"),
    INVALIDATE_ALL("POST", "/invalidate", "{}", "larder:InvalidateCache"),
    WARM("POST", "/warm", "{'Scan':{'TableName':'Orders'}}", "larder:WarmCache"),
    WARMING("GET", "/warm", "", "larder:GetCacheWarming"),
    CANCEL_WARMING("DELETE", "/warm", "", "larder:CancelCacheWarming"),
    POLICIES("GET", "/policies", "", "larder:GetCachePolicies"),
    SET_POLICIES("PUT", "/policies", "[]", "larder:SetCachePolicies"),
    SET_POLICY("PUT", "/policies/Orders", "{'bypass':false}", "larder:SetCachePolicies"),
    REMOVE_POLICY("DELETE", "/policies/Orders", "", "larder:SetCachePolicies"),
    REMOVE_POLICIES("DELETE", "/policies", "", "larder:SetCachePolicies");

    private final String method;
    private final String path;
    private final String body;
    private final String action;

    Asked(String method, String path, String body, String action) {
      this.method = method;
      this.path = "/admin/cache" + path;
      this.body = body;
      this.action = action;
    }
  }

  @TempDir private static Path folder;

  private static SecuredLarder server;
  private static AwsCredentials operator;
  private static AwsCredentials reader;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    server = new SecuredLarder(folder, Map.of());
    operator = server.create("operator");
    reader = server.create("reader");
    DynamoDbClient admin = server.dynamoDb(server.admin());
    SecuredLarder.createTable(admin, ORDERS);
    for (String key : List.of("reader", "somebody")) {
      admin.putItem(put -> put.tableName(ORDERS).item(Map.of("k", fromS(key))));
      admin.getItem(get -> get.tableName(ORDERS).key(Map.of("k", fromS(key))));
    }
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static HttpResponse<String> ask(@Nullable AwsCredentials caller, Asked asked)
      throws Exception {
    return ask(server, caller, asked);
  }

  private static HttpResponse<String> ask(
      SecuredLarder of, @Nullable AwsCredentials caller, Asked asked) throws Exception {
    return ask(of, caller, asked.method, asked.path, asked.body);
  }

  private static HttpResponse<String> ask(
      SecuredLarder of, @Nullable AwsCredentials caller, String method, String path, String body)
      throws Exception {
    int port = of.larder().adminAddresses().getFirst().getPort();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')));
    if (caller != null) {
      String shown = caller.accessKeyId() + ":" + caller.secretAccessKey();
      request.header(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(shown.getBytes(UTF_8)));
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @EnumSource
  void nobodyIsAnsweredWhoDoesNotSayWhoItIs(Asked asked) throws Exception {
    HttpResponse<String> answer = ask(null, asked);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body().strip())
        .isIn("Request is missing Authentication Token", /* of a HEAD */ "");
  }

  @ParameterizedTest
  @EnumSource
  void whoMayDoAllElseIsDenied(Asked asked) throws Exception {
    server.permit("operator", allow("larder:* dynamodb:*", "*"), deny(asked.action, "*", ""));

    HttpResponse<String> answer = ask(operator, asked);

    assertThat(answer.statusCode()).isEqualTo(400);
    if (!asked.method.equals("HEAD")) {
      assertThat(answer.body()).contains("is not authorized to perform: " + asked.action);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoMayDoJustThatIsAnswered(Asked asked) throws Exception {
    server.permit(
        "operator",
        allow(asked.action, "*"),
        allow("dynamodb:GetItem dynamodb:Scan", table(ORDERS)));

    HttpResponse<String> answer = ask(operator, asked);

    assertThat(answer.statusCode()).isNotEqualTo(400).isLessThan(500);
    assertThat(answer.body()).doesNotContain("not authorized");
  }

  @Test
  void whatIsKeptIsShownToWhoMayReadIt() throws Exception {
    server.permit(
        "reader",
        allow("larder:PeekCache", "*"),
        allow(
            "dynamodb:GetItem",
            table(ORDERS),
            "'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['${aws:username}']}"));

    assertThat(ask(server, reader, "POST", "/admin/cache/peek", MINE).body())
        .contains("\"known\":");
    HttpResponse<String> denied = ask(server, reader, "POST", "/admin/cache/peek", OTHERS);
    assertThat(denied.statusCode()).isEqualTo(400);
    assertThat(denied.body())
        .contains("is not authorized to perform: dynamodb:GetItem")
        .doesNotContain("known");
  }

  @Test
  void whatIsNotThereIsKeptFromWhoMayNotReadIt() throws Exception {
    server.permit("reader", allow("larder:*", "*"));
    String nothing = OTHERS.replace(ORDERS, "Nothing");

    assertThat(ask(server, reader, "POST", "/admin/cache/peek", nothing).body())
        .contains("is not authorized to perform: dynamodb:GetItem");
  }

  @Test
  void onlyWhatACallerMayReadIsWarmed() throws Exception {
    server.permit("reader", allow("larder:*", "*"));
    String query =
        """
        {'Query':{'TableName':'Orders','KeyConditionExpression':'k = :k',
                  'ExpressionAttributeValues':{':k':{'S':'somebody'}}}}
        """;

    for (Map.Entry<String, String> each :
        Map.of(
                "GetItem", "{'TableName':'Orders','Keys':[{'k':{'S':'somebody'}}]}",
                "Query", query,
                "Scan", "{'Scan':{'TableName':'Orders'}}")
            .entrySet()) {
      assertThat(ask(server, reader, "POST", "/admin/cache/warm", each.getValue()).body())
          .contains("is not authorized to perform: dynamodb:" + each.getKey());
    }
  }

  @Test
  void whatIsAskedForIsRecordedWhetherItIsAnsweredOrNot() throws Exception {
    Path trail = Files.createDirectory(folder.resolve("recorded"));
    try (var recorded =
        new SecuredLarder(
            trail,
            Map.of("audit.mode", "always", "audit.directory", trail.resolve("audit").toString()))) {
      for (Asked asked : Asked.values()) {
        ask(recorded, recorded.admin(), asked);
        ask(recorded, null, asked);
      }
    }

    List<String> expected = new ArrayList<>();
    for (Asked asked : Asked.values()) {
      String name = asked.action.substring("larder:".length());
      expected.add(name + " ");
      expected.add(name + " MissingAuthenticationTokenException");
    }
    assertThat(records(trail.resolve("audit")))
        .filteredOn(event -> event.get("eventSource").asString().startsWith("larder"))
        .extracting(
            event -> event.get("eventName").asString() + " " + event.get("errorCode").asString())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** All records of complete logs. */
  private static List<Json> records(Path audit) throws IOException {
    List<Json> records = new ArrayList<>();
    try (Stream<Path> all = Files.walk(audit.resolve("AWSLogs"))) {
      for (Path log :
          all.filter(file -> file.getFileName().toString().contains("_CloudTrail_")).toList()) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(log))) {
          records.addAll(Json.read(in).get("Records").elements());
        }
      }
    }
    return records;
  }
}
