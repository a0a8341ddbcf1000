package io.larder.store;

import static io.larder.store.Requests.condition;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.projection;
import static io.larder.store.Requests.putAction;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.transaction;
import static io.larder.store.Requests.update;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.protocol.operation.TransactWriteItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** TransactWriteItems and TransactGetItems. */
interface TransactionContract extends StoreFixture {
  ReturnValuesOnConditionCheckFailure QUIET = ReturnValuesOnConditionCheckFailure.NONE;

  private static ServiceError tooLarge(long bytes) {
    String message = "Transaction payload size cannot exceed 4MB. Payload Size: ";
    return new ServiceError.Validation(message + ": " + message + bytes);
  }

  private static TransactWriteItem check(
      Map<String, AttributeValue> key, ConditionExpression that) {
    return new TransactWriteItem.ConditionCheck(
        TABLE, key, that, ReturnValuesOnConditionCheckFailure.ALL_OLD);
  }

  private static TransactWriteItem updateAction(
      Map<String, AttributeValue> key, UpdateExpression update) {
    return new TransactWriteItem.Update(TABLE, key, update, null, QUIET, false);
  }

  @Test
  default void allActionsOfATransactionHappen() {
    createTable();
    save("pk", s("checked"), "sk", s("1"), "x", n(1));
    save("pk", s("deleted"), "sk", s("1"));

    var response =
        store()
            .write(
                transaction(
                    putAction(TABLE, "pk", s("put"), "sk", s("1")),
                    updateAction(
                        item("pk", s("updated"), "sk", s("1")), update("SET x = :x", ":x", n(1))),
                    new TransactWriteItem.Delete(
                        TABLE, item("pk", s("deleted"), "sk", s("1")), null, QUIET),
                    check(item("pk", s("checked"), "sk", s("1")), condition("x = :x", ":x", n(1)))))
            .join();

    assertThat(read("pk", s("put"), "sk", s("1"))).isNotNull();
    assertThat(read("pk", s("updated"), "sk", s("1"))).containsEntry("x", n(1));
    assertThat(read("pk", s("deleted"), "sk", s("1"))).isNull();
    assertThat(Objects.requireNonNull(response.consumedCapacity()).getFirst().total())
        .isEqualTo(new Capacity(8.0, null, 8.0));
  }

  @Test
  default void aFailedActionCancelsAllOfThemWithAReasonForEach() {
    createTable();
    save("pk", s("a"), "sk", s("1"), "x", n(1));

    ServiceError error =
        refusal(
            store()
                .write(
                    transaction(
                        putAction(TABLE, "pk", s("b"), "sk", s("1")),
                        check(item("pk", s("a"), "sk", s("1")), condition("x = :x", ":x", n(2))),
                        updateAction(item("pk", s("c"), "sk", s("1")), update("SET x = y")))));

    assertThat(error.message())
        .isEqualTo(
            "Transaction cancelled, please refer cancellation reasons for specific reasons [None,"
                + " ConditionalCheckFailed, ValidationError]");
    var reasons = ((ServiceError.TransactionCanceled) error).reasons();
    assertThat(reasons.get(0)).isEqualTo(CancellationReason.NONE);
    assertThat(reasons.get(1).message()).isEqualTo("The conditional request failed");
    assertThat(((Item) Objects.requireNonNull(reasons.get(1).item())).attributes())
        .containsEntry("x", n(1));
    assertThat(reasons.get(2).message())
        .isEqualTo(
            "The provided expression refers to an attribute that does not exist in the item");
    assertThat(read("pk", s("b"), "sk", s("1"))).isNull();
  }

  /** A cancellation in which action {@code at} of {@code count} alone is at fault. */
  private static ServiceError cancelled(int count, int at, String message) {
    List<CancellationReason> reasons = new ArrayList<>();
    for (int action = 0; action < count; action++) {
      reasons.add(
          action == at
              ? new CancellationReason("ValidationError", message, null)
              : CancellationReason.NONE);
    }
    return new ServiceError.TransactionCanceled(reasons);
  }

