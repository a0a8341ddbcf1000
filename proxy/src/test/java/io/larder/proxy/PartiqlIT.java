package io.larder.proxy;

import static io.larder.proxy.SecuredLarder.allow;
import static io.larder.proxy.SecuredLarder.deny;
import static io.larder.proxy.SecuredLarder.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DuplicateItemException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ParameterizedStatement;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** PartiQL as clients speak it, with policies, over the caches of a running server. */
final class PartiqlIT {
  private static final String TABLE = "Games";

  @TempDir private static Path folder;

  private static SecuredLarder server;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    server = new SecuredLarder(folder, Map.of());
    client = server.dynamoDb(server.admin());
    SecuredLarder.createTable(client, TABLE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ExecuteStatementResponse run(String statement, AttributeValue... parameters) {
    return run(client, statement, parameters);
  }

  private static ExecuteStatementResponse run(
      DynamoDbClient caller, String statement, AttributeValue... parameters) {
    var request = ExecuteStatementRequest.builder().statement(statement);
    return caller.executeStatement(
        parameters.length == 0 ? request.build() : request.parameters(parameters).build());
  }

  @Test
  void whatAStatementWritesTheNextOneReadsFromTheCaches() {
    run("INSERT INTO Games VALUE {'k':'chess','wins':?,'tags':<<'board'>>}", fromN("3"));
    for (int i = 4; i < 8; i++) {
      assertThat(run("SELECT wins FROM Games WHERE k = ?", fromS("chess")).items())
          .containsExactly(Map.of("wins", fromN(Integer.toString(i - 1))));
      assertThat(run("SELECT k FROM Games WHERE wins = " + (i - 1)).items())
          .containsExactly(Map.of("k", fromS("chess")));
      assertThat(
              run(
                      "UPDATE Games SET wins = wins + 1 WHERE k = 'chess' AND wins = ? RETURNING"
                          + " MODIFIED NEW *",
                      fromN(Integer.toString(i - 1)))
                  .items())
          .containsExactly(Map.of("wins", fromN(Integer.toString(i))));
      assertThat(
              client.getItem(get -> get.tableName(TABLE).key(Map.of("k", fromS("chess")))).item())
          .containsEntry("wins", fromN(Integer.toString(i)));
    }
    assertThat(run("DELETE FROM Games WHERE k = 'chess' RETURNING ALL OLD *").items()).hasSize(1);
    assertThat(run("SELECT * FROM Games WHERE k = 'chess'").items()).isEmpty();
  }

  @Test
  void aStatementThatComesToOneReadIsAnsweredFromMemoryAtOnceAndSaysSo() {
    run("INSERT INTO Games VALUE {'k':'go','wins':1}");
    for (String statement :
        List.of(
            "SELECT * FROM Games WHERE k = 'go'",
            "SELECT wins FROM Games WHERE k = 'go'",
            "SELECT * FROM Games WHERE wins = 1")) {
      ExecuteStatementResponse first = run(statement);
      ExecuteStatementResponse second = run(statement);

      assertThat(second.items()).as(statement).isEqualTo(first.items()).isNotEmpty();
      assertThat(cache(second)).as(statement).isEqualTo("HIT");
    }
    assertThat(cache(run("SELECT wins FROM Games WHERE k IN ['go', 'chess']"))).isEmpty();
    run("UPDATE Games SET wins = 2 WHERE k = 'go'");

    assertThat(run("SELECT wins FROM Games WHERE k = 'go'").items())
        .containsExactly(Map.of("wins", fromN("2")));
    assertThat(cache(run("DELETE FROM Games WHERE k = 'go'"))).isEmpty();
  }

  private static String cache(ExecuteStatementResponse response) {
    return response.sdkHttpResponse().firstMatchingHeader("x-larder-cache").orElse("");
  }

  @Test
  void pagesOfAStatementGoOnFromMemoryToo() {
    for (int i = 0; i < 4; i++) {
      run("INSERT INTO Games VALUE {'k':'page" + i + "','paged':true}");
    }
    List<List<Map<String, AttributeValue>>> rounds = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      List<Map<String, AttributeValue>> items = new ArrayList<>();
      String token = null;
      do {
        var page =
            client.executeStatement(
                ExecuteStatementRequest.builder()
                    .statement("SELECT * FROM Games WHERE paged = true")
                    .limit(1)
                    .nextToken(token)
                    .build());
        items.addAll(page.items());
        token = page.nextToken();
      } while (token != null);
      rounds.add(items);
    }
    assertThat(rounds.get(0)).hasSize(4).isEqualTo(rounds.get(1));
    assertThat(
            catchThrowableOfType(
                DynamoDbException.class,
                () ->
                    client.executeStatement(
                        ExecuteStatementRequest.builder()
                            .statement("SELECT * FROM Games")
                            .nextToken("rubbish")
                            .build())))
        .hasMessageContaining("Invalid NextToken");
    for (int i = 0; i < 4; i++) {
      run("DELETE FROM Games WHERE k = 'page" + i + "'");
    }
  }

