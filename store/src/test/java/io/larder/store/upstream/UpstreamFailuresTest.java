package io.larder.store.upstream;

import static io.larder.store.Requests.condition;
import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.get;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.putAction;
import static io.larder.store.Requests.putIf;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.transaction;
import static io.larder.store.upstream.ScriptedTransport.after;
import static io.larder.store.upstream.ScriptedTransport.answer;
import static io.larder.store.upstream.ScriptedTransport.doneAndLost;
import static io.larder.store.upstream.ScriptedTransport.error;
import static io.larder.store.upstream.ScriptedTransport.lost;
import static io.larder.store.upstream.ScriptedTransport.unreachable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.store.StoreGauge;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of calls that the upstream refuses, does not answer, or answers badly. */
final class UpstreamFailuresTest extends UpstreamFixture {
  private static final PutItemRequest PUT = put(TABLE, "pk", s("a"), "sk", s("1"), "x", s("new"));
  private static final GetItemRequest GET = get(TABLE, "pk", s("a"), "sk", s("1"));

  @BeforeEach
  void aTable() {
    createTable();
  }

  @Test
  void aReadWithoutAnswerIsSentOnceMore() {
    write(PUT);
    transport.next("GetItem", lost());

    assertThat(store.read(GET).item()).isEqualTo(PUT.item());
    assertThat(transport.bodies("GetItem")).hasSize(2);
  }

  @Test
  void aReadThatStaysWithoutAnswerIsAnErrorOfTheServer() {
    transport.next("GetItem", lost(), lost(), lost());

    assertThat(refusal(GET)).isInstanceOf(ServiceError.InternalServer.class);
    assertThat(transport.bodies("GetItem")).hasSize(2);
  }

  @Test
  void anUpstreamThatCannotBeReachedIsUnavailable() {
    transport.next("GetItem", unreachable(), unreachable());

    assertThat(refusal(GET)).isInstanceOf(ServiceError.ServiceUnavailable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"Item\":{\"pk\":{\"S\":1}}}", "[]", "{\"Item\":{}}x"})
  void anAnswerThatCannotBeUnderstoodIsNone(String body) {
    transport.next("GetItem", answer(200, body), answer(200, body));

    assertThat(refusal(GET)).isInstanceOf(ServiceError.InternalServer.class);
    assertThat(transport.bodies("GetItem")).hasSize(2);
  }

  @Test
  void aWriteThatCannotHaveArrivedIsSentOnceMore() {
    transport.next("PutItem", unreachable());

    write(PUT);

    assertThat(transport.bodies("PutItem")).hasSize(2);
    assertThat(heard.events).containsExactly("begin 1", "committed 1");
  }

  @Test
  void aWriteForWhichItHasBecomeTooLateIsNotDone() {
    heard.mayBegin = false;

    assertThat(refusal(PUT)).isInstanceOf(ServiceError.ServiceUnavailable.class);
    assertThat(heard.events).containsExactly("begin 1", "aborted");
    assertThat(store.read(GET).item()).isNull();
  }

  @Test
  void aChangeOfATableForWhichItHasBecomeTooLateIsNotMade() {
    heard.mayBegin = false;

    assertThat(store.change(new DeleteTableRequest(TABLE)))
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableThat()
        .withMessageContaining("The upstream cannot be reached");
    assertThat(upstream.known(TABLE)).isNotNull();
  }

  @Test
  void aWriteThatCouldNotBeSentHasNotBeenDone() {
    transport.next("PutItem", unreachable(), unreachable());

    assertThat(refusal(PUT)).isInstanceOf(ServiceError.ServiceUnavailable.class);
    assertThat(heard.events).containsExactly("begin 1", "aborted");
  }

  @Test
  void aWriteThatMayHaveArrivedIsNotSentAgainAndItsEndIsUnknown() {
    transport.next("PutItem", doneAndLost());
    var onlyIfNew = putIf(TABLE, KEY, condition("attribute_not_exists(pk)"));

    assertThat(refusal(onlyIfNew)).isInstanceOf(ServiceError.InternalServer.class);
    assertThat(transport.bodies("PutItem")).hasSize(1);
    assertThat(heard.events).containsExactly("begin 1", "unknown");
    assertThat(store.read(GET).item()).isNotNull();
  }