  @Test
  default void theFirstKeyThatDoesNotFitIsToldAlone() {
    createTable();
    String mismatch = "The provided key element does not match the schema";
    var good = putAction(TABLE, "pk", s("a"), "sk", s("1"));
    var failing = check(item("pk", s("b"), "sk", s("1")), condition("attribute_exists(pk)"));
    var putWithoutKey = putAction(TABLE, "pk", s("c"));
    Map<String, AttributeValue> wrongType = item("pk", s("c"), "sk", n(1));
    List<TransactWriteItem> misfits =
        List.of(
            updateAction(wrongType, update("SET x = :x", ":x", n(1))),
            new TransactWriteItem.Delete(TABLE, wrongType, null, QUIET),
            check(wrongType, condition("attribute_exists(pk)")),
            new TransactWriteItem.Delete(
                TABLE, item("pk", s("c"), "sk", s("1"), "x", s("1")), null, QUIET));

    for (TransactWriteItem misfit : misfits) {
      assertThat(refusal(store().write(transaction(failing, good, misfit, putWithoutKey))))
          .isEqualTo(cancelled(4, 2, mismatch));
    }
    assertThat(refusal(store().write(transaction(failing, putWithoutKey, misfits.getFirst()))))
        .isEqualTo(
            cancelled(
                3, 1, "One or more parameter values were invalid: Missing the key sk in the item"));
    assertThat(read("pk", s("a"), "sk", s("1"))).isNull();
  }

  @Test
  default void aKeyThatDoesNotFitCountsMoreThanTwoActionsOnOneItem() {
    createTable();
    var action = putAction(TABLE, "pk", s("a"), "sk", s("1"));
    var misfit = new TransactWriteItem.Delete(TABLE, item("pk", s("a")), null, QUIET);

    assertThat(refusal(store().write(transaction(action, action, misfit))))
        .isEqualTo(cancelled(3, 2, "The provided key element does not match the schema"));
  }

  @Test
  default void anEmptyKeyCountsMoreThanOneThatDoesNotFit() {
    createTable();
    var misfit = new TransactWriteItem.Delete(TABLE, item("pk", s("a")), null, QUIET);
    var empty = putAction(TABLE, "pk", s("a"), "sk", s(""));

    assertThat(refusal(store().write(transaction(misfit, empty))))
        .isInstanceOf(ServiceError.EmptyKeyValue.class);
  }

  @Test
  default void whatNoStoredItemCanMendIsToldBeforeAnyCondition() {
    create(NewTable.named(TABLE, "pk:S", "sk:S").global("index", "g:S", ""));
    var failing = check(item("pk", s("a"), "sk", s("1")), condition("attribute_exists(pk)"));
    var wrongIndexKey = putAction(TABLE, "pk", s("b"), "sk", s("1"), "g", n(1));
    var keyChange =
        updateAction(item("pk", s("c"), "sk", s("1")), update("SET sk = :v", ":v", s("2")));

    assertThat(refusal(store().write(transaction(failing, wrongIndexKey, keyChange))))
        .isEqualTo(
            cancelled(
                3,
                1,
                "One or more parameter values were invalid: Type mismatch for Index Key g"
                    + " Expected: S Actual: N IndexName: index"));
    assertThat(refusal(store().write(transaction(failing, keyChange, wrongIndexKey))))
        .isEqualTo(
            cancelled(
                3,
                1,
                "One or more parameter values were invalid: Cannot update attribute sk. This"
                    + " attribute is part of the key"));
  }

  @Test
  default void anUpdateWithATooDeepValueCancelsTheTransactionWhateverItsCondition() {
    createTable();
    var deep =
        new TransactWriteItem.Update(
            TABLE,
            item("pk", s("a"), "sk", s("1")),
            update("SET x = :x", ":x", n(1)),
            condition("attribute_exists(pk)"),
            QUIET,
            true);
    var failing = check(item("pk", s("b"), "sk", s("1")), condition("attribute_exists(pk)"));

    var error = refusal(store().write(transaction(deep, failing)));

    assertThat(((ServiceError.TransactionCanceled) error).reasons())
        .containsExactly(
            new CancellationReason(
                "ValidationError", "Nesting Levels have exceeded supported limits", null),
            new CancellationReason(
                "ConditionalCheckFailed", "The conditional request failed", null));
    assertThat(read("pk", s("a"), "sk", s("1"))).isNull();
  }

