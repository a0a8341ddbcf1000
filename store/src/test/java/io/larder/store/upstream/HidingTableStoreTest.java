package io.larder.store.upstream;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTablesResponse;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.wire.JsonBytes;
import io.larder.store.ForwardingTableStore;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.hidden.HidingTableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No operation, in whatever form, reaches the table that the server keeps for itself. */
@TestInstance(Lifecycle.PER_CLASS)
final class HidingTableStoreTest {
  private static final String HIDDEN = "larder.control";
  private static final String ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/" + HIDDEN;

  private final UpstreamTableStore whole =
      UpstreamTableStore.over(
          new InProcessUpstream(LmdbTableStore.open(LmdbOptions.inMemory())),
          UpstreamOptions.DEFAULT);
  private final HidingTableStore store = new HidingTableStore(whole, HIDDEN);

  /** Of which tables events have told, on whatever thread. */
  private final List<String> heard = new CopyOnWriteArrayList<>();

  /** Nothing of what follows changes them. */
  @BeforeAll
  void createTables() {
    store.watch(event -> heard.add(table(event).name()));
    for (String name : List.of("larder", HIDDEN, "larder.control2")) {
      ControlTable.ensure(whole, name);
    }
  }

  @AfterAll
  void close() {
    store.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GetItem|{'TableName':'%s','Key':{'pk':{'S':'a'},'sk':{'S':'b'}}}",
        "Query|{'TableName':'%s','KeyConditionExpression':'pk=:a','ExpressionAttributeValues':{':a':{'S':'a'}}}",
        "Scan|{'TableName':'%s'}",
        "BatchGetItem|{'RequestItems':{'larder':{'Keys':[{'pk':{'S':'a'},'sk':{'S':'b'}}]},'%s':{'Keys':[{'pk':{'S':'a'},'sk':{'S':'b'}}]}}}",
        "TransactGetItems|{'TransactItems':[{'Get':{'TableName':'%s','Key':{'pk':{'S':'a'},'sk':{'S':'b'}}}}]}",
        "PutItem|{'TableName':'%s','Item':{'pk':{'S':'a'},'sk':{'S':'b'}}}",
        "UpdateItem|{'TableName':'%s','Key':{'pk':{'S':'a'},'sk':{'S':'b'}}}",
        "DeleteItem|{'TableName':'%s','Key':{'pk':{'S':'a'},'sk':{'S':'b'}}}",
        "BatchWriteItem|{'RequestItems':{'larder':[{'DeleteRequest':{'Key':{'pk':{'S':'a'},'sk':{'S':'b'}}}}],'%s':[{'DeleteRequest':{'Key':{'pk':{'S':'a'},'sk':{'S':'b'}}}}]}}",
        "TransactWriteItems|{'TransactItems':[{'Put':{'TableName':'larder','Item':{'pk':{'S':'a'},'sk':{'S':'b'}}}},{'ConditionCheck':{'TableName':'%s','Key':{'pk':{'S':'a'},'sk':{'S':'b'}},'ConditionExpression':'attribute_exists(pk)'}}]}",
        "DescribeTable|{'TableName':'%s'}",
        "DescribeContinuousBackups|{'TableName':'%s'}",
        "DescribeTimeToLive|{'TableName':'%s'}",
        "UpdateTable|{'TableName':'%s','DeletionProtectionEnabled':true}",
        "DeleteTable|{'TableName':'%s'}",
        "UpdateTimeToLive|{'TableName':'%s','TimeToLiveSpecification':{'Enabled':true,'AttributeName':'t'}}",
        "UpdateContinuousBackups|{'TableName':'%s','PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true}}",
        "UpdateContributorInsights|{'TableName':'%s','ContributorInsightsAction':'ENABLE'}",
        "DescribeContributorInsights|{'TableName':'%s'}",
        "ListContributorInsights|{'TableName':'%s'}",
        "EnableKinesisStreamingDestination|{'TableName':'%s','StreamArn':'arn:aws:kinesis:us-east-1:123456789012:stream/x'}",
        "DisableKinesisStreamingDestination|{'TableName':'%s','StreamArn':'arn:aws:kinesis:us-east-1:123456789012:stream/x'}",
        "UpdateKinesisStreamingDestination|{'TableName':'%s','StreamArn':'arn:aws:kinesis:us-east-1:123456789012:stream/x','UpdateKinesisStreamingConfiguration':{'ApproximateCreationDateTimePrecision':'MICROSECOND'}}",
        "DescribeKinesisStreamingDestination|{'TableName':'%s'}",
        "DescribeTableReplicaAutoScaling|{'TableName':'%s'}",
        "CreateBackup|{'TableName':'%s','BackupName':'abc'}",
        "SearchVectors|{'TableName':'%s','IndexName':'abc','SearchVector':[],'TopK':1}"
      })
  void noOperationFindsIt(String operation, String body) {
    for (String name : List.of(HIDDEN, ARN)) {
      assertNotFound(() -> call(operation, body.formatted(name)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ListTagsOfResource|{'ResourceArn':'%s'}",
        "TagResource|{'ResourceArn':'%s','Tags':[{'Key':'a','Value':'b'}]}",
        "UntagResource|{'ResourceArn':'%s','TagKeys':['a']}"
      })
  void norByItsArn(String operation, String body) {
    assertNotFound(() -> call(operation, body.formatted(ARN)));
  }

  /** The operation through the decoder of clients. */
  private Object call(String operation, String body) {
    return call(Objects.requireNonNull(Operation.of("DynamoDB_20120810." + operation)), body);
  }

  private Object call(Operation operation, String body) {
    byte[] json = body.replace('\'', '"').getBytes(UTF_8);
    return switch (RequestDecoder.decode(operation, json, 0, json.length, ValidationReport.FIRST)) {
      case Request.Read<?> read -> store.read(read);
      case Request.Write<?> write -> join(store.write(write));
      case Request.Describe<?> describe -> store.describe(describe);
      case Request.Change<?> change -> join(store.change(change));
      case Request<?> other -> throw new AssertionError(other);
    };
  }

  private static Table table(TableEvent event) {
    return switch (event) {
      case TableEvent.Created(var table) -> table;
      case TableEvent.Changed(_, var table) -> table;
      case TableEvent.Dropped(var table) -> table;
    };
  }

  private static Response join(CompletableFuture<? extends Response> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw (ServiceException) e.getCause();
    }
  }

  private static void assertNotFound(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.error()).isInstanceOf(ServiceError.ResourceNotFound.class));
  }

  @Test
  void itsNameIsTaken() {
    String create =
        "{'TableName':'"
            + HIDDEN
            + "','AttributeDefinitions':[{'AttributeName':'a','AttributeType':'S'}],"
            + "'KeySchema':[{'AttributeName':'a','KeyType':'HASH'}],"
            + "'BillingMode':'PAY_PER_REQUEST'}";

    assertThatThrownBy(() -> call("CreateTable", create))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.error()).isInstanceOf(ServiceError.ResourceInUse.class));
  }

  @Test
  void noneOfTheDirectoryKnowsIt() {
    assertThat(whole.find(HIDDEN).name()).isEqualTo(HIDDEN);

    for (String name : List.of(HIDDEN, ARN, ARN + "/index/i")) {
      assertThat(store.known(name)).isNull();
      assertThat(store.defined(name)).isNull();
      assertNotFound(() -> store.find(name));
    }
    assertThat(store.find("larder.control2").name()).isEqualTo("larder.control2");
    assertThat(heard).containsOnly("larder", "larder.control2");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void listsGoOnBehindItWithoutIt(int limit) {
    List<String> names = new ArrayList<>();
    String start = null;
    do {
      ListTablesResponse page = store.describe(new ListTablesRequest(start, limit));
      names.addAll(page.tableNames());
      start = page.lastEvaluatedTableName();
      assertThat(start).isNotEqualTo(HIDDEN);
    } while (start != null);

    assertThat(names).containsExactly("larder", "larder.control2");
  }

  @Test
  void listsThatAreHandedOnGoOnBehindItToo() {
    String page = forward("ListTables", "{\"Limit\":2}");
    assertThat(page)
        .contains("\"larder.control2\"", "\"larder\"")
        .doesNotContain('"' + HIDDEN + '"');

    assertThat(forward("ListTables", "{}")).doesNotContain('"' + HIDDEN + '"');
  }

  private String forward(String operation, String body) {
    return text(
        (ForwardedResponse)
            join(
                store.forward(
                    new ForwardedRequest(
                        "DynamoDB_20120810." + operation, JsonBytes.of(body.getBytes(UTF_8))))));
  }

  private static String text(ForwardedResponse response) {
    byte[] bytes = new byte[response.body().jsonLength()];
    response.body().copyJsonTo(bytes, 0);
    return new String(bytes, UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"TableName\":\"larder.control\"}",
        "{\"TableName\":\"l\\u0061rder.control\"}",
        "{\"Table\\u004eame\":\"\\u006carder\\u002Econtrol\"}",
        "{\"Statement\":\"SELECT * FROM \\\"larder.control\\\"\"}",
        "{\"Statement\":\"SELECT * FROM \\\"larder.control\\\".\\\"index\\\"\"}",
        "{\"ResourceArn\":\"arn:aws:dynamodb:us-east-1:000000000000:table/larder.control/stream/1\"}",
        "{\"BackupArn\":\"arn:aws:dynamodb:us-east-1:000000000000:table/larder.control/backup/1\"}",
        "{\"Unknown\":[{\"larder.control\":{}}]}",
        "no json: larder.control"
      })
  void nothingThatMentionsItIsHandedOn(String body) {
    for (byte[] bytes : List.of(body.getBytes(UTF_8), body.getBytes(UTF_16LE))) {
      assertNotFound(
          () ->
              join(
                  store.forward(
                      new ForwardedRequest(
                          "DynamoDB_20120810.DescribeTable", JsonBytes.of(bytes)))));
    }
  }

  @Test
  void whatOnlyLooksLikeItIsHandedOn() {
    assertThat(forward("DescribeTable", "{\"TableName\":\"larder.control2\"}"))
        .contains("larder.control2");
  }

  @Test
  void aClientsRecordMayHaveItsNameInIt() {
    String answer = "{\"Records\":[{\"dynamodb\":{\"Keys\":{\"p\":{\"S\":\"larder.control\"}}}}]}";

    assertThat(text(answering(answer, "GetRecords"))).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DESCRIBE_STREAM|{'StreamArn':'%s/stream/1'}",
        "GET_SHARD_ITERATOR|{'StreamArn':'%s/stream/1','ShardId':'shardId-00000001414562045508-2bac9cd2','ShardIteratorType':'LATEST'}",
        "GET_RECORDS|{'ShardIterator':'%s/stream/1#1#AAAA'}"
      })
  void itHasNoStream(Operation operation, String body) {
    assertNotFound(() -> call(operation, body.formatted(ARN).replace('#', '|')));
  }

  /** What is answered to a call that is handed on to who answers with that. */
  private ForwardedResponse answering(String answer, String operation) {
    var answering =
        new HidingTableStore(
            new ForwardingTableStore(whole) {
              @Override
              public CompletableFuture<ForwardedResponse> forward(ForwardedRequest request) {
                return CompletableFuture.completedFuture(
                    new ForwardedResponse(JsonBytes.of(answer.getBytes(UTF_8)), "id"));
              }
            },
            HIDDEN);
    return answering
        .forward(
            new ForwardedRequest(
                "DynamoDBStreams_20120810." + operation, JsonBytes.of("{}".getBytes(UTF_8))))
        .join();
  }

  @Test
  void listsOfOtherThingsAreAnsweredWithoutIt() {
    String answer =
        "{\"Streams\":[{\"TableName\":\"a\",\"n\":[1.50,\"larder.control\"]},{\"TableName\":\"b\","
            + "\"n\":1.50}],\"more\":{\"x\":null}}";

    ForwardedResponse response = answering(answer, "ListStreams");

    assertThat(text(response))
        .isEqualTo("{\"Streams\":[{\"TableName\":\"b\",\"n\":1.50}],\"more\":{\"x\":null}}");
    assertThat(response.requestId()).isEqualTo("id");
  }
}
