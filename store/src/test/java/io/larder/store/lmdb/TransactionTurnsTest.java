package io.larder.store.lmdb;

import static io.larder.store.Requests.condition;
import static io.larder.store.Requests.get;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.transaction;
import static io.larder.store.StoreFixture.TABLE;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.store.NewTable;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.engine.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions whose evaluation takes long; here each look at the clock takes 15 milliseconds. */
final class TransactionTurnsTest {
  private static final int CHECKS = 20;

  private final ManualTicker ticker = new ManualTicker();
  private final LmdbTableStore store =
      LmdbTableStore.withoutThread(
          LmdbOptions.inMemory(),
          EngineParts.DEFAULT.with(
              () -> {
                ticker.pass(Duration.ofMillis(15));
                return ticker.nanos();
              }));

  @BeforeEach
  void createTable() {
    store.change(NewTable.named(TABLE, "pk:S", "").request());
    stepUntilIdle();
    for (int number = 0; number < CHECKS; number++) {
      save("" + number, 1);
    }
    stepUntilIdle();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private CompletableFuture<?> save(String pk, int x) {
    return store.write(put(TABLE, "pk", s(pk), "x", n(x)));
  }

  private boolean isThere(String pk) {
    return store.read(get(TABLE, "pk", s(pk))).item() != null;
  }

  private void stepUntilIdle() {
    while (store.writer().step()) {
      // All there is to do.
    }
  }

  /** Puts {@code pk} if each of the items has x = 1. */
  private CompletableFuture<?> longTransaction(String pk) {
    List<TransactWriteItem> actions = new ArrayList<>();
    var none = ReturnValuesOnConditionCheckFailure.NONE;
    for (int number = 0; number < CHECKS; number++) {
      actions.add(
          new TransactWriteItem.ConditionCheck(
              TABLE, item("pk", s("" + number)), condition("x = :one", ":one", n(1)), none));
    }
    actions.add(new TransactWriteItem.Put(TABLE, Item.of(item("pk", s(pk))), null, none));
    return store.write(transaction(actions.toArray(TransactWriteItem[]::new)));
  }

  @Test
  void otherWritesAreMadeBetweenTheTurnsOfATransaction() {
    var transaction = longTransaction("t");
    store.writer().step();
    var write = save("w", 1);

    store.writer().step();

    assertThat(write).isCompleted();
    assertThat(transaction).isNotDone();
    stepUntilIdle();
    assertThat(transaction).isCompleted();
    assertThat(isThere("t")).isTrue();
  }

  @Test
  void whatChangesBetweenTheTurnsIsSeen() {
    var transaction = longTransaction("t");
    store.writer().step();
    save("0", 2);

    stepUntilIdle();

    assertThat(((ServiceError.TransactionCanceled) refusal(transaction)).reasons())
        .startsWith(
            new CancellationReason(
                "ConditionalCheckFailed", ServiceError.ConditionalCheckFailed.MESSAGE, null))
        .hasSize(CHECKS + 1);
    assertThat(isThere("t")).isFalse();
  }

  @Test
  void aTransactionWhoseItemsKeepChangingMeetsAConflict() {
    var transaction = longTransaction("t");

    for (int turn = 0; turn < 10 * CHECKS && !transaction.isDone(); turn++) {
      for (int number = 0; number < CHECKS; number++) {
        store.write(put(TABLE, "pk", s("" + number), "x", n(1), "turn", n(turn)));
      }
      store.writer().step();
    }

    assertThat(((ServiceError.TransactionCanceled) refusal(transaction)).reasons())
        .contains(
            new CancellationReason(
                "TransactionConflict", "Transaction is ongoing for the item", null));
    assertThat(isThere("t")).isFalse();
  }

  @Test
  void aTableThatIsCreatedBetweenTheTurnsKeepsNobodyFromAnEnd() {
    var transaction = longTransaction("t");
    for (int turn = 0; turn < 10 * CHECKS && !transaction.isDone(); turn++) {
      store.change(NewTable.named("Other" + turn % 100, "pk:S", "").request());
      store.writer().step();
    }

    assertThat(transaction).isDone();
  }

  @Test
  void severalTakeTurnsOneAfterTheOtherAndTooManyAreRefused() {
    List<CompletableFuture<?>> transactions = new ArrayList<>();
    for (int number = 0; number < 70; number++) {
      transactions.add(longTransaction("t" + number));
    }

    store.writer().step();
    var write = save("w", 1);
    store.writer().step();

    assertThat(write).isCompleted();
    assertThat(transactions).filteredOn(CompletableFuture::isDone).hasSize(6);
    assertThat(refusal(transactions.getLast())).isInstanceOf(ServiceError.Throttling.class);
    stepUntilIdle();
    assertThat(transactions)
        .filteredOn(transaction -> !transaction.isCompletedExceptionally())
        .hasSize(64);
  }

  @Test
  void aClosingStoreEndsThem() {
    var transaction = longTransaction("t");
    store.writer().step();

    store.close();

    assertThat(transaction).isCompleted();
  }
}