  @Test
  default void anEmptyKeyValueFailsTheWholeCall() {
    createTable();

    assertThat(
            refusal(store().write(transaction(putAction(TABLE, "pk", s(""), "sk", s("1")))))
                .message())
        .isEqualTo(
            "One or more parameter values are not valid. The AttributeValue for a key attribute"
                + " cannot contain an empty string value. Key: pk");
  }

  @Test
  default void aKeyOfTheWrongTypeCancelsTheTransaction() {
    createTable();

    assertThat(refusal(store().write(transaction(putAction(TABLE, "pk", n(1), "sk", s("1"))))))
        .isEqualTo(
            new ServiceError.TransactionCanceled(
                List.of(
                    new CancellationReason(
                        "ValidationError",
                        "One or more parameter values were invalid: Type mismatch for key pk"
                            + " expected: S actual: N",
                        null))));
  }

  @Test
  default void anUpdateThatEmptiesAnIndexKeyFailsTheWholeCall() {
    create(NewTable.named(TABLE, "pk:S", "sk:S").global("index", "g:S", ""));

    assertThat(
            refusal(
                store()
                    .write(
                        transaction(
                            updateAction(
                                item("pk", s("a"), "sk", s("1")),
                                update("SET g = :g", ":g", s("")))))))
        .isEqualTo(
            new ServiceError.EmptyKeyValue(
                "One or more parameter values are not valid. The update expression attempted to"
                    + " update a secondary index key to a value that is not supported. The"
                    + " AttributeValue for a key attribute cannot contain an empty string value."));
    assertThat(read("pk", s("a"), "sk", s("1"))).isNull();
  }

  @Test
  default void aPutWithAnEmptyIndexKeyFailsTheWholeCall() {
    create(NewTable.named(TABLE, "pk:S", "sk:S").global("index", "g:S", ""));
    var wrongType = putAction(TABLE, "pk", n(1), "sk", s("1"));
    var empty = putAction(TABLE, "pk", s("a"), "sk", s("1"), "g", s(""));

    assertThat(refusal(store().write(transaction(wrongType, empty))))
        .isEqualTo(
            new ServiceError.EmptyKeyValue(
                "One or more parameter values are not valid. A value specified for a secondary"
                    + " index key is not supported. The AttributeValue for a key attribute cannot"
                    + " contain an empty string value. IndexName: index, IndexKey: g"));
  }

  @Test
  default void anUnknownTableCountsMoreThanAnyKey() {
    createTable();
    var empty = putAction(TABLE, "pk", s(""), "sk", s("1"));
    var unknown = putAction("unknown", "pk", s("a"));

    assertThat(refusal(store().write(transaction(empty, unknown))))
        .isEqualTo(new ServiceError.ResourceNotFound("Requested resource not found"));
  }

  @Test
  default void anEmptyIndexKeyCountsMoreThanAFailedCondition() {
    create(NewTable.named(TABLE, "pk:S", "sk:S").global("index", "g:S", ""));
    var failing = check(item("pk", s("a"), "sk", s("1")), condition("attribute_exists(pk)"));
    var emptying =
        updateAction(item("pk", s("a"), "sk", s("2")), update("SET g = :g", ":g", s("")));

    assertThat(refusal(store().write(transaction(failing, emptying))))
        .isInstanceOf(ServiceError.EmptyKeyValue.class);
  }

  @Test
  default void twoActionsOnOneItemAreRefusedWhateverElseIsWrongWithThem() {
    create(NewTable.named(TABLE, "pk:S", "sk:S").global("index", "g:S", ""));
    var wrong = putAction(TABLE, "pk", s("a"), "sk", s("1"), "g", n(1));
    var keyChange =
        updateAction(item("pk", s("a"), "sk", s("1")), update("SET sk = :v", ":v", s("2")));

    assertThat(refusal(store().write(transaction(wrong, keyChange))).message())
        .isEqualTo("Transaction request cannot include multiple operations on one item");
    assertThat(refusal(store().write(transaction(wrong))))
        .isEqualTo(
            new ServiceError.TransactionCanceled(
                List.of(
                    new CancellationReason(
                        "ValidationError",
                        "One or more parameter values were invalid: Type mismatch for Index Key g"
                            + " Expected: S Actual: N IndexName: index",
                        null))));
  }