  @Test
  void aWriteIsNotSentAgainIfItMayHaveArrivedTheSecondTime() {
    transport.next("PutItem", unreachable(), lost(), unreachable());

    assertThat(refusal(PUT)).isInstanceOf(ServiceError.InternalServer.class);
    assertThat(transport.bodies("PutItem")).hasSize(2);
    assertThat(heard.events).containsExactly("begin 1", "unknown");
  }

  @Test
  void anAnswerToAWriteThatCannotBeUnderstoodLeavesItsEndUnknown() {
    transport.next("PutItem", answer(200, "{\"Attributes\":"));

    assertThat(refusal(PUT)).isInstanceOf(ServiceError.InternalServer.class);
    assertThat(heard.events).containsExactly("begin 1", "unknown");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 408})
  void anErrorOfTheUpstreamLeavesTheEndUnknownAndIsToldAsItCame(int status) {
    transport.next("PutItem", error(status, "InternalServerError"));

    assertThat(refusal(PUT))
        .isInstanceOfSatisfying(
            ServiceError.Relayed.class,
            relayed -> {
              assertThat(relayed.httpStatus()).isEqualTo(status);
              assertThat(relayed.requestId()).isEqualTo("scripted");
              assertThat(relayed.message()).isEqualTo("as said");
            });
    assertThat(transport.bodies("PutItem")).hasSize(1);
    assertThat(heard.events).containsExactly("begin 1", "unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "ConditionalCheckFailedException",
        "SomethingNewException"
      })
  void aRefusalIsToldAsItCameAndHasChangedNothing(String type) {
    transport.next("PutItem", error(400, type));

    ServiceError error = refusal(PUT);

    assertThat(error).isInstanceOf(ServiceError.Relayed.class);
    assertThat(error.type()).endsWith("#" + type);
    assertThat(transport.bodies("PutItem")).hasSize(1);
    assertThat(heard.events).containsExactly("begin 1", "aborted");
  }

  @Test
  void aTransactionWithATokenIsSentOnceMore() {
    transport.next("TransactWriteItems", doneAndLost());

    write(transaction("token", 1, putAction(TABLE, "pk", s("a"), "sk", s("1"))));

    assertThat(transport.bodies("TransactWriteItems")).hasSize(2);
    assertThat(heard.events).containsExactly("begin 1", "committed 0");
  }

  @Test
  void aRefusalOfARepeatedTransactionSaysNothingOfItsFirstSending() {
    transport.next(
        "TransactWriteItems", doneAndLost(), error(400, "TransactionInProgressException"));

    refusal(transaction("token", 1, putAction(TABLE, "pk", s("a"), "sk", s("1"))));

    assertThat(heard.events).containsExactly("begin 1", "unknown");
  }

  @Test
  void aTransactionWithoutATokenIsNotSentAgain() {
    transport.next("TransactWriteItems", doneAndLost());

    refusal(transaction(putAction(TABLE, "pk", s("a"), "sk", s("1"))));

    assertThat(transport.bodies("TransactWriteItems")).hasSize(1);
    assertThat(heard.events).containsExactly("begin 1", "unknown");
  }

  @Test
  void nothingIsSentBeforeTheObserversAreReady() {
    heard.ready = new CompletableFuture<>();
    CompletableFuture<?> put = store.write(PUT);
    await().until(() -> heard.events.contains("begin 1"));
    assertThat(transport.bodies("PutItem")).isEmpty();

    heard.ready.complete(null);

    put.join();
    assertThat(heard.events).containsExactly("begin 1", "committed 1");
  }

  @Test
  void aWriteThatAnObserverForbidsIsNotSent() {
    heard.ready = CompletableFuture.failedFuture(new IllegalStateException("not now"));

    assertThat(refusal(PUT)).isInstanceOf(ServiceError.InternalServer.class);
    assertThat(transport.bodies("PutItem")).isEmpty();
  }

  @Test
  void moreWritesThanThereIsRoomForAreRefusedAtOnce() {
    var gate = new CompletableFuture<Void>();
    store = open(atOnce(1));
    store.find(TABLE);
    transport.next("PutItem", after(gate));
    CompletableFuture<?> first = store.write(PUT);
    await().until(() -> transport.bodies("PutItem").size() == 1);

    assertThat(refusal(PUT)).isInstanceOf(ServiceError.Throttling.class);

    gate.complete(null);
    first.join();
    write(PUT);
  }

  @Test
  void moreReadsThanThereIsRoomForAreRefusedAtOnce() {
    var gate = new CompletableFuture<Void>();
    store = open(atOnce(1));
    store.find(TABLE);
    transport.next("GetItem", after(gate));
    var first = CompletableFuture.supplyAsync(() -> store.read(GET));
    await().until(() -> transport.bodies("GetItem").size() == 1);

    assertThat(refusal(GET)).isInstanceOf(ServiceError.Throttling.class);

    gate.complete(null);
    assertThat(first.join().item()).isNull();
    assertThat(store.read(GET).item()).isNull();
  }

  @Test
  void anUpstreamThatFailsIsLeftAloneForAWhile() {
    for (int i = 0; i < 60; i++) {
      transport.next("GetItem", lost());
    }
    while (gauge("upstream_breaker") == 0) {
      refusal(GET);
    }
    int sent = transport.sent.size();

    assertThat(refusal(GET)).isInstanceOf(ServiceError.ServiceUnavailable.class);
    assertThat(refusal(PUT)).isInstanceOf(ServiceError.ServiceUnavailable.class);
    assertThat(transport.sent).hasSize(sent);
    assertThat(heard.events).containsExactly("begin 1", "aborted");
  }

  @Test
  void refusalsDoNotKeepTheUpstreamFromBeingCalled() {
    for (int i = 0; i < 150; i++) {
      transport.next("DeleteItem", error(400, "ProvisionedThroughputExceededException"));
    }
    for (int i = 0; i < 150; i++) {
      refusal(delete(TABLE, "pk", s("a"), "sk", s("1")));
    }

    assertThat(gauge("upstream_breaker")).isZero();
  }

  private int gauge(String name) {
    return store.gauges().stream()
        .filter(gauge -> gauge.name().equals(name))
        .map(StoreGauge::value)
        .findFirst()
        .orElseThrow()
        .get()
        .intValue();
  }

  @Test
  void aKeyThatIsNoneOfTheTableIsForTheUpstreamToRefuse() {
    ServiceError error = refusal(put(TABLE, "pk", s("a")));

    assertThat(meaning(error)).isInstanceOf(ServiceError.Validation.class);
    assertThat(transport.bodies("PutItem")).hasSize(1);
    assertThat(heard.events).isEmpty();
    assertThat(store.known(TABLE)).isNotNull();
  }

  @Test
  void anUnknownEndOfWhatShouldHaveBeenRefusedHoldsTheTableForTheQuietTime() {
    int id = store.known(TABLE).id();
    transport.next("PutItem", lost());

    refusal(put(TABLE, "pk", s("a")));

    assertThat(store.known(TABLE)).isNull();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> store.find(TABLE) != null && store.known(TABLE) != null);
    assertThat(store.known(TABLE).id()).isNotEqualTo(id);
  }

  @Test
  void aWriteToATableThatIsNotThereIsRefusedByTheUpstream() {
    ServiceError error = refusal(put("None", "pk", s("a")));

    assertThat(meaning(error)).isInstanceOf(ServiceError.ResourceNotFound.class);
    assertThat(error).isInstanceOf(ServiceError.Relayed.class);
    assertThat(heard.events).containsExactly("tables [None]", "aborted");
  }

  @Test
  void aWriteOfSeveralTablesOfWhichOneIsNotThereChangesNothing() {
    refusal(
        transaction(putAction(TABLE, "pk", s("a"), "sk", s("1")), putAction("None", "pk", s("a"))));

    assertThat(heard.events).last().isEqualTo("aborted");
    assertThat(store.read(GET).item()).isNull();
  }

  @Test
  void closingWaitsForTheWritesUnderWay() throws InterruptedException {
    var gate = new CompletableFuture<Void>();
    transport.next("PutItem", after(gate));
    CompletableFuture<?> put = store.write(PUT);
    await().until(() -> transport.bodies("PutItem").size() == 1);

    Thread closing = Thread.ofPlatform().start(store::close);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                closing.getState() == Thread.State.TIMED_WAITING
                    || closing.getState() == Thread.State.TERMINATED);
    assertThat(closing.isAlive()).isTrue();
    gate.complete(null);
    closing.join();

    assertThat(put).isCompleted();
  }
}
