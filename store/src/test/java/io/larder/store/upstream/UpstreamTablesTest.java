package io.larder.store.upstream;

import static io.larder.store.Requests.get;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.upstream.ScriptedTransport.after;
import static io.larder.store.upstream.ScriptedTransport.error;
import static io.larder.store.upstream.ScriptedTransport.lost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.protocol.wire.JsonBytes;
import io.larder.store.NamedTouched;
import io.larder.store.NewTable;
import io.larder.store.PrimaryKey;
import io.larder.store.SharedTables;
import io.larder.store.StoreFixture;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.observers.TableWatchers;
import io.larder.store.upstream.UpstreamOptions.Engine;
import io.larder.store.upstream.UpstreamOptions.Writers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a table may be answered from memory, and when what is kept of it is void. */
final class UpstreamTablesTest extends UpstreamFixture {
  private static final PutItemRequest PUT = put(TABLE, "pk", s("a"), "sk", s("1"));
  private static final GetItemRequest GET = get(TABLE, "pk", s("a"), "sk", s("1"));
  private static final UpdateTimeToLiveRequest CHANGE =
      new UpdateTimeToLiveRequest(TABLE, new TimeToLiveSpecification("ttl", true));

  private final List<TableEvent> events = new ArrayList<>();

  @BeforeEach
  void aTable() {
    store.watch(events::add);
    createTable();
  }

  private Table known() {
    return store.known(TABLE);
  }

  private PrimaryKey key() {
    return store.defined(TABLE).primaryKey(KEY);
  }

  private void awaitKnown() {
    await().atMost(Duration.ofSeconds(60)).until(() -> known() != null);
  }