  @Test
  default void oneItemMayOccurOnlyOnce() {
    createTable();
    var twice =
        transaction(
            putAction(TABLE, "pk", s("a"), "sk", s("1")),
            putAction(TABLE, "pk", s("a"), "sk", s("1")));

    assertThat(refusal(store().write(twice)))
        .isEqualTo(
            new ServiceError.Validation(
                "Transaction request cannot include multiple operations on one item"));
  }

  @Test
  default void aPutOfATooLargeItemFailsTheWholeCallAndAnUpdateToOneCancelsIt() {
    createTable();
    String tooLarge = "x".repeat(409_600);
    var put = putAction(TABLE, "pk", s("a"), "sk", s("1"), "x", s(tooLarge));
    var grow =
        updateAction(item("pk", s("a"), "sk", s("1")), update("SET x = :x", ":x", s(tooLarge)));

    assertThat(refusal(store().write(transaction(put))))
        .isEqualTo(new ServiceError.Validation("Item size has exceeded the maximum allowed size"));
    assertThat(refusal(store().write(transaction(grow))))
        .isEqualTo(
            new ServiceError.TransactionCanceled(
                List.of(
                    new CancellationReason(
                        "ValidationError",
                        "Item size to update has exceeded the maximum allowed size",
                        null))));
  }

  @Test
  default void anUpdateInATransactionIsMeasuredByItsItemAlone() {
    createTable();
    String largest = "x".repeat(409_600 - "pk".length() - 1 - "sk".length() - 1 - "x".length());
    Map<String, AttributeValue> key = item("pk", s("a"), "sk", s("1"));

    store().write(transaction(updateAction(key, update("SET x = :x", ":x", s(largest))))).join();

    assertThat(read("pk", s("a"), "sk", s("1"))).containsEntry("x", s(largest));
  }

  @Test
  default void takingAwayFromAnItemThatIsNotThereDoesNothingInATransaction() {
    createTable();

    var response =
        store()
            .write(
                transaction(
                    "token",
                    1,
                    updateAction(item("pk", s("a"), "sk", s("1")), update("REMOVE x[0]")),
                    putAction(TABLE, "pk", s("b"), "sk", s("1"))))
            .join();

    assertThat(Objects.requireNonNull(response.consumedCapacity()).getFirst().total())
        .isEqualTo(new Capacity(4.0, null, 4.0));
    assertThat(read("pk", s("a"), "sk", s("1"))).isNull();
    assertThat(read("pk", s("b"), "sk", s("1"))).isNotNull();
  }

  @Test
  default void aTransactionOverFourMegabytesIsRefused() {
    createTable();
    var actions = new TransactWriteItem[11];
    for (int at = 0; at < actions.length; at++) {
      actions[at] = putAction(TABLE, "pk", s("a"), "sk", s("" + at), "x", s("x".repeat(400_000)));
    }

    assertThat(refusal(store().write(transaction(actions))))
        .isEqualTo(tooLarge(11 * 400_000 + 10 * 7 + 8));
    assertThat(read("pk", s("a"), "sk", s("0"))).isNull();
  }

  @Test
  default void aTransactionReadsUpToFourMegabytes() {
    createTable();
    List<TransactGetItem> gets = new ArrayList<>();
    for (int at = 0; at < 16; at++) {
      String sk = "%02d".formatted(at);
      save("pk", s("a"), "sk", s(sk), "x", s("x".repeat(256 * 1024 - 8)));
      gets.add(new TransactGetItem(TABLE, item("pk", s("a"), "sk", s(sk)), projection("sk")));
    }
    save("pk", s("b"), "sk", s("1"));
    List<TransactGetItem> more = new ArrayList<>(gets);
    more.add(new TransactGetItem(TABLE, item("pk", s("b"), "sk", s("1")), null));

    assertThat(transactionalRead(gets).items()).hasSize(16);
    assertThat(refusal(() -> transactionalRead(more))).isEqualTo(tooLarge(4L * 1024 * 1024 + 6));
  }

  private TransactGetItemsResponse transactionalRead(List<TransactGetItem> gets) {
    return store().read(new TransactGetItemsRequest(gets, ReturnConsumedCapacity.NONE));
  }

  @Test
  default void aTokenUsedAgainIsAnsweredWithoutDoingItAgain() {
    createTable();
    var request =
        transaction(
            "token",
            1,
            updateAction(item("pk", s("a"), "sk", s("1")), update("ADD x :x", ":x", n(1))));

    store().write(request).join();
    var again = store().write(request).join();

    assertThat(read("pk", s("a"), "sk", s("1"))).containsEntry("x", n(1));
    assertThat(Objects.requireNonNull(again.consumedCapacity()).getFirst().total())
        .isEqualTo(new Capacity(2.0, 2.0, null));
  }

