package io.larder.proxy.dax;

import static io.larder.proxy.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.PutItemResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers about items, of which the test says what they are. */
final class DaxAnswerTest extends ServedDaxConnection {
  private static final String ABSENT = "80bfff";

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String get() {
    return request(
        DaxMethod.GET_ITEM,
        out -> out.writeBytes(bytes("Hash")).writeBytes(bytes("1")).writeNull());
  }

  private static String put(int valueLength) {
    byte[] values = new CborWriter().writeInt(2).writeText("x".repeat(valueLength)).toByteArray();
    return request(
        DaxMethod.PUT_ITEM,
        out -> out.writeBytes(bytes("Hash")).writeBytes(bytes("1")).writeBytes(values).writeNull());
  }

  private void answer(String value) {
    var item =
        Item.of(Map.of("id", new AttributeValue.Str("1"), "v", new AttributeValue.Str(value)));
    store.answerReads(_ -> new GetItemResponse(item, null));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void aHitIsAnsweredAtOnce() {
    open();
    lists.register(List.of("v"));
    answer("x");

    assertThat(answerTo(get())).isEqualTo("80bf0043026178ff");
    assertThat(answerTo(get() + get())).isEqualTo("80bf0043026178ff".repeat(2));
  }

  @Test
  void whatIsNotThereIsAnEmptyMap() {
    open();

    assertThat(answerTo(get())).isEqualTo(ABSENT);
  }

  @Test
  void aListWithoutANumberGetsOneBeforeTheAnswer() {
    open();
    lists.isPrompt = false;
    answer("x");

    send(get() + DEFINE_MUSIC);
    assertThat(received()).isEmpty();
    lists.keep();

    assertThat(received()).isEqualTo("80bf0043026178ff" + MUSIC);
  }

  @Test
  void aListThatCannotGetANumberIsToldInsteadOfTheItem() {
    open();
    lists.refusal = new ServiceException(new ServiceError.LimitExceeded("too many lists"));
    answer("x");

    send(get());

    assertThat(failure(receivedBytes()).name()).isEqualTo("LimitExceededException");
    lists.refusal = null;
    assertThat(answerTo(get())).isEqualTo("80bf0043026178ff");
  }

  @Test
  void aTableThatIsNotInMemoryIsLookedUpBesideTheLoop() {
    open();
    lists.register(List.of("v"));
    answer("x");
    isForgetful = true;
    var found = new CompletableFuture<KeySchema>();
    finding = _ -> found.join();

    send(get());
    // What comes meanwhile must not change what is being looked up.
    send(put(1));
    assertThat(received()).isEmpty();
    found.complete(SCHEMAS.get("Hash"));
    assertThat(hex(receive(8))).isEqualTo("80bf0043026178ff");
    await().until(() -> store.pendingPuts() == 1);
    store.nextPut().complete(new PutItemResponse(null, null, null));
    assertThat(hex(receive(2))).isEqualTo("80f6");
  }

  @Test
  void aListThatIsNotInMemoryIsLookedUpBesideTheLoop() {
    open();
    lists.elsewhere.put(2, List.of("v"));

    send(put(1));
    await().until(() -> store.pendingPuts() == 1);
    store.nextPut().complete(new PutItemResponse(null, null, null));

    assertThat(receive(2)).containsExactly(0x80, 0xf6);
  }

  @Test
  void aListThatNobodyKnowsIsAFault() {
    open();

    send(put(1));

    assertThat(failure(receive(40)).name()).isEqualTo("ValidationException");
    assertThat(store.pendingPuts()).isZero();
  }

  @Test
  void whatCannotBeLookedUpIsToldAndTheConnectionGoesOn() {
    open();
    isForgetful = true;
    finding =
        _ -> {
          throw new ServiceException(new ServiceError.ServiceUnavailable("not now"));
        };

    send(get());
    assertThat(failure(receive(40)).name()).isEqualTo("ServiceUnavailableException");
    finding = found -> found;

    send(get());
    assertThat(hex(receive(3))).isEqualTo(ABSENT);
  }

  @Test
  void whatFollowsAWriteWaitsForItsAnswer() {
    open();
    lists.register(List.of("v"));

    send(put(1) + get());
    send(DEFINE_MUSIC);
    assertThat(received()).isEmpty();
    assertThat(memory.taken()).isPositive();
    store.nextPut().complete(new PutItemResponse(null, null, null));

    assertThat(received()).isEqualTo("80f6" + ABSENT + MUSIC);
  }

  @Test
  void aWriteOfAClientThatHasGoneIsForgottenWhenItIsDone() {
    open();
    lists.register(List.of("v"));
    send(put(1) + get());
    var put = store.nextPut();

    channel.close();
    put.complete(new PutItemResponse(null, null, null));

    assertThat(received()).isEmpty();
    assertThat(store.pendingPuts()).isZero();
  }

  @Test
  void aLargeRequestIsDecodedBesideTheLoop() {
    open();
    lists.register(List.of("v"));

    send(put(70_000));
    await().until(() -> store.pendingPuts() == 1);
    store.nextPut().complete(new PutItemResponse(null, null, null));

    assertThat(receive(2)).containsExactly(0x80, 0xf6);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLargeAnswerIsEncodedBesideTheLoopAndGetsItsLists(boolean isKnown) {
    send(FRAMED_PRELUDE + AUTHORIZE);
    if (isKnown) {
      lists.register(List.of("v"));
    }
    answer("x".repeat(70_000));

    send(get());
    // A frame, success, a map, its key, a string, the number of the list, a text, the end.
    int length = 8 + 1 + 1 + 1 + 5 + 1 + 5 + 70_000 + 1;
    byte[] answer = receive(length);

    assertThat(answer).hasSize(length);
    assertThat(HexFormat.of().formatHex(answer, 0, 12))
        .isEqualTo("%08x".formatted(length) + "01000000" + "80bf005a");
  }

  @Test
  void anAnswerForWhichThereIsNoMemoryIsToBeAskedForAgain() {
    open();
    answer("x".repeat(10_000));
    memory.add(2 * MEMORY);

    send(get());

    assertThat(failure(receivedBytes()).codes()).containsExactly(4, 37, 38, 39, 50);
    memory.giveBack(2 * MEMORY);
  }

  @Test
  void aDefectOfAReadIsToldAsOneThatMayBeTriedAgain() {
    open();
    store.answerReads(
        _ -> {
          throw new IllegalArgumentException("secret");
        });

    byte[] answer = HexFormat.of().parseHex(answerTo(get()));

    assertThat(failure(answer))
        .isEqualTo(new Failure(List.of(1, 37, 38, 39, 47), "InternalServerError", 500));
    assertThat(new String(answer, UTF_8)).doesNotContain("secret");
  }

  @Test
  void aDefectOfAWriteIsToldAsOneOfWhichNobodyKnows() {
    open();
    lists.register(List.of("v"));
    send(put(1));

    store.nextPut().completeExceptionally(new IllegalArgumentException("secret"));

    assertThat(failure(receivedBytes()))
        .isEqualTo(new Failure(List.of(3, 37, 54), "InternalServerError", 500));
  }

  @Test
  void aRefusalHasTheCodesOfItsException() {
    open();
    store.answerReads(
        _ -> {
          throw new ServiceException(new ServiceError.ResourceNotFound("no such table"));
        });

    send(get());

    var in = new CborReader(receivedBytes());
    in.skip();
    assertThat(in.readText()).isEqualTo("no such table");
  }

  @ParameterizedTest
  @ValueSource(strings = {"f6f6f6", "444861736841" + "31" + "f5", "4448617368" + "00" + "f6"})
  void argumentsThatAreNoneAreAFaultOfTheClientAndTheConnectionStays(String arguments) {
    open();

    send("011a0fb0cc6a" + arguments);

    assertThat(failure(receivedBytes()).codes()).containsExactly(4, 37, 38, 39, 46);
    assertThat(answerTo(DEFINE_MUSIC)).isEqualTo(MUSIC);
  }

  @Test
  void aTableThatIsNotThereIsNotFound() {
    open();

    send("011a0fb0cc6a" + "424e6f" + "4131" + "f6");

    assertThat(failure(receive(40)))
        .isEqualTo(new Failure(List.of(4, 37, 38, 39, 41), "ResourceNotFoundException", 400));
  }
}