  private static JsonBytes json(String text) {
    return JsonBytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ForwardedRequest forwarded(String operation, String body) {
    return new ForwardedRequest("DynamoDB_20120810." + operation, json(body));
  }

  @Test
  void aTableIsNotKnownUntilItWasLookedUpWhichAReadDoesNotWaitFor() {
    upstream.change(NewTable.named("Other", "pk:S", "").request()).join();
    var gate = new CompletableFuture<Void>();
    transport.next("DescribeTable", after(gate));

    assertThat(store.read(get("Other", "pk", s("a"))).item()).isNull();
    assertThat(store.known("Other")).isNull();

    gate.complete(null);
    await().atMost(Duration.ofSeconds(60)).until(() -> store.known("Other") != null);
  }

  @Test
  void aTableIsKnownByItsOwnArnOnly() {
    String arn = known().description().identity().tableArn();

    assertThat(store.known(arn)).isSameAs(known());
    assertThat(store.known(arn.replace("000000000000", "111111111111"))).isNull();
  }

  @Test
  void whileATableIsHeldItIsDefinedButNotKnown() {
    SharedTables.Hold first = store.hold(TABLE);
    SharedTables.Hold second = store.hold(TABLE);
    assertThat(known()).isNull();
    assertThat(store.defined(TABLE)).isNotNull();

    first.release();
    first.release();
    assertThat(known()).isNull();

    second.release();
    store.find(TABLE);
    assertThat(known()).isNotNull();
  }

  @Test
  void whatWasKeptIsVoidAfterAHoldButWritesUnderWayStillProtectWhatIsKept() {
    Table before = known();
    PrimaryKey key = key();

    store.hold(TABLE).release();
    store.find(TABLE);

    assertThat(known().id()).isNotEqualTo(before.id());
    assertThat(known().coherenceId()).isEqualTo(before.coherenceId());
    assertThat(key().collection()).isEqualTo(key.collection());
  }

  @Test
  void aHoldOfAllTablesIsOneOfEachThatCannotBeReleasedAlone() {
    int id = known().id();
    SharedTables.Hold all = store.hold(null);
    SharedTables.Hold one = store.hold(TABLE);

    one.release();
    assertThat(known()).isNull();

    all.release();
    store.find(TABLE);
    assertThat(known().id()).isNotEqualTo(id);
  }

  @Test
  void aHoldOfATableThatNobodyKnowsLeavesNothingBehind() {
    store.hold("Other").release();

    assertThat(store.defined("Other")).isNull();
  }

  @Test
  void aDefinitionThatWasAskedForBeforeAHoldIsAskedForAgain() {
    store.hold(TABLE).release();
    var gate = new CompletableFuture<Void>();
    transport.next("DescribeTable", after(gate));
    var found = CompletableFuture.supplyAsync(() -> store.find(TABLE));
    await().until(() -> transport.bodies("DescribeTable").size() == 2);

    store.hold(TABLE).release();
    gate.complete(null);

    found.join();
    assertThat(transport.bodies("DescribeTable")).hasSize(3);
    assertThat(known()).isNotNull();
  }

  @Test
  void anItemThatAnotherNodeNamesHasTheSameCollectionWhetherTheTableIsKnownOrNot() {
    PrimaryKey key = key();
    NamedTouched here = store.touched(TABLE, key.partition(), key.sort(), List.of("index"));
    var elsewhere = new UpstreamTables("hidden", new TableWatchers(() -> 0));
    NamedTouched there = elsewhere.touched(TABLE, key.partition(), key.sort(), List.of("index"));

    assertThat(here.key()).isEqualTo(key);
    assertThat(there.collections()).isEqualTo(here.collections()).hasSize(2);
    assertThat(elsewhere.isCurrent(there)).isTrue();
  }

  @Test
  void anItemIsNotCurrentOnceItsTableHasAnotherId() {
    NamedTouched touched = store.touched(TABLE, key().partition(), key().sort(), List.of());
    assertThat(store.isCurrent(touched)).isTrue();

    store.hold(TABLE).release();

    assertThat(store.isCurrent(touched)).isFalse();
  }

  @Test
  void aWriteThatBeganUnderAnotherIdBeginsAgain() {
    heard.ready = new CompletableFuture<>();
    CompletableFuture<?> put = store.write(PUT);
    await().until(() -> heard.events.contains("begin 1"));
    store.hold(TABLE).release();

    heard.ready.complete(null);
    put.join();

    assertThat(heard.events).containsExactly("begin 1", "aborted", "begin 1", "committed 1");
    assertThat(store.isCurrent(heard.touched.getLast())).isTrue();
  }

  @Test
  void aWriteDuringWhichTheTableGotAnotherIdVoidsWhatIsKept() {
    var gate = new CompletableFuture<Void>();
    transport.next("PutItem", after(gate));
    CompletableFuture<?> put = store.write(PUT);
    await().until(() -> transport.bodies("PutItem").size() == 1);
    store.hold(TABLE).release();
    store.find(TABLE);
    int id = known().id();

    gate.complete(null);
    put.join();

    assertThat(known().id()).isNotEqualTo(id);
  }

  @Test
  void aTableThatWasMadeAnewIsAnotherOne() {
    Table before = known();
    upstream.change(new DeleteTableRequest(TABLE)).join();
    transport.next("GetItem", error(400, "ResourceNotFoundException"));
    refusal(GET);
    assertThat(known()).isNull();

    createTable();

    assertThat(known().id()).isNotEqualTo(before.id());
    assertThat(events).extracting(Object::getClass).contains(TableEvent.Dropped.class);
  }

  @Test
  void aTableThatIsDeletedIsNotKnownAnyMore() {
    store.change(new DeleteTableRequest(TABLE)).join();

    assertThat(known()).isNull();
    assertThatThrownBy(() -> store.find(TABLE)).isInstanceOf(ServiceException.class);
    assertThat(heard.events).containsExactly("tables [Music]", "committed 0");
  }

  @Test
  void aTableIsHeldWhileItIsChanged() {
    int id = known().id();
    var gate = new CompletableFuture<Void>();
    transport.next("UpdateTimeToLive", after(gate));
    CompletableFuture<?> change = store.change(CHANGE);
    await().until(() -> transport.bodies("UpdateTimeToLive").size() == 1);
    assertThat(known()).isNull();

    gate.complete(null);
    change.join();
    store.find(TABLE);

    assertThat(known().id()).isNotEqualTo(id);
    assertThat(heard.events).containsExactly("tables [Music]", "committed 0");
  }

  @Test
  void aChangeThatIsRefusedVoidsNothing() {
    Table before = known();
    transport.next("UpdateTimeToLive", error(400, "ValidationException"));

    assertThatThrownBy(() -> store.change(CHANGE).join()).isInstanceOf(CompletionException.class);

    assertThat(known()).isSameAs(before);
    assertThat(heard.events).containsExactly("tables [Music]", "aborted");
  }

  @Test
  void aChangeOfUnknownEndHoldsTheTableForTheQuietTime() {
    int id = known().id();
    transport.next("UpdateTimeToLive", lost());

    assertThatThrownBy(() -> store.change(CHANGE).join()).isInstanceOf(CompletionException.class);

    assertThat(known()).isNull();
    assertThat(heard.events).containsExactly("tables [Music]", "unknown");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> store.find(TABLE) != null && known() != null);
    assertThat(known().id()).isNotEqualTo(id);
  }

