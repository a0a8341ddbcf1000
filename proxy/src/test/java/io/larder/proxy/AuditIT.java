package io.larder.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.proxy.net.tls.PemFiles;
import io.larder.proxy.net.tls.TestIdentity;
import io.larder.security.audit.files.Verification;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.AwsResponseMetadata;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

/** What a server records of what its clients did, by whatever protocol. */
final class AuditIT {
  private static final TestIdentity IDENTITY = TestIdentity.of("localhost", "EC");
  private static final String SECRET = "what nobody may read";
  private static final String TABLE =
      """
      {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
       "KeySchema":[{"AttributeName":"k","KeyType":"HASH"}],
       "AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}]}
      """;

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
  }

  private Larder start(Map<String, String> values) {
    var all = new HashMap<>(values);
    all.putIfAbsent("authentication.mode", "none");
    all.put("audit.mode", "always");
    all.put("audit.directory", folder.resolve("audit").toString());
    return RunningLarder.inMemory(all);
  }

  private HttpResponse<String> call(InetSocketAddress server, String operation, String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + "/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header("User-Agent", "test/1.0")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  /** An operation and the id of its answer, as they are in its record. */
  private static String line(String operation, HttpResponse<String> answer) {
    return operation + " " + answer.headers().firstValue("x-amzn-RequestId").orElseThrow();
  }

  private static String line(Json event) {
    return event.get("eventName").asString() + " " + event.get("requestID").asString();
  }

  /** All records of complete logs. */
  private List<Json> records() throws IOException {
    List<Json> records = new ArrayList<>();
    for (Path log : files("_CloudTrail_")) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(log))) {
        records.addAll(Json.read(in).get("Records").elements());
      }
    }
    return records;
  }

  private List<Path> files(String part) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("audit/AWSLogs"))) {
      return all.filter(file -> file.getFileName().toString().contains(part)).sorted().toList();
    }
  }

  private int verify(String... options) {
    List<String> arguments = new ArrayList<>(List.of("audit", "verify"));
    arguments.add(folder.resolve("audit").toString());
    arguments.addAll(List.of(options));
    var said = new PrintWriter(new StringWriter());
    var command =
        new LarderCommand(
            said,
            said,
            Map.of(),
            () -> {
              throw new AssertionError("nothing is served");
            });
    return new CommandLine(command)
        .setOut(said)
        .setErr(said)
        .execute(arguments.toArray(String[]::new));
  }

  @Test
  void callsOfTheManagementApiOfDaxAreRecorded() throws Exception {
    try (Larder larder = start(Map.of())) {
      var management = new ManagementClient(client);
      management.call(larder, "CreateParameterGroup", "{'ParameterGroupName':'brief'}");
      management.call(larder, "DeleteCluster", "{'ClusterName':'none'}");
    }

    assertThat(records())
        .extracting(
            event -> event.get("eventSource").asString(),
            event -> event.get("eventName").asString(),
            event -> event.get("readOnly").asString(),
            event -> event.at("/requestParameters/parameterGroupName").asString(),
            event -> event.at("/responseElements/parameterGroup/parameterGroupName").asString(),
            event -> event.get("errorCode").asString())
        .containsExactly(
            tuple("dax.amazonaws.com", "CreateParameterGroup", "false", "brief", "brief", ""),
            tuple("dax.amazonaws.com", "DeleteCluster", "false", "", "", "ClusterNotFoundFault"));
  }

  @Test
  void everyCallIsRecordedUnderTheIdOfItsAnswer() throws Exception {
    var random = new Random(14);
    List<String> own = new ArrayList<>();
    try (Larder larder = start(Map.of("audit.data-events", "all"))) {
      InetSocketAddress server = larder.addresses().getFirst();
      own.add(line("CreateTable", call(server, "CreateTable", TABLE.formatted("abc"))));
      for (int i = 0; i < 400; i++) {
        String key = "\"k\":{\"S\":\"k%d\"}".formatted(random.nextInt(20));
        String name = "{\"TableName\":\"" + (random.nextInt(9) == 0 ? "none" : "abc") + "\"";
        String operation =
            List.of(
                    "PutItem",
                    "GetItem",
                    "GetItem",
                    "DeleteItem",
                    "UpdateItem",
                    "Query",
                    "Scan",
                    "DescribeTable",
                    "ListTables",
                    "BatchGetItem",
                    "TransactWriteItems")
                .get(random.nextInt(11));
        String body =
            switch (operation) {
              case "PutItem" ->
                  name
                      + ",\"Item\":{"
                      + key
                      + ",\"v\":{\"S\":\""
                      + SECRET
                      + "\"}},\"ConditionExpression\":\"attribute_not_exists(k)\"}";
              case "UpdateItem" ->
                  name
                      + ",\"Key\":{"
                      + key
                      + "},\"UpdateExpression\":\"SET v = :v\","
                      + "\"ExpressionAttributeValues\":{\":v\":{\"S\":\""
                      + SECRET
                      + "\"}}}";
              case "Query" ->
                  name
                      + ",\"KeyConditionExpression\":\"k = :k\",\"ExpressionAttributeValues\":"
                      + "{\":k\":{\"S\":\"k1\"}}}";
              case "Scan", "DescribeTable" -> name + "}";
              case "ListTables" -> "{}";
              case "BatchGetItem" -> "{\"RequestItems\":{\"abc\":{\"Keys\":[{" + key + "}]}}}";
              case "TransactWriteItems" ->
                  "{\"TransactItems\":[{\"Delete\":" + name + ",\"Key\":{" + key + "}}}]}";
              default -> name + ",\"Key\":{" + key + "}}";
            };
        own.add(line(operation, call(server, operation, body)));
      }
      own.add(line("GetItem", call(server, "GetItem", "{\"TableName\":7}")));
      own.add(line("DeleteTable", call(server, "DeleteTable", "{\"TableName\":\"abc\"}")));
      // No operation is called
      call(server, "Nothing", "{}");
    }

    List<Json> records = records();
    assertThat(records.stream().map(AuditIT::line)).containsExactlyInAnyOrderElementsOf(own);
    assertThat(records)
        .allSatisfy(
            event -> {
              assertThat(event.get("userAgent").asString()).isEqualTo("test/1.0");
              assertThat(event.get("sourceIPAddress").asString()).isEqualTo("127.0.0.1");
            })
        .noneSatisfy(event -> assertThat(event.toString()).contains(SECRET));
    assertThat(records)
        .filteredOn(event -> event.get("eventName").asString().equals("CreateTable"))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.at("/responseElements/tableDescription/tableName").asString())
                    .isEqualTo("abc"));
    assertThat(verify()).isZero();
  }

  @Test
  void callsOverDaxAreRecordedAsTheOthersAre() throws Exception {
    try (Larder larder = start(Map.of("audit.data-events", "all"))) {
      call(larder.addresses().getFirst(), "CreateTable", TABLE.formatted("abc"));
      try (Socket socket = RawDax.connect(larder.daxAddresses().getFirst())) {
        for (int i = 0; i < 10; i++) {
          byte[] key = ("d" + i).getBytes(UTF_8);
          RawDax.send(
              socket,
              DaxMethod.GET_ITEM,
              out -> out.writeBytes("abc".getBytes(UTF_8)).writeBytes(key).writeNull());
          assertThat(RawDax.receive(socket, 2).beginArray()).isZero();
        }
      }
    }

    assertThat(records())
        .filteredOn(event -> event.get("eventName").asString().equals("GetItem"))
        .hasSize(10)
        .extracting(event -> event.at("/requestParameters/key/k").asString())
        .containsExactlyInAnyOrder("d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9");
  }

  @Test
  void callsOfThoseWhoProveNothingAreRecorded() throws Exception {
    try (Larder larder =
        start(Map.of("audit.data-events", "none", "authentication.mode", "header-form"))) {
      call(larder.addresses().getFirst(), "GetItem", "{}");
      InetSocketAddress dax = larder.daxAddresses().getFirst();
      awaitAnswer(dax, DaxMethod.DEFINE_KEY_SCHEMA, out -> out.writeBytes("abc".getBytes(UTF_8)));
      awaitAnswer(
          dax,
          DaxMethod.GET_ITEM,
          out -> out.writeBytes("abc".getBytes(UTF_8)).writeBytes("k".getBytes(UTF_8)).writeNull());
    }

    assertThat(records())
        .extracting(
            event -> event.get("eventName").asString(),
            event -> event.get("eventSource").asString(),
            event -> event.get("errorCode").asString(),
            event -> event.at("/userIdentity/type").asString())
        .containsExactlyInAnyOrder(
            tuple(
                "GetItem",
                "dynamodb.amazonaws.com",
                "MissingAuthenticationTokenException",
                "Unknown"),
            tuple(
                DaxMethod.DEFINE_KEY_SCHEMA.wireName(),
                "dax.amazonaws.com",
                "MissingAuthenticationTokenException",
                "Unknown"),
            tuple(
                "GetItem",
                "dynamodb.amazonaws.com",
                "MissingAuthenticationTokenException",
                "Unknown"));
  }

  /** What one client did by every way in, as it remembers it, and what nobody may read of it. */
  private static final class Diary {
    private final List<String> calls = new ArrayList<>();
    private final List<String> requestIds = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>(List.of(SECRET));

    void called(String service, String operation, AwsResponseMetadata answer) {
      calls.add(service + " " + operation + " ");
      requestIds.add(answer.requestId());
    }

    void refused(String service, String operation, String errorCode, Runnable call) {
      AwsServiceException refusal = catchThrowableOfType(AwsServiceException.class, call::run);
      calls.add(service + " " + operation + " " + errorCode);
      requestIds.add(refusal.requestId());
    }

    void done(String service, String operation, String errorCode) {
      calls.add(service + " " + operation + " " + errorCode);
    }
  }

  @Test
  void everyCallOfWhoIsKnownIsRecordedByWhicheverWayAndWithoutSecrets() throws Exception {
    PemFiles tls = IDENTITY.write(Files.createDirectory(folder.resolve("tls")));
    var diary = new Diary();
    try (var server =
        new SecuredLarder(
            folder,
            Map.of(
                "audit.mode", "always",
                "audit.directory", folder.resolve("audit").toString(),
                "audit.data-events", "all",
                "tls.certificate", tls.certificate().toString(),
                "tls.private-key", tls.privateKey().toString()))) {
      diary.secrets.add(server.admin().secretAccessKey());
      AwsCredentials ada = callIam(server, diary);
      callTables(server, ada, diary);
      callSts(server, ada, diary);
      callDax(server, ada, diary);
      callAdmin(server, diary);
      callByTls(server, diary);
    }

    List<Json> records = records();
    assertThat(records)
        .extracting(
            event ->
                event.get("eventSource").asString().replace(".amazonaws.com", "")
                    + " "
                    + event.get("eventName").asString()
                    + " "
                    + event.get("errorCode").asString())
        .containsExactlyInAnyOrderElementsOf(diary.calls);
    assertThat(records)
        .extracting(event -> event.get("requestID").asString())
        .doesNotHaveDuplicates()
        .containsAll(diary.requestIds);
    for (String secret : diary.secrets) {
      assertThat(records).noneSatisfy(event -> assertThat(event.toString()).contains(secret));
    }
    assertThat(records)
        .filteredOn(event -> !event.get("tlsDetails").asString().isEmpty())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.at("/tlsDetails/tlsVersion").asString()).startsWith("TLSv1."));
    assertThat(records)
        .filteredOn(event -> event.get("eventName").asString().equals("Scan"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.at("/userIdentity/arn").asString())
                  .isEqualTo(SecuredLarder.user("ada"));
              assertThat(event.get("errorMessage").asString())
                  .contains("is not authorized to perform: dynamodb:Scan");
            });
    assertThat(verify()).isZero();
  }

  private AwsCredentials callIam(SecuredLarder server, Diary diary) {
    IamClient iam = server.iam();
    diary.called("iam", "CreateUser", iam.createUser(u -> u.userName("ada")).responseMetadata());
    diary.called(
        "iam",
        "PutUserPolicy",
        iam.putUserPolicy(
                put ->
                    put.userName("ada")
                        .policyName("p")
                        .policyDocument(
                            SecuredLarder.policy(
                                SecuredLarder.allow(
                                    "dynamodb:PutItem dynamodb:GetItem dax:GetItem sts:AssumeRole",
                                    "*"))))
            .responseMetadata());
    CreateAccessKeyResponse key = iam.createAccessKey(create -> create.userName("ada"));
    diary.called("iam", "CreateAccessKey", key.responseMetadata());
    diary.called(
        "iam",
        "CreateRole",
        iam.createRole(
                role ->
                    role.roleName("reader")
                        .assumeRolePolicyDocument(
                            SecuredLarder.policy(
                                "{'Effect':'Allow','Principal':{'AWS':'%s'},"
                                        .formatted(SecuredLarder.ACCOUNT)
                                    + "'Action':'sts:AssumeRole'}")))
            .responseMetadata());
    AwsCredentials ada =
        AwsBasicCredentials.create(
            key.accessKey().accessKeyId(), key.accessKey().secretAccessKey());
    diary.secrets.add(ada.secretAccessKey());
    diary.refused("iam", "ListUsers", "AccessDenied", () -> server.iam(ada).listUsers());
    return ada;
  }

  private static void callTables(SecuredLarder server, AwsCredentials ada, Diary diary) {
    SecuredLarder.createTable(server.dynamoDb(server.admin()), "abc");
    diary.done("dynamodb", "CreateTable", "");
    DynamoDbClient client = server.dynamoDb(ada);
    Map<String, AttributeValue> key = Map.of("k", fromS("1"));
    diary.called(
        "dynamodb",
        "PutItem",
        client
            .putItem(put -> put.tableName("abc").item(Map.of("k", fromS("1"), "v", fromS(SECRET))))
            .responseMetadata());
    // From the store and from the cache.
    for (int i = 0; i < 3; i++) {
      diary.called(
          "dynamodb",
          "GetItem",
          client.getItem(get -> get.tableName("abc").key(key)).responseMetadata());
    }
    diary.refused(
        "dynamodb", "Scan", "AccessDenied", () -> client.scan(scan -> scan.tableName("abc")));
    DynamoDbClient stranger =
        server.dynamoDb(AwsBasicCredentials.create("AKIASTRANGER", "not " + SECRET));
    diary.refused(
        "dynamodb",
        "GetItem",
        "UnrecognizedClientException",
        () -> stranger.getItem(get -> get.tableName("abc").key(key)));
  }

  private static void callSts(SecuredLarder server, AwsCredentials ada, Diary diary) {
    StsClient sts = server.sts(ada);
    diary.called("sts", "GetCallerIdentity", sts.getCallerIdentity().responseMetadata());
    AssumeRoleResponse session =
        sts.assumeRole(
            assume ->
                assume
                    .roleArn("arn:aws:iam::" + SecuredLarder.ACCOUNT + ":role/reader")
                    .roleSessionName("s1"));
    diary.called("sts", "AssumeRole", session.responseMetadata());
    diary.secrets.add(session.credentials().secretAccessKey());
    diary.secrets.add(session.credentials().sessionToken());
    diary.refused(
        "sts",
        "AssumeRole",
        "AccessDenied",
        () ->
            sts.assumeRole(
                assume ->
                    assume
                        .roleArn("arn:aws:iam::" + SecuredLarder.ACCOUNT + ":role/none")
                        .roleSessionName("s1")));
  }

  private static void callDax(SecuredLarder server, AwsCredentials ada, Diary diary)
      throws IOException {
    byte[] table = "abc".getBytes(UTF_8);
    byte[] key = "1".getBytes(UTF_8);
    InetSocketAddress address = server.larder().daxAddresses().getFirst();
    try (Socket dax = RawDax.connect(address, ada)) {
      RawDax.call(
          dax, DaxMethod.GET_ITEM, out -> out.writeBytes(table).writeBytes(key).writeNull());
      diary.done("dynamodb", "GetItem", "");
      RawDax.call(
          dax, DaxMethod.DELETE_ITEM, out -> out.writeBytes(table).writeBytes(key).writeNull());
      diary.done("dynamodb", "DeleteItem", "AccessDenied");
      RawDax.call(
          dax,
          DaxMethod.DEFINE_KEY_SCHEMA,
          out -> out.writeBytes("secret of others".getBytes(UTF_8)));
    }
    try (Socket dax =
        RawDax.connect(address, AwsBasicCredentials.create(ada.accessKeyId(), "wrong"))) {
      RawDax.call(dax, DaxMethod.DEFINE_KEY_SCHEMA, out -> out.writeBytes(table));
      diary.done("dax", "defineKeySchema", "InvalidSignatureException");
    }
  }

  private void callAdmin(SecuredLarder server, Diary diary) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:"
                    + server.larder().adminAddresses().getFirst().getPort()
                    + "/admin/info"));
    client.send(request.build(), BodyHandlers.discarding());
    diary.done("larder", "GetInfo", "MissingAuthenticationTokenException");
    String shown = server.admin().accessKeyId() + ":" + server.admin().secretAccessKey();
    String basic = Base64.getEncoder().encodeToString(shown.getBytes(UTF_8));
    diary.secrets.add(basic);
    client.send(
        request.header("Authorization", "Basic " + basic).build(), BodyHandlers.discarding());
    diary.done("larder", "GetInfo", "");
  }

  private static void callByTls(SecuredLarder server, Diary diary) throws Exception {
    try (HttpClient secret =
        HttpClient.newBuilder().sslContext(TestIdentity.client(IDENTITY)).build()) {
      int port = server.larder().httpsAddresses().getFirst().getPort();
      secret.send(
          HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"))
              .header("Content-Type", "application/x-amz-json-1.0")
              .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build(),
          BodyHandlers.discarding());
      diary.done("dynamodb", "ListTables", "MissingAuthenticationTokenException");
    }
  }

  @Test
  void whatIsNotSelectedIsNotRecordedButItsTablesAre() throws Exception {
    Path selectors =
        Files.writeString(
            folder.resolve("selectors.json"),
            """
            [{"FieldSelectors":[{"Field":"eventName","Equals":["Query"]},
                                {"Field":"resources.ARN","EndsWith":["/abc"]}]}]
            """);
    try (Larder larder = start(Map.of("audit.selectors", selectors.toString()))) {
      InetSocketAddress server = larder.addresses().getFirst();
      for (String table : List.of("abc", "def")) {
        call(server, "CreateTable", TABLE.formatted(table));
        call(
            server,
            "Query",
            """
            {"TableName":"%s","KeyConditionExpression":"k = :k",
             "ExpressionAttributeValues":{":k":{"S":"k1"}}}
            """
                .formatted(table));
        call(server, "Scan", "{\"TableName\":\"" + table + "\"}");
        call(
            server, "PutItem", "{\"TableName\":\"" + table + "\",\"Item\":{\"k\":{\"S\":\"k1\"}}}");
      }
    }

    assertThat(records())
        .extracting(
            event ->
                event.get("eventName").asString()
                    + " "
                    + event.at("/requestParameters/tableName").asString())
        .containsExactlyInAnyOrder(
            "CreateTable abc", "Query abc", "PutItem abc", "CreateTable def", "PutItem def");
  }

  @Test
  void verifyTellsByItsExitCode() throws Exception {
    assertThat(verify()).isEqualTo(2);
    try (Larder larder = start(Map.of())) {
      call(larder.addresses().getFirst(), "ListTables", "{}");
    }
    try (Stream<Path> keys = Files.list(folder.resolve("audit/public-keys"))) {
      assertThat(verify("--key", keys.findFirst().orElseThrow().toString())).isZero();
    }
    assertThat(verify("--newest", "00")).isEqualTo(1);
    assertThat(verify("--kept-since", "yesterday")).isEqualTo(2);

    Files.delete(files("_CloudTrail_").getFirst());

    assertThat(verify()).isEqualTo(1);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void aKillLosesNoRecordOfAnAnsweredCallOnTables() throws Exception {
    List<String> answered = new ArrayList<>();
    Map<String, String> environment =
        Map.of(
            "LARDER_STORE_MAP_SIZE", "1 GB",
            "LARDER_AUTHENTICATION_MODE", "none",
            "LARDER_AUDIT_MODE", "always",
            "LARDER_AUDIT_DIRECTORY", folder.resolve("audit").toString());
    try (var process =
        LarderProcess.start("", environment, "--in-memory", "--port", "0", "--admin-port", "0")) {
      int port =
          Integer.parseInt(process.await("Larder is serving address=127.0.0.1:(\\d+)").group(1));
      var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      for (int i = 0; i < 30; i++) {
        answered.add(line("CreateTable", call(server, "CreateTable", TABLE.formatted("t" + i))));
        answered.add(line("ListTables", call(server, "ListTables", "{}")));
      }
      process.signal("KILL");
      process.rest();
    }

    start(Map.of()).close();

    assertThat(records().stream().map(AuditIT::line)).containsAll(answered);
    assertThat(
            Verification.of(new Verification.Question(folder.resolve("audit"), null, null, null))
                .problems())
        .isEmpty();
  }

  private static void awaitAnswer(
      InetSocketAddress server, DaxMethod method, Consumer<CborWriter> arguments)
      throws IOException {
    try (Socket socket = RawDax.connect(server)) {
      RawDax.send(socket, method, arguments);
      assertThat(socket.getInputStream().read()).isPositive();
    }
  }
}
