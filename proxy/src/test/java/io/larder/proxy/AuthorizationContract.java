package io.larder.proxy;

import static io.larder.proxy.SecuredLarder.CLUSTER;
import static io.larder.proxy.SecuredLarder.allow;
import static io.larder.proxy.SecuredLarder.deny;
import static io.larder.proxy.SecuredLarder.policy;
import static io.larder.proxy.SecuredLarder.table;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.cbor.CborWriter;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.sts.model.Credentials;

/** What policies come to for clients of a running server: in its caches, over both protocols. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class AuthorizationContract {
  private static final String GAMES = "Games";
  private static final String OWN = "Own";
  private static final String INDEX = table(GAMES) + "/index/Titles";

  /** The user whose items are those of its name. */
  private static final String ADA = "ada";

  private static final String OWN_KEYS =
      "'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['${aws:username}']}";
  private static final String OWN_ITEMS =
      allow(
          "dynamodb:GetItem dynamodb:Query dynamodb:PutItem dynamodb:UpdateItem"
              + " dynamodb:BatchGetItem dynamodb:BatchWriteItem",
          table(GAMES),
          OWN_KEYS);
  private static final String SOME_ATTRIBUTES =
      allow(
          "dynamodb:GetItem dynamodb:Query dynamodb:UpdateItem",
          table(GAMES),
          "'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['${aws:username}'],"
              + "'dynamodb:Attributes':['UserId','Title','Wins']},"
              + "'StringEqualsIfExists':{'dynamodb:Select':'SPECIFIC_ATTRIBUTES',"
              + "'dynamodb:ReturnValues':['NONE','UPDATED_OLD','UPDATED_NEW']}");
  private static final String ITEMS_OF_ADA =
      "'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['ada']}";
  private static final String ALL = allow("dynamodb:*", "*");

  private final LastCacheResult last = new LastCacheResult();

  private SecuredLarder server;
  private DynamoDbClient admin;
  private AwsCredentials credentials;
  private DynamoDbClient ada;

  /** The server, whose files are in that folder. */
  abstract SecuredLarder open(Path folder);

  @BeforeAll
  void start(@TempDir Path folder) {
    server = open(folder);
    admin = server.dynamoDb(server.admin(), last);
    createGames();
    SecuredLarder.createTable(admin, OWN);
    for (String user : List.of(ADA, "bob")) {
      admin.putItem(
          put ->
              put.tableName(GAMES)
                  .item(
                      Map.of(
                          "UserId",
                          fromS(user),
                          "Title",
                          fromS("chess"),
                          "Wins",
                          fromN("3"),
                          "Mail",
                          fromS(user + "@example.com"))));
      admin.putItem(put -> put.tableName(OWN).item(Map.of("k", fromS(user))));
    }
    credentials = server.create(ADA);
    ada = server.dynamoDb(credentials);
  }

  private void createGames() {
    var titles =
        GlobalSecondaryIndex.builder()
            .indexName("Titles")
            .keySchema(SecuredLarder.key("Title", KeyType.HASH))
            .projection(all -> all.projectionType(ProjectionType.ALL))
            .build();
    admin.createTable(
        table ->
            table
                .tableName(GAMES)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(SecuredLarder.text("UserId"), SecuredLarder.text("Title"))
                .keySchema(
                    SecuredLarder.key("UserId", KeyType.HASH),
                    SecuredLarder.key("Title", KeyType.RANGE))
                .globalSecondaryIndexes(titles)
                .tags(Tag.builder().key("Team").value("blue").build()));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** Hears what the server says of its caches. */
  private static final class LastCacheResult implements ExecutionInterceptor {
    private volatile String value = "";

    @Override
    public void afterTransmission(
        Context.AfterTransmission context, ExecutionAttributes attributes) {
      value = context.httpResponse().firstMatchingHeader("x-larder-cache").orElse("");
    }
  }

  /** A pattern of the guide, a call, and what comes of it. */
  private record Example(
      String name, String statement, boolean isAllowed, Function<DynamoDbClient, Object> call) {
    static Example may(String name, String statement, Function<DynamoDbClient, Object> call) {
      return new Example(name, statement, true, call);
    }

    static Example mayNot(String name, String statement, Function<DynamoDbClient, Object> call) {
      return new Example(name, statement, false, call);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Map<String, AttributeValue> key(String user) {
    return Map.of("UserId", fromS(user), "Title", fromS("chess"));
  }

  private static Function<DynamoDbClient, Object> get(String user, String... attributes) {
    return client ->
        client.getItem(
            get ->
                get.tableName(GAMES)
                    .key(key(user))
                    .projectionExpression(
                        attributes.length == 0 ? null : String.join(", ", attributes)));
  }

  private static Function<DynamoDbClient, Object> query(String user, Select select) {
    return client ->
        client.query(
            query ->
                query
                    .tableName(GAMES)
                    .select(select)
                    .keyConditionExpression("UserId = :u")
                    .expressionAttributeValues(Map.of(":u", fromS(user))));
  }

  private static Function<DynamoDbClient, Object> queryTitles(Select select) {
    return client ->
        client.query(
            query ->
                query
                    .tableName(GAMES)
                    .indexName("Titles")
                    .select(select)
                    .keyConditionExpression("Title = :t")
                    .expressionAttributeValues(Map.of(":t", fromS("chess"))));
  }

  private static Function<DynamoDbClient, Object> batch(String... users) {
    return client ->
        client.batchGetItem(
            batch ->
                batch.requestItems(
                    Map.of(
                        GAMES,
                        KeysAndAttributes.builder()
                            .keys(Stream.of(users).map(AuthorizationContract::key).toList())
                            .build())));
  }

  private static Function<DynamoDbClient, Object> update(
      String user, String expression, ReturnValue returns) {
    return client ->
        client.updateItem(
            update ->
                update
                    .tableName(GAMES)
                    .key(key(user))
                    .updateExpression(expression)
                    .returnValues(returns));
  }

  /** Changes nothing in an item of each of these users. */
  private static Function<DynamoDbClient, Object> transaction(String... users) {
    return client ->
        client.transactWriteItems(
            transaction ->
                transaction.transactItems(
                    Stream.of(users).map(user -> setting(user, "REMOVE Gone")).toList()));
  }

  private static TransactWriteItem setting(String user, String expression) {
    return TransactWriteItem.builder()
        .update(update -> update.tableName(GAMES).key(key(user)).updateExpression(expression))
        .build();
  }

  static Stream<Example> examples() {
    String readOnly = allow("dynamodb:GetItem dynamodb:Query dynamodb:Scan", table(GAMES));
    String secret =
        allow("dynamodb:GetItem", table(GAMES))
            + ","
            + deny(
                "dynamodb:GetItem",
                table(GAMES),
                "'ForAnyValue:StringEquals':{'dynamodb:Attributes':['Mail']}")
            + ","
            + deny(
                "dynamodb:GetItem",
                table(GAMES),
                "'StringNotEqualsIfExists':{'dynamodb:Select':'SPECIFIC_ATTRIBUTES'}");
    String onlyIndex = allow("dynamodb:Query", INDEX);
    String inTransactions =
        allow(
            "dynamodb:UpdateItem",
            table(GAMES),
            "'ForAnyValue:StringEquals':{'dynamodb:EnclosingOperation':['TransactWriteItems']}");
    String byTag = allow("dynamodb:GetItem", "*", "'StringEquals':{'aws:ResourceTag/Team':'blue'}");
    String byOtherTag =
        allow("dynamodb:GetItem", "*", "'StringEquals':{'aws:ResourceTag/Team':'red'}");
    return Stream.of(
        Example.may("own item", OWN_ITEMS, get(ADA)),
        Example.mayNot("another's item", OWN_ITEMS, get("bob")),
        Example.may("own items", OWN_ITEMS, query(ADA, Select.ALL_ATTRIBUTES)),
        Example.mayNot("another's items", OWN_ITEMS, query("bob", Select.ALL_ATTRIBUTES)),
        Example.mayNot("an index, which has no owner", OWN_ITEMS, queryTitles(null)),
        Example.may("a batch of own items", OWN_ITEMS, batch(ADA)),
        Example.mayNot("a batch of one's own and another's", OWN_ITEMS, batch(ADA, "bob")),
        Example.mayNot("all items", OWN_ITEMS, scanOf(null)),
        Example.may("own items in a transaction", OWN_ITEMS, transaction(ADA)),
        Example.mayNot("another's too in a transaction", OWN_ITEMS, transaction(ADA, "bob")),
        Example.may("some attributes", SOME_ATTRIBUTES, get(ADA, "Wins")),
        Example.mayNot("all attributes", SOME_ATTRIBUTES, get(ADA)),
        Example.mayNot("one attribute too many", SOME_ATTRIBUTES, get(ADA, "Wins", "Mail")),
        Example.mayNot("some attributes of another", SOME_ATTRIBUTES, get("bob", "Wins")),
        Example.mayNot("how many there are", SOME_ATTRIBUTES, query(ADA, Select.COUNT)),
        Example.may(
            "a change of one attribute",
            SOME_ATTRIBUTES,
            update(ADA, "SET Wins = Wins", ReturnValue.UPDATED_NEW)),
        Example.mayNot(
            "a change that returns all",
            SOME_ATTRIBUTES,
            update(ADA, "SET Wins = Wins", ReturnValue.ALL_NEW)),
        Example.mayNot(
            "a change that reads another attribute",
            SOME_ATTRIBUTES,
            update(ADA, "SET Wins = if_not_exists(Losses, Wins)", ReturnValue.NONE)),
        Example.may("reading where one may only read", readOnly, scanOf(null)),
        Example.mayNot(
            "writing where one may only read",
            readOnly,
            update(ADA, "REMOVE Gone", ReturnValue.NONE)),
        Example.may("what is not denied", secret, get("bob", "Wins")),
        Example.mayNot("what is denied", secret, get("bob", "Mail")),
        Example.mayNot("what is denied among all", secret, get("bob")),
        Example.may("an index", onlyIndex, queryTitles(Select.ALL_PROJECTED_ATTRIBUTES)),
        Example.mayNot("the table of an index", onlyIndex, query(ADA, Select.ALL_ATTRIBUTES)),
        Example.may("in a transaction", inTransactions, transaction(ADA, "bob")),
        Example.mayNot(
            "outside of transactions",
            inTransactions,
            update(ADA, "REMOVE Gone", ReturnValue.NONE)),
        Example.may("a table of one's team", byTag, get(ADA)),
        Example.mayNot("a table of another team", byOtherTag, get(ADA)));
  }

  /** What a client gets, as text; the error if it gets none. */
  private static String outcome(DynamoDbClient client, Function<DynamoDbClient, Object> call) {
    try {
      return call.apply(client).toString();
    } catch (DynamoDbException e) {
      return e.awsErrorDetails().errorCode();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void thePatternsOfTheGuideHoldInTheStoreAndInCaches(Example example) {
    server.permit(ADA, example.statement());

    String before = outcome(ada, example.call());
    String right = outcome(admin, example.call());
    outcome(admin, example.call());
    if (right.startsWith("GetItem")) {
      assertThat(last.value).isEqualTo("HIT");
    }
    String afterwards = outcome(ada, example.call());

    assertThat(right).contains("Response(");
    String expected = example.isAllowed() ? right : "AccessDeniedException";
    assertThat(before).isEqualTo(expected);
    assertThat(afterwards).isEqualTo(expected);
  }

  @Test
  void ofWhatIsDeniedInPartNothingIsDone() {
    server.permit(
        ADA, allow("dynamodb:UpdateItem dynamodb:BatchWriteItem", table(GAMES), OWN_KEYS));
    Function<DynamoDbClient, Object> transaction =
        client ->
            client.transactWriteItems(
                all ->
                    all.transactItems(
                        setting(ADA, "SET Cheated = UserId"),
                        setting("bob", "SET Cheated = UserId")));
    Function<DynamoDbClient, Object> batch =
        client ->
            client.batchWriteItem(
                all ->
                    all.requestItems(
                        Map.of(
                            GAMES,
                            Stream.of(ADA, "bob")
                                .map(
                                    user ->
                                        WriteRequest.builder()
                                            .deleteRequest(delete -> delete.key(key(user)))
                                            .build())
                                .toList())));

    assertThat(outcome(ada, transaction)).isEqualTo("AccessDeniedException");
    assertThat(outcome(ada, batch)).isEqualTo("AccessDeniedException");

    assertThat(admin.getItem(get -> get.tableName(GAMES).key(key(ADA)).consistentRead(true)).item())
        .containsKey("Wins")
        .doesNotContainKey("Cheated");
  }

  private static String denial(Runnable call) {
    DynamoDbException denied = catchThrowableOfType(DynamoDbException.class, call::run);
    assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
    assertThat(denied.statusCode()).isEqualTo(400);
    return denied.awsErrorDetails().errorMessage();
  }

  private static String denial(DynamoDbClient client, Function<DynamoDbClient, Object> call) {
    return denial(() -> assertThat(call.apply(client)).isNull());
  }

  private static String beginning(String caller, String action, String resource) {
    return "User: %s is not authorized to perform: dynamodb:%s on resource: %s"
        .formatted(caller, action, resource);
  }

  @Test
  void aDenialSaysWhatIsLackingInTheServicesWords() {
    String caller = SecuredLarder.user(ADA);
    String text = beginning(caller, "GetItem", table(GAMES));

    server.permit(ADA, allow("dynamodb:Query", "*"));
    assertThat(denial(ada, get(ADA)))
        .isEqualTo(text + " because no identity-based policy allows the dynamodb:GetItem action");
    assertThat(denial(ada, scanOf("Other")))
        .as("an index by its name")
        .isEqualTo(
            beginning(caller, "Scan", table(GAMES) + "/index/Other")
                + " because no identity-based policy allows the dynamodb:Scan action");

    server.permit(ADA, ALL, deny("dynamodb:GetItem", "*", ""));
    assertThat(denial(ada, get(ADA)))
        .isEqualTo(text + " with an explicit deny in an identity-based policy");

    server.permit(ADA, ALL);
    SecuredLarder.createTable(admin, "Policed");
    admin.putResourcePolicy(
        put ->
            put.resourceArn(table("Policed"))
                .policy(
                    policy(
                        "{'Effect':'Deny','Principal':{'AWS':'%s'},'Action':'dynamodb:GetItem',"
                                .formatted(caller)
                            + "'Resource':'%s'}".formatted(table("Policed")))));
    assertThat(
            denial(() -> ada.getItem(get -> get.tableName("Policed").key(Map.of("k", fromS("1"))))))
        .isEqualTo(
            beginning(caller, "GetItem", table("Policed"))
                + " with an explicit deny in a resource-based policy");
  }

  private static Function<DynamoDbClient, Object> scanOf(String index) {
    return client -> client.scan(scan -> scan.tableName(GAMES).indexName(index));
  }

  @Test
  void aBoundaryLimitsWhateverIsAllowed() {
    server.permit(ADA, ALL);
    String boundary =
        server
            .iam()
            .createPolicy(
                create ->
                    create
                        .policyName("boundary")
                        .policyDocument(policy(allow("dynamodb:Query", "*"))))
            .policy()
            .arn();
    server.iam().putUserPermissionsBoundary(put -> put.userName(ADA).permissionsBoundary(boundary));
    try {
      assertThat(denial(ada, get(ADA)))
          .isEqualTo(
              beginning(SecuredLarder.user(ADA), "GetItem", table(GAMES))
                  + " because no permissions boundary allows the dynamodb:GetItem action");
    } finally {
      server.iam().deleteUserPermissionsBoundary(delete -> delete.userName(ADA));
    }
  }

  @Test
  void aSessionIsLimitedByThePolicyThatItWasGiven() {
    server.permit(ADA, allow("sts:AssumeRole", "*"));
    String role =
        server
            .iam()
            .createRole(
                create ->
                    create
                        .roleName("reader")
                        .assumeRolePolicyDocument(
                            policy(
                                "{'Effect':'Allow','Principal':{'AWS':'%s'},"
                                        .formatted(SecuredLarder.ACCOUNT)
                                    + "'Action':'sts:AssumeRole'}")))
            .role()
            .arn();
    server
        .iam()
        .putRolePolicy(put -> put.roleName("reader").policyName("p").policyDocument(policy(ALL)));
    Credentials limited =
        server
            .sts(credentials)
            .assumeRole(
                assume ->
                    assume
                        .roleArn(role)
                        .roleSessionName("s1")
                        .policy(policy(allow("dynamodb:GetItem", table(GAMES), ITEMS_OF_ADA))))
            .credentials();
    DynamoDbClient session =
        server.dynamoDb(
            AwsSessionCredentials.create(
                limited.accessKeyId(), limited.secretAccessKey(), limited.sessionToken()));

    assertThat(outcome(session, get(ADA, "Wins"))).startsWith("GetItemResponse(");
    assertThat(denial(session, get("bob", "Wins")))
        .isEqualTo(
            beginning("arn:aws:sts::000000000000:assumed-role/reader/s1", "GetItem", table(GAMES))
                + " because no session policy allows the dynamodb:GetItem action");
  }

  static Stream<Function<String, Consumer<DynamoDbClient>>> callsOnATable() {
    return Stream.of(
        name -> client -> client.describeTable(call -> call.tableName(name)),
        name -> client -> client.deleteTable(call -> call.tableName(name)),
        name -> client -> client.listTagsOfResource(call -> call.resourceArn(table(name))),
        name -> client -> client.getResourcePolicy(call -> call.resourceArn(table(name))),
        name -> client -> client.describeTimeToLive(call -> call.tableName(name)),
        name -> client -> client.scan(call -> call.tableName(name)),
        name -> client -> client.getItem(call -> call.tableName(name).key(Map.of("k", fromS("1")))),
        name ->
            client -> client.putItem(call -> call.tableName(name).item(Map.of("x", fromS("1")))),
        name ->
            client ->
                client.query(
                    call ->
                        call.tableName(name)
                            .indexName("any")
                            .keyConditionExpression("k = :k")
                            .expressionAttributeValues(Map.of(":k", fromS("1")))),
        name ->
            client ->
                client.transactGetItems(
                    call ->
                        call.transactItems(
                            TransactGetItem.builder()
                                .get(get -> get.tableName(name).key(Map.of("k", fromS("1"))))
                                .build())));
  }

  @ParameterizedTest
  @MethodSource("callsOnATable")
  void whoMayNothingIsNotToldWhatThereIs(Function<String, Consumer<DynamoDbClient>> call) {
    server.permit(ADA, allow("dynamodb:*", table("Elsewhere")));

    String there = denial(() -> call.apply(OWN).accept(ada));
    String notThere = denial(() -> call.apply("None").accept(ada));

    assertThat(notThere).isEqualTo(there.replace(OWN, "None"));
    server.permit(ADA, ALL);
    assertThat(
            outcome(
                ada,
                client -> {
                  call.apply("None").accept(client);
                  return "";
                }))
        .isEqualTo("ResourceNotFoundException");
  }

  /** Arguments of a call over DAX on a table of that name. */
  private record DaxExample(DaxMethod method, Function<byte[], Consumer<CborWriter>> arguments) {
    @Override
    public String toString() {
      return method.toString();
    }
  }

  static Stream<DaxExample> callsOverDax() {
    byte[] key = "ada".getBytes(UTF_8);
    return Stream.of(
        new DaxExample(DaxMethod.DEFINE_KEY_SCHEMA, table -> out -> out.writeBytes(table)),
        new DaxExample(
            DaxMethod.GET_ITEM, table -> out -> out.writeBytes(table).writeBytes(key).writeNull()),
        // What is no request of any table.
        new DaxExample(
            DaxMethod.GET_ITEM, table -> out -> out.writeBytes(table).writeInt(7).writeNull()),
        new DaxExample(
            DaxMethod.DELETE_ITEM,
            table -> out -> out.writeBytes(table).writeBytes(key).writeNull()),
        new DaxExample(DaxMethod.SCAN, table -> out -> out.writeBytes(table).writeNull()),
        new DaxExample(
            DaxMethod.BATCH_GET_ITEM,
            table ->
                out -> {
                  out.beginMap(1).writeBytes(table).beginArray(3).writeBoolean(false).writeNull();
                  out.beginArray(1).writeBytes(key).writeNull();
                }),
        new DaxExample(
            DaxMethod.TRANSACT_WRITE_ITEMS,
            table ->
                out -> {
                  out.beginArray(1).writeInt(7).beginArray(1).writeBytes(table);
                  out.beginArray(1).writeBytes(key);
                  out.writeNull().writeNull().writeNull().writeNull().writeNull().writeNull();
                }));
  }

  @ParameterizedTest
  @MethodSource("callsOverDax")
  void norIsItOverDax(DaxExample call) throws IOException {
    server.permit(ADA, allow("dax:*", CLUSTER), allow("dynamodb:*", table("Elsewhere")));
    try (Socket dax = RawDax.connect(server.larder().daxAddresses().getFirst(), credentials)) {
      RawDax.Answer there =
          RawDax.call(dax, call.method(), call.arguments().apply(OWN.getBytes(UTF_8)));
      RawDax.Answer notThere =
          RawDax.call(dax, call.method(), call.arguments().apply("None".getBytes(UTF_8)));

      assertThat(there.codes()).containsExactly(4, 37, 38, 42);
      assertThat(there.message())
          .startsWith("User: " + SecuredLarder.user(ADA) + " is not authorized to perform: ")
          .contains(table(OWN));
      assertThat(notThere)
          .isEqualTo(new RawDax.Answer(there.codes(), there.message().replace(OWN, "None")));

      server.permit(ADA, allow("dax:*", CLUSTER), ALL);
      assertThat(
              RawDax.call(dax, call.method(), call.arguments().apply("None".getBytes(UTF_8)))
                  .codes())
          .containsExactly(4, 37, 38, 39, 41);
    }
  }

  private static RawDax.Answer get(Socket dax, String key) throws IOException {
    return RawDax.call(
        dax,
        DaxMethod.GET_ITEM,
        out -> out.writeBytes(OWN.getBytes(UTF_8)).writeBytes(key.getBytes(UTF_8)).writeNull());
  }

  @Test
  void overDaxBothTheClusterAndTheTableMustAllow() throws IOException {
    try (Socket dax = RawDax.connect(server.larder().daxAddresses().getFirst(), credentials)) {
      server.permit(
          ADA,
          allow("dax:GetItem", CLUSTER),
          allow("dynamodb:GetItem dynamodb:DeleteItem", table(OWN), OWN_KEYS));
      for (int i = 0; i < 3; i++) {
        assertThat(get(dax, ADA).codes()).isEmpty();
        assertThat(get(dax, "bob").message())
            .isEqualTo(
                beginning(SecuredLarder.user(ADA), "GetItem", table(OWN))
                    + " because no identity-based policy allows the dynamodb:GetItem action");
        // Now it is in the cache.
        admin.getItem(call -> call.tableName(OWN).key(Map.of("k", fromS("bob"))));
      }
      assertThat(
              RawDax.call(
                      dax,
                      DaxMethod.DELETE_ITEM,
                      out ->
                          out.writeBytes(OWN.getBytes(UTF_8))
                              .writeBytes(ADA.getBytes(UTF_8))
                              .writeNull())
                  .message())
          .contains("is not authorized to perform: dax:DeleteItem on resource: " + CLUSTER);
    }
  }

  @Test
  void aRightThatIsTakenAwayIsGoneOnOpenConnectionsAndInWarmCaches() throws IOException {
    Function<DynamoDbClient, Object> read =
        client -> client.getItem(call -> call.tableName(OWN).key(Map.of("k", fromS(ADA))));
    try (Socket dax = RawDax.connect(server.larder().daxAddresses().getFirst(), credentials)) {
      server.permit(ADA, allow("dax:*", CLUSTER), ALL);
      for (int i = 0; i < 3; i++) {
        assertThat(outcome(ada, read)).startsWith("GetItemResponse(");
        assertThat(get(dax, ADA).codes()).isEmpty();
      }

      server.forbid(ADA);
      assertThat(outcome(ada, read)).isEqualTo("AccessDeniedException");
      assertThat(get(dax, ADA).codes()).containsExactly(4, 37, 38, 42);

      server.permit(ADA, allow("dax:*", CLUSTER), ALL);
      assertThat(outcome(ada, read)).startsWith("GetItemResponse(");
      assertThat(get(dax, ADA).codes()).isEmpty();

      setActive(false);
      assertThat(outcome(ada, read)).isEqualTo("UnrecognizedClientException");
      assertThat(get(dax, ADA).codes()).containsExactly(4, 23, 31, 32);
    } finally {
      setActive(true);
    }
  }

  private void setActive(boolean isActive) {
    server
        .iam()
        .updateAccessKey(
            update ->
                update
                    .userName(ADA)
                    .accessKeyId(credentials.accessKeyId())
                    .status(isActive ? StatusType.ACTIVE : StatusType.INACTIVE));
  }
}