  @Test
  default void aTokenUsedForSomethingElseIsRefused() {
    createTable();
    var action = putAction(TABLE, "pk", s("a"), "sk", s("1"));
    store().write(transaction("token", 1, action)).join();

    assertThat(refusal(store().write(transaction("token", 2, action))))
        .isEqualTo(
            new ServiceError.IdempotentParameterMismatch(
                "An error occurred (IdempotentParameterMismatchException)"));
  }

  @Test
  default void aTokenIsLookedAtBeforeKeys() {
    createTable();
    var good = putAction(TABLE, "pk", s("a"), "sk", s("1"));
    store().write(transaction("token", 1, good)).join();
    var misfit = putAction(TABLE, "pk", s("a"));

    assertThat(refusal(store().write(transaction("token", 2, misfit))))
        .isInstanceOf(ServiceError.IdempotentParameterMismatch.class);
    assertThat(refusal(store().write(transaction("other", 2, misfit))))
        .isInstanceOf(ServiceError.TransactionCanceled.class);
  }

  @Test
  default void aCancelledTransactionDoesNotUseUpItsToken() {
    createTable();
    var key = item("pk", s("a"), "sk", s("1"));
    var request =
        transaction(
            "token",
            1,
            new TransactWriteItem.Put(
                TABLE, Item.of(key), condition("attribute_not_exists(pk)"), QUIET));
    save("pk", s("a"), "sk", s("1"));

    refusal(store().write(request));
    store().write(Requests.delete(TABLE, "pk", s("a"), "sk", s("1"))).join();
    store().write(request).join();

    assertThat(read("pk", s("a"), "sk", s("1"))).isNotNull();
  }

  @Test
  default void aTransactionalReadReturnsItemsInTheOrderOfTheRequest() {
    createTable();
    save("pk", s("a"), "sk", s("1"), "x", n(1));
    save("pk", s("b"), "sk", s("1"), "x", n(2));
    var request =
        new TransactGetItemsRequest(
            List.of(
                new TransactGetItem(TABLE, item("pk", s("b"), "sk", s("1")), projection("x")),
                new TransactGetItem(TABLE, item("pk", s("none"), "sk", s("1")), null),
                new TransactGetItem(TABLE, item("pk", s("a"), "sk", s("1")), null)),
            ReturnConsumedCapacity.TOTAL);

    var response = store().read(request);

    assertThat(Objects.requireNonNull(response.items().get(0)).attributes())
        .isEqualTo(item("x", n(2)));
    assertThat(response.items().get(1)).isNull();
    assertThat(Objects.requireNonNull(response.items().get(2)).attributes())
        .containsEntry("x", n(1));
    assertThat(Objects.requireNonNull(response.consumedCapacity()).getFirst().total())
        .isEqualTo(new Capacity(6.0, 6.0, null));
  }

  @Test
  default void anEmptyKeyValueOnlyCancelsATransactionalRead() {
    createTable();
    var gets = List.of(new TransactGetItem(TABLE, item("pk", s(""), "sk", s("1")), null));

    assertThat(refusal(() -> transactionalRead(gets)))
        .isEqualTo(
            new ServiceError.TransactionCanceled(
                List.of(
                    new CancellationReason(
                        "ValidationError",
                        "One or more parameter values are not valid. The AttributeValue for a key"
                            + " attribute cannot contain an empty string value. Key: pk",
                        null))));
  }

  @Test
  default void aBadKeyCancelsATransactionalRead() {
    createTable();
    var request =
        new TransactGetItemsRequest(
            List.of(
                new TransactGetItem(TABLE, item("pk", s("a")), null),
                new TransactGetItem(TABLE, item("pk", s("a"), "sk", s("1")), null)),
            ReturnConsumedCapacity.NONE);

    assertThat(refusal(() -> store().read(request)))
        .isEqualTo(
            new ServiceError.TransactionCanceled(
                List.of(
                    new CancellationReason(
                        "ValidationError",
                        "The provided key element does not match the schema",
                        null),
                    CancellationReason.NONE)));
  }
}