  @Test
  void errorsAreThoseThatClientsKnow() {
    run("INSERT INTO Games VALUE {'k':'dup'}");

    assertThat(
            catchThrowableOfType(
                DuplicateItemException.class, () -> run("INSERT INTO Games VALUE {'k':'dup'}")))
        .isNotNull();
    var failed =
        catchThrowableOfType(
            ConditionalCheckFailedException.class,
            () ->
                client.executeStatement(
                    request ->
                        request
                            .statement("UPDATE Games SET a = 1 WHERE k = 'dup' AND a = 2")
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    assertThat(failed.item()).containsEntry("k", fromS("dup"));
    var malformed = catchThrowableOfType(DynamoDbException.class, () -> run("SELECT"));
    assertThat(malformed.awsErrorDetails().errorMessage())
        .isEqualTo("Statement wasn't well formed, can't be processed: Unexpected term");
    var cancelled =
        catchThrowableOfType(
            TransactionCanceledException.class,
            () ->
                client.executeTransaction(
                    transaction ->
                        transaction.transactStatements(
                            transacted("INSERT INTO Games VALUE {'k':'other'}"),
                            transacted("INSERT INTO Games VALUE {'k':'dup'}"))));
    assertThat(cancelled.cancellationReasons())
        .extracting(reason -> reason.code())
        .containsExactly("None", "DuplicateItem");
  }

  private static ParameterizedStatement transacted(String text) {
    return ParameterizedStatement.builder().statement(text).build();
  }

  private static BatchStatementRequest batched(String text) {
    return BatchStatementRequest.builder().statement(text).build();
  }

  @Test
  void pagesAndBatchesAreThoseThatClientsFollow() {
    client.batchExecuteStatement(
        batch ->
            batch.statements(
                Stream.of("p1", "p2", "p3", "p4")
                    .map(key -> batched("INSERT INTO Games VALUE {'k':'" + key + "','page':1}"))
                    .toList()));

    List<String> found = new ArrayList<>();
    String token = null;
    do {
      String next = token;
      ExecuteStatementResponse page =
          client.executeStatement(
              request ->
                  request
                      .statement("SELECT k FROM Games WHERE page = ?")
                      .parameters(fromN("1"))
                      .limit(1)
                      .nextToken(next));
      page.items().forEach(item -> found.add(item.get("k").s()));
      token = page.nextToken();
    } while (token != null);
    assertThat(found).containsExactlyInAnyOrder("p1", "p2", "p3", "p4");

    List<BatchStatementResponse> responses =
        client
            .batchExecuteStatement(
                batch ->
                    batch.statements(
                        batched("SELECT page FROM Games WHERE k = 'p1'"),
                        batched("SELECT * FROM Games WHERE page = 1"),
                        batched("SELECT * FROM Nowhere WHERE k = 'p1'")))
            .responses();
    assertThat(responses.getFirst().item()).containsEntry("page", fromN("1"));
    assertThat(responses.stream().skip(1).map(response -> response.error().code()))
        .containsExactly(
            BatchStatementErrorCodeEnum.VALIDATION_ERROR,
            BatchStatementErrorCodeEnum.RESOURCE_NOT_FOUND);
  }

  @Test
  void statementsNeedPermissionOfTheirOwn() {
    run("INSERT INTO Games VALUE {'k':'ada','n':1}");
    run("INSERT INTO Games VALUE {'k':'bob','n':1}");
    var credentials = server.create("ada");
    DynamoDbClient ada = server.dynamoDb(credentials);
    server.permit(
        "ada",
        allow("dynamodb:GetItem dynamodb:Scan dynamodb:PutItem", table(TABLE)),
        allow(
            "dynamodb:PartiQLSelect dynamodb:PartiQLUpdate",
            table(TABLE),
            "'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['ada']}"),
        deny("dynamodb:PartiQLSelect", table(TABLE), "'Bool':{'dynamodb:FullTableScan':['true']}"));

    assertThat(run(ada, "SELECT n FROM Games WHERE k = 'ada'").items()).hasSize(1);
    assertThat(run(ada, "SELECT n FROM Games WHERE k = ? AND n = 1", fromS("ada")).items())
        .hasSize(1);
    assertThat(run(ada, "UPDATE Games SET n = 2 WHERE k = 'ada'").items()).isEmpty();
    for (String denied :
        List.of(
            "SELECT n FROM Games WHERE k = 'bob'",
            "SELECT n FROM Games WHERE k = 'ada' OR k = 'bob'",
            "SELECT n FROM Games WHERE k IN ['ada', 'bob']",
            "SELECT n FROM Games WHERE k = 'ada' OR n = 1",
            "SELECT n FROM Games",
            "UPDATE Games SET n = 2 WHERE k = 'bob'",
            "DELETE FROM Games WHERE k = 'ada'",
            "INSERT INTO Games VALUE {'k':'ada2'}",
            "SELECT * FROM Nowhere")) {
      assertThat(
              catchThrowableOfType(DynamoDbException.class, () -> run(ada, denied))
                  .awsErrorDetails()
                  .errorCode())
          .as(denied)
          .isEqualTo("AccessDeniedException");
    }
    var batch =
        catchThrowableOfType(
            DynamoDbException.class,
            () ->
                ada.batchExecuteStatement(
                    request ->
                        request.statements(
                            batched("SELECT n FROM Games WHERE k = 'ada'"),
                            batched("SELECT n FROM Games WHERE k = 'bob'"))));
    assertThat(batch.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
  }
}
