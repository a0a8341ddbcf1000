package io.larder.proxy.dax;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.BatchWriteItemResponse;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.WriteRequest;
import io.larder.proxy.call.ScriptedTableStore.Written;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches of writes of which the store leaves some. */
final class WholeBatchTest extends ServedDaxConnection {
  private static final String DONE = "80a080a0";

  @BeforeEach
  void standStill() {
    channel.freezeTime();
    open();
  }

  /** Deletes three items of one table. */
  private void sendBatch() {
    send(
        request(
            DaxMethod.BATCH_WRITE_ITEM,
            out -> {
              out.beginMap(1).writeText("Hash").beginArray(6);
              for (String key : List.of("1", "2", "3")) {
                out.writeBytes(key.getBytes(UTF_8)).writeNull();
              }
              out.writeNull();
            }));
  }

  private static List<WriteRequest> deletes(String... keys) {
    return List.of(keys).stream()
        .<WriteRequest>map(key -> new WriteRequest.Delete(Map.of("id", new Str(key))))
        .toList();
  }

  private static List<WriteRequest> asked(Written written) {
    return ((BatchWriteItemRequest) written.request()).requestItems().get("Hash");
  }

  private static BatchWriteItemResponse leaving(
      @Nullable List<ConsumedCapacity> capacity, String... keys) {
    return new BatchWriteItemResponse(
        keys.length == 0 ? Map.of() : Map.of("Hash", deletes(keys)), capacity, null);
  }

  /** Lets so much time pass that the next attempt is made. */
  private void wait(int milliseconds) {
    channel.advanceTimeBy(milliseconds, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void whatIsLeftIsWrittenAgainUntilNothingIs() {
    sendBatch();
    Written first = store.nextWrite();
    first.response().complete(leaving(null, "2", "3"));
    assertThat(store.pendingPuts()).isZero();
    wait(50);
    Written second = store.nextWrite();
    second.response().complete(leaving(null, "3"));
    wait(100);
    Written third = store.nextWrite();
    assertThat(received()).isEmpty();
    third.response().complete(leaving(null));

    assertThat(asked(first)).isEqualTo(deletes("1", "2", "3"));
    assertThat(asked(second)).isEqualTo(deletes("2", "3"));
    assertThat(asked(third)).isEqualTo(deletes("3"));
    assertThat(received()).isEqualTo(DONE);
  }

  @Test
  void whatIsLeftForTooLongRefusesTheCall() {
    sendBatch();

    int attempts = 0;
    for (int waited = 0; waited <= 20_000; waited += 50) {
      while (store.pendingPuts() > 0) {
        attempts++;
        store.nextWrite().response().complete(leaving(null, "3"));
      }
      wait(50);
    }

    assertThat(attempts).isBetween(8, 20);
    assertThat(failure(receivedBytes()).name()).isEqualTo("ThrottlingException");
    assertThat(memory.taken()).isZero();
  }

  @Test
  void anErrorOfALaterAttemptIsTheAnswer() {
    sendBatch();
    store.nextWrite().response().complete(leaving(null, "3"));
    wait(50);
    store
        .nextWrite()
        .response()
        .completeExceptionally(new ServiceException(new ServiceError.ResourceNotFound("gone")));

    assertThat(failure(receivedBytes()).name()).isEqualTo("ResourceNotFoundException");
  }

  private static BatchWriteItemResponse with(
      double units, double ofIndex, List<ItemCollectionMetrics> metrics, String... left) {
    var capacity =
        new ConsumedCapacity(
            "Hash",
            capacity(units + ofIndex),
            capacity(units),
            Map.of(),
            ofIndex == 0 ? Map.of() : Map.of("byName", capacity(ofIndex)));
    return new BatchWriteItemResponse(
        left.length == 0 ? Map.of() : Map.of("Hash", deletes(left)),
        List.of(capacity),
        Map.of("Hash", metrics));
  }

  private static Capacity capacity(double units) {
    return new Capacity(units, null, null);
  }

  @Test
  void allAttemptsAreOneAnswer() {
    // Given
    var one = new ItemCollectionMetrics(Map.of("id", new Str("1")), 0, 1);
    var two = new ItemCollectionMetrics(Map.of("id", new Str("2")), 0, 1);
    sendBatch();
    store.nextWrite().response().complete(with(5, 3, List.of(one, two), ""));
    wait(50);
    store.nextWrite().response().complete(with(5, 3, List.of(one, two)));
    String inTwo = received();

    // When
    sendBatch();
    store.nextWrite().response().complete(with(10, 6, List.of(one, two, one, two)));
    String inOne = received();

    // Then
    assertThat(inTwo).isEqualTo(inOne).isNotEqualTo(DONE);
  }
}
