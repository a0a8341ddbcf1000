package io.larder.proxy.http;

import static io.larder.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the requests of a connection take of the account of memory. */
final class HttpMemoryTest extends ServedConnection {
  private static final Item ITEM = Item.of(Map.of("k", new AttributeValue.Str("x".repeat(20_000))));

  private void completeAllPuts() {
    while (store.pendingPuts() > 0) {
      store.nextPut().complete(new PutItemResponse(null, null, null));
      channel.runPendingTasks();
    }
  }

  @Test
  void isTakenUntilTheAnswerIsWritten() {
    send(putItem());
    assertThat(memory.taken()).isGreaterThanOrEqualTo(3 * PUT.length());

    store.nextPut().complete(new PutItemResponse(null, null, null));

    assertThat(received()).startsWith("HTTP/1.1 200 OK");
    assertThat(memory.taken()).isZero();
  }

  @Test
  void isTakenUntilTheOutcomeAlthoughTheClientIsGone() {
    send(putItem());
    channel.close();
    assertThat(memory.taken()).isGreaterThanOrEqualTo(3 * PUT.length());

    store.nextPut().complete(new PutItemResponse(null, null, null));
    channel.runPendingTasks();

    assertThat(memory.taken()).isZero();
  }

  @Test
  void isTakenForALargeBodyUntilTheOutcomeAlthoughTheClientIsGone() {
    String put = "{\"TableName\":\"abc\",\"Item\":{\"k\":{\"S\":\"" + "x".repeat(90_000) + "\"}}}";
    send(call("PutItem", JSON + SIGNED, put));
    channel.close();
    await().until(() -> store.pendingPuts() == 1);
    assertThat(memory.taken()).isGreaterThanOrEqualTo(3 * put.length());

    store.nextPut().complete(new PutItemResponse(null, null, null));
    channel.runPendingTasks();

    assertThat(memory.taken()).isZero();
  }

  @Test
  void isReservedForTheItemThatAWriteReturns() {
    send(call("PutItem", JSON + SIGNED, PUT.replace("}}}", "}},\"ReturnValues\":\"ALL_OLD\"}")));

    assertThat(memory.taken()).isGreaterThanOrEqualTo(ServiceQuotas.MAX_ITEM_BYTES);

    completeAllPuts();
  }

  @Test
  void thatIsUsedUpRefusesAWrite() {
    othersTakeAll();

    String refused = answerTo(putItem());

    assertThat(refused).startsWith("HTTP/1.1 400 ").contains("#ThrottlingException");
    assertThat(store.pendingPuts()).isZero();
    assertThat(channel.isOpen()).isTrue();
    othersGiveBack();
  }

  @Test
  void thatIsUsedUpRefusesAReadWhoseAnswerIsNotSmall() {
    store.answerReads(_ -> new GetItemResponse(ITEM, null));
    othersTakeAll();

    assertThat(answerTo(getItem())).contains("#ThrottlingException");

    othersGiveBack();
    assertThat(answerTo(getItem())).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void thatIsUsedUpDoesNotKeepASmallAnswerBack() {
    othersTakeAll();

    assertThat(answerTo(getItem())).startsWith("HTTP/1.1 200 OK");
    othersGiveBack();
  }

  @Test
  void isTakenByAnswersThatTheClientDoesNotRead() {
    // Given
    store.answerReads(_ -> new GetItemResponse(ITEM, null));
    channel.config().setWriteBufferHighWaterMark(Integer.MAX_VALUE);
    channel.stall(true);

    // When more is asked for than there is room
    for (int i = 0; i < 100; i++) {
      send(getItem());
    }

    // Then
    assertThat(memory.taken()).isBetween(MEMORY, MEMORY * 5 / 4);
    assertThat(channel.config().isAutoRead()).isFalse();

    // And when the client reads
    channel.stall(false);
    String answers = received() + received();
    assertThat(count(answers, "HTTP/1.1 200")).isEqualTo(100);
    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(memory.taken()).isZero();
  }

  @Test
  void isGivenBackByAClientThatGoesWithAnswersUnread() {
    store.answerReads(_ -> new GetItemResponse(ITEM, null));
    channel.stall(true);
    send(getItem() + getItem());
    assertThat(memory.taken()).isGreaterThanOrEqualTo(2 * ITEM.jsonLength());

    channel.close();
    channel.runPendingTasks();

    assertThat(memory.taken()).isZero();
  }

  @Test
  void isTakenByWhatIsSentAhead() {
    send(putItem());
    long one = memory.taken();

    send(putItem());

    assertThat(memory.taken()).isEqualTo(one + PUT.length());

    completeAllPuts();
  }

  @Test
  void isTakenByALargeAnswerWhileItIsWritten() {
    store.answerReads(_ -> new GetItemResponse(LARGE, null));
    memory.add(400_000);

    send(getItem());

    await()
        .pollInSameThread()
        .untilAsserted(() -> assertThat(received()).contains("#ThrottlingException"));
    memory.giveBack(400_000);
  }
}