  @Test
  void whatIsForwardedComesAndIsAnsweredAsItIs() {
    String body = "{ \"TableName\": \"Music\", \"Unknown\": [1.50] }";

    var answer = store.forward(forwarded("DescribeTable", body)).join();

    assertThat(transport.bodies("DescribeTable")).last().isEqualTo(body);
    assertThat(answer.requestId()).isEqualTo("in-process");
    assertThat(heard.events).isEmpty();
  }

  private String heardOf(String operation, String body) {
    transport.next(operation, ScriptedTransport.answer(200, "{}"));
    heard.events.clear();
    store.forward(forwarded(operation, body)).join();
    return heard.events.isEmpty() ? "nothing" : heard.events.getFirst();
  }

  @Test
  void whatWouldWriteItemsUnheardIsRefusedWhereNobodyElseWrites() {
    store.close();
    store = open(options(Engine.DYNAMODB).with(Writers.EXCLUSIVE));

    assertThat(
            StoreFixture.refusal(
                    store.forward(forwarded("StartBulkPutItems", "{\"TableName\":\"Music\"}")))
                .message())
        .contains("must hear of all writes");
    assertThat(transport.bodies("StartBulkPutItems")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ListBackups",
        "GetResourcePolicy",
        "TagResource",
        "CreateBackup",
        "DescribeExport",
        "SearchVectors"
      })
  void callsThatChangeNoItemHoldNoTable(String operation) {
    assertThat(heardOf(operation, "{\"TableName\":\"Music\"}")).isEqualTo("nothing");
    assertThat(known()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UpdateTable|{\"TableName\":\"Music\"}|[Music]",
        "UpdateTable|{\"TableName\":\"arn:aws:dynamodb:us-east-1:000000000000:table/Music\"}|[Music]",
        "DeleteTable|{\"TableName\":\"Other\",\"TableName\":\"Music\"}|[Other, Music]",
        "ImportTable|{\"TableCreationParameters\":{\"TableName\":\"New\"}}|[New]",
        "RestoreTableToPointInTime|{\"SourceTableName\":\"A\",\"TargetTableName\":\"B\"}|[B]",
        "UpdateTable|not json|[]",
        "UpdateTable|{}|[]",
        "SomethingNew|{\"TableName\":\"Music\"}|[]"
      })
  void callsHoldTheTablesThatTheyMayChange(String operation, String body, String held) {
    assertThat(heardOf(operation, body))
        .isEqualTo(held.equals("nothing") ? held : "tables " + held);
  }

  @Test
  void aDefinitionThatWasChangedIsLookedUpAgain() {
    heardOf("UpdateTable", "{\"TableName\":\"Music\"}");
    assertThat(known()).isNull();

    store.read(GET);

    awaitKnown();
  }
}
