package io.larder.proxy;

import static io.larder.proxy.SecuredLarder.allow;
import static io.larder.proxy.SecuredLarder.table;
import static io.larder.proxy.SecuredLarder.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.security.query.QueryApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** What pages of the console may ask for, and other pages not. */
final class ConsoleIT {
  private static final String STRANGER = "http://example.com";
  private static final String CREATE =
      """
      {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
       "AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}],
       "KeySchema":[{"AttributeName":"k","KeyType":"HASH"}]}\
      """;
  private static final String PUT = "{\"TableName\":\"tea\",\"Item\":{\"k\":{\"S\":\"a\"}}}";
  private static final String GET = "{\"TableName\":\"tea\",\"Key\":{\"k\":{\"S\":\"a\"}}}";

  @TempDir private static Path folder;

  private static Larder full;
  private static Larder readOnly;
  private static SecuredLarder secured;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    full = RunningLarder.inMemory(Map.of("console.mode", "full"));
    readOnly = RunningLarder.inMemory(Map.of());
    secured =
        new SecuredLarder(
            folder,
            Map.of(
                "console.mode", "full",
                "audit.mode", "always",
                "audit.data-events", "all",
                "audit.directory", folder.resolve("audit").toString()));
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    full.close();
    readOnly.close();
    secured.close();
  }

  private static String address(Larder larder) {
    return "127.0.0.1:" + larder.adminAddresses().getFirst().getPort();
  }

  private static HttpRequest.Builder request(Larder larder, String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address(larder) + path))
        .timeout(Duration.ofMinutes(1));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder operation(Larder larder, String operation, String body) {
    return request(larder, "/console/api")
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-target", "DynamoDB_20120810." + operation)
        .POST(BodyPublishers.ofString(body));
  }

  /** The answer to what a page of the console itself asks for. */
  private static HttpResponse<String> call(Larder larder, String operation, String body)
      throws IOException, InterruptedException {
    return send(operation(larder, operation, body).header("origin", "http://" + address(larder)));
  }

  private static HttpResponse<String> signed(
      AwsCredentials caller, String service, String path, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    SdkHttpFullRequest.Builder unsigned =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("http://" + address(secured.larder()) + path));
    headers.forEach(unsigned::putHeader);
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(caller)
                        .request(unsigned.build())
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
            .request();
    HttpRequest.Builder request = request(secured.larder(), path);
    signed
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                request.header(name, values.getFirst());
              }
            });
    return send(request.POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> signed(AwsCredentials caller, String operation, String body)
      throws IOException, InterruptedException {
    return signed(
        caller,
        "dynamodb",
        "/console/api",
        Map.of(
            "content-type",
            "application/x-amz-json-1.0",
            "x-amz-target",
            "DynamoDB_20120810." + operation),
        body);
  }

  @Test
  void aPageMayLoadNothingFromElsewhereAndStandInNoFrame() throws Exception {
    HttpResponse<String> page = send(request(full, "/console/"));

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "*");
    assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
  }

  @Test
  void aFileThatABrowserHasIsNotSentAgain() throws Exception {
    String tag = send(request(full, "/console/app.js")).headers().firstValue("etag").orElseThrow();

    HttpResponse<String> again =
        send(request(full, "/console/app.js").header("if-none-match", tag));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Console.class", "package-info.class", "nothing.js", "%2e%2e"})
  void nothingElseOfTheClassPathIsAFile(String name) throws Exception {
    assertThat(send(request(full, "/console/" + name)).statusCode()).isEqualTo(404);
  }

  @Test
  void operationsAreAnsweredAsOnThePortOfClients() throws Exception {
    assertThat(call(full, "CreateTable", CREATE.formatted("tea")).statusCode()).isEqualTo(200);
    assertThat(call(full, "PutItem", PUT).body()).isEqualTo("{}");
    assertThat(call(full, "GetItem", GET).body()).isEqualTo("{\"Item\":{\"k\":{\"S\":\"a\"}}}");
    HttpResponse<String> wrong = call(full, "GetItem", "{\"TableName\":\"absent\",\"Key\":{}}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("__type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console/", "/console/about", "/metrics", "/admin/info"})
  void pagesOfOtherOriginsAreRefusedOnTheWholePort(String path) throws Exception {
    assertThat(send(request(full, path).header("origin", STRANGER)).statusCode()).isEqualTo(403);
    assertThat(send(request(full, path).header("origin", "null")).statusCode()).isEqualTo(403);
  }

  @Test
  void aStrangersPageChangesNothing() throws Exception {
    HttpResponse<String> answer =
        send(operation(full, "CreateTable", CREATE.formatted("theirs")).header("origin", STRANGER));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(call(full, "ListTables", "{}").body()).doesNotContain("theirs");
  }

  @ParameterizedTest
  @CsvSource({"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void whatAFormCanSendIsNoOperation(String contentType) throws Exception {
    HttpResponse<String> answer =
        send(
            request(full, "/console/api")
                .header("content-type", contentType)
                .header("x-amz-target", "DynamoDB_20120810.ListTables")
                .POST(BodyPublishers.ofString("{}")));

    assertThat(answer.body()).contains("UnknownOperationException");
  }

  @Test
  void aNameThatWasMadeToPointHereGetsNothing() throws Exception {
    int port = full.adminAddresses().getFirst().getPort();

    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              """
              GET /console/about HTTP/1.1
              Host: example.com:%d
              Origin: http://example.com:%d
              Connection: close

              """
                  .formatted(port, port)
                  .replace("\n", "\r\n")
                  .getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 421 ");
    }
  }

  @Test
  void aReadOnlyConsoleReadsAndChangesNothing() throws Exception {
    assertThat(call(readOnly, "ListTables", "{}").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = call(readOnly, "CreateTable", CREATE.formatted("tea"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("AccessDeniedException", "console.mode");
    assertThat(call(readOnly, "PutItem", PUT).body()).contains("AccessDeniedException");
    assertThat(
            call(
                    readOnly,
                    "ExecuteStatement",
                    "{\"Statement\":\"INSERT INTO \\\"tea\\\" VALUE {'k': 'a'}\"}")
                .body())
        .contains("AccessDeniedException");
    assertThat(
            call(readOnly, "ExecuteStatement", "{\"Statement\":\"SELECT * FROM \\\"tea\\\"\"}")
                .body())
        .contains("ResourceNotFoundException");
  }

  @Test
  void pagesOfAReadOnlyConsoleChangeNothingElseOnThePort() throws Exception {
    HttpRequest.Builder work =
        request(readOnly, "/admin/maintenance").header("content-type", "application/json").DELETE();

    assertThat(send(work.copy().header("origin", "http://" + address(readOnly))).statusCode())
        .isEqualTo(403);
    assertThat(send(work).statusCode()).isEqualTo(409);
  }

  @Test
  void aConsoleThatIsOffIsNotThere() throws Exception {
    try (Larder off = RunningLarder.inMemory(Map.of("console.mode", "off"))) {
      assertThat(send(request(off, "/console/")).statusCode()).isEqualTo(404);
      assertThat(send(operation(off, "ListTables", "{}")).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void whatTheServerCountsIsShown() throws Exception {
    await()
        .untilAsserted(
            () ->
                assertThat(send(request(full, "/console/moments?since=0")).body())
                    .startsWith("[{\"at\":")
                    .contains("\"write_queue\":"));
  }

  @Test
  void whereSignaturesAreVerifiedNobodyIsAnsweredWithout() throws Exception {
    HttpResponse<String> answer = call(secured.larder(), "ListTables", "{}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("MissingAuthenticationTokenException");
  }

  @Test
  void policiesHoldForTheConsole() throws Exception {
    AwsCredentials reader = secured.create("reader");
    assertThat(signed(secured.admin(), "CreateTable", CREATE.formatted("tea")).statusCode())
        .isEqualTo(200);
    secured.permit("reader", allow("dynamodb:GetItem", table("tea")));

    assertThat(signed(reader, "GetItem", GET).body()).isEqualTo("{}");
    assertThat(signed(reader, "PutItem", PUT).body())
        .contains("AccessDeniedException", user("reader"), "dynamodb:PutItem");
  }

  @Test
  void callsOfTheConsoleAreRecorded() throws Exception {
    // When
    HttpResponse<String> made =
        signed(secured.admin(), "CreateTable", CREATE.formatted("recorded"));

    // Then
    assertThat(made.statusCode()).isEqualTo(200);
    String id = made.headers().firstValue("x-amzn-requestid").orElseThrow();
    HttpResponse<String> records =
        send(
            request(secured.larder(), "/admin/audit")
                .header("authorization", "Basic " + password(secured.admin())));
    assertThat(records.statusCode()).isEqualTo(200);
    assertThat(records.body())
        .startsWith("{\"Records\":[{")
        .contains(id, "\"eventName\":\"CreateTable\"", "recorded");
  }

  private static String password(AwsCredentials caller) {
    return Base64.getEncoder()
        .encodeToString((caller.accessKeyId() + ":" + caller.secretAccessKey()).getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "Action=ListUsers, true",
    "Version=2010-05-08&Action=SimulatePrincipalPolicy, true",
    "Action=DeleteUser, false",
    "Action=GetUser&%41ction=DeleteUser, false",
    "%41ction=DeleteUser&Action=GetUser, false",
    "UserName=Action=GetUser&Action=CreateUser, false",
    "Version=2010-05-08, false"
  })
  void aFormOnlyLooksIfAllReadersOfItSaySo(String form, boolean onlyLooks) {
    assertThat(QueryApi.onlyLooks(form.getBytes(UTF_8))).isEqualTo(onlyLooks);
  }

  @Test
  void formsOfIamAreAnsweredToWhomTheyAreSigned() throws Exception {
    Map<String, String> form = Map.of("content-type", "application/x-www-form-urlencoded");
    String list = "Action=ListUsers&Version=2010-05-08";

    assertThat(signed(secured.admin(), "iam", "/console/iam", form, list).body())
        .contains("<UserName>admin</UserName>");
    assertThat(
            send(request(secured.larder(), "/console/iam").POST(BodyPublishers.ofString(list)))
                .statusCode())
        .isEqualTo(403);
  }
}
