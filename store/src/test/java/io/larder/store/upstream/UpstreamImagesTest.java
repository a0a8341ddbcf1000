package io.larder.store.upstream;

import static io.larder.store.Requests.condition;
import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.putAction;
import static io.larder.store.Requests.returning;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.transaction;
import static io.larder.store.Requests.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.WriteRequest;
import io.larder.store.ItemChange;
import io.larder.store.NamedTouched;
import io.larder.store.NewTable;
import io.larder.store.upstream.UpstreamOptions.Engine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How the new images of writes are learnt, and what is asked of the upstream for it. */
final class UpstreamImagesTest extends UpstreamFixture {
  private static final Map<String, AttributeValue> AFTER =
      item("pk", s("a"), "sk", s("1"), "x", s("new"), "y", s("kept"));

  @BeforeEach
  void aTable() {
    createTable();
  }

  private void reopen(Engine engine) {
    store = open(options(engine));
    store.find(TABLE);
  }

  private void putOld() {
    write(put(TABLE, "pk", s("a"), "sk", s("1"), "x", s("old"), "y", s("kept")));
    heard.known.clear();
    heard.events.clear();
  }

  private static UpdateItemRequest setX(ReturnValues values) {
    return update(TABLE, KEY, update("SET x = :v", ":v", s("new")), returning(values));
  }

  private @Nullable Map<String, AttributeValue> knownImage() {
    Item image = heard.known.getFirst().newImage();
    return image == null ? null : image.attributes();
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"DYNAMODB", "LARDER"})
  void whatIsPutIsItsOwnImageWhereItIsKeptAsSent(Engine engine) {
    reopen(engine);

    write(put(TABLE, "pk", s("a"), "sk", s("1"), "x", s("new"), "y", s("kept")));

    assertThat(knownImage()).isEqualTo(AFTER);
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"ALTERNATOR", "OTHER"})
  void ofOtherEnginesOnlyDeletionsAreKnownAndNothingIsAskedOfThem(Engine engine) {
    reopen(engine);

    putOld();
    write(setX(ReturnValues.NONE));
    write(setX(ReturnValues.UPDATED_NEW));
    write(setX(ReturnValues.ALL_OLD));
    assertThat(heard.known).isEmpty();
    write(delete(TABLE, "pk", s("a"), "sk", s("1")));

    assertThat(transport.bodies("UpdateItem"))
        .hasSize(3)
        .noneMatch(body -> body.contains("ALL_NEW"));
    assertThat(heard.known).hasSize(1);
    assertThat(knownImage()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,ALL_NEW,true",
    "ALL_NEW,ALL_NEW,true",
    "UPDATED_NEW,ALL_NEW,true",
    "ALL_OLD,ALL_OLD,true",
    "UPDATED_OLD,UPDATED_OLD,false"
  })
  void anUpdateOfAnItemThatIsKeptTellsItsImage(
      ReturnValues asked, ReturnValues sent, boolean isTold) {
    putOld();

    Item answer = write(setX(asked)).attributes();

    assertThat(transport.bodies("UpdateItem").getFirst()).contains("\"" + sent + "\"");
    assertThat(heard.known).hasSize(isTold ? 1 : 0);
    if (isTold) {
      assertThat(knownImage()).isEqualTo(AFTER);
    }
    assertThat(answer == null ? null : answer.attributes())
        .isEqualTo(
            switch (asked) {
              case NONE -> null;
              case ALL_NEW -> AFTER;
              case UPDATED_NEW -> item("x", s("new"));
              case UPDATED_OLD -> item("x", s("old"));
              case ALL_OLD -> item("pk", s("a"), "sk", s("1"), "x", s("old"), "y", s("kept"));
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = ReturnValues.class,
      names = {"NONE", "UPDATED_NEW", "UPDATED_OLD"})
  void ofAnItemThatIsNotKeptNothingMoreIsAsked(ReturnValues asked) {
    putOld();
    heard.keeps = false;

    write(setX(asked));

    assertThat(transport.bodies("UpdateItem").getFirst()).doesNotContain("ALL_NEW");
    assertThat(heard.events).containsExactly("begin 1", "committed 0");
  }

  @Test
  void anUpdateThatMakesAnItemTellsItsImageByWhatWasThereBefore() {
    write(setX(ReturnValues.ALL_OLD));

    assertThat(knownImage()).isEqualTo(item("pk", s("a"), "sk", s("1"), "x", s("new")));
  }

  @Test
  void whetherAnUpdateThatOnlyRemovesMakesAnItemIsNotGuessed() {
    write(update(TABLE, KEY, update("REMOVE x"), returning(ReturnValues.ALL_OLD)));

    assertThat(heard.events).containsExactly("begin 1", "committed 0");
  }

  @Test
  void theConditionOfAWriteIsNotMadeToReturnItems() {
    putOld();

    write(setX(ReturnValues.NONE));

    assertThat(transport.bodies("UpdateItem").getFirst())
        .doesNotContain("ReturnValuesOnConditionCheckFailure");
  }

  private static BatchWriteItemRequest batch(WriteRequest... writes) {
    Map<String, List<WriteRequest>> items = new LinkedHashMap<>();
    items.put(TABLE, List.of(writes));
    return new BatchWriteItemRequest(
        items, ReturnConsumedCapacity.NONE, ReturnItemCollectionMetrics.NONE);
  }

  @Test
  void aBatchTellsTheImagesOfItsWrites() {
    putOld();
    Item other = Item.of(item("pk", s("b"), "sk", s("1")));

    write(batch(new WriteRequest.Delete(KEY), new WriteRequest.Put(other)));

    assertThat(heard.events).containsExactly("begin 2", "committed 2");
    assertThat(heard.known).extracting(ItemChange::newImage).containsExactly(null, other);
    assertThat(heard.known)
        .extracting(ItemChange::key)
        .isEqualTo(heard.touched.stream().skip(1).map(NamedTouched::key).toList());
  }

  @Test
  void whatABatchHasLeftIsNotTakenForWritten() {
    putOld();
    transport.next(
        "BatchWriteItem",
        ScriptedTransport.answer(
            200,
            "{\"UnprocessedItems\":{\"Music\":[{\"DeleteRequest\":{\"Key\":"
                + "{\"pk\":{\"S\":\"a\"},\"sk\":{\"S\":\"1\"}}}}]}}"));

    var answer = write(batch(new WriteRequest.Delete(KEY)));

    assertThat(answer.unprocessedItems()).containsOnlyKeys(TABLE);
    assertThat(heard.events).containsExactly("begin 1", "committed 0");
  }

  @Test
  void aTransactionTellsWhatItPutsAndDeletesButNotItsUpdates() {
    putOld();
    var none = ReturnValuesOnConditionCheckFailure.NONE;

    write(
        transaction(
            putAction(TABLE, "pk", s("b"), "sk", s("1")),
            new TransactWriteItem.Update(
                TABLE,
                item("pk", s("c"), "sk", s("1")),
                update("SET x = :v", ":v", s("new")),
                null,
                none,
                false),
            new TransactWriteItem.Delete(TABLE, KEY, null, none)));

    assertThat(heard.events).containsExactly("begin 3", "committed 2");
    assertThat(heard.known.getLast().key()).isEqualTo(heard.touched.getLast().key());
    assertThat(heard.known.getLast().newImage()).isNull();
  }

  @Test
  void aTransactionWithATokenMayHaveBeenDoneLongAgo() {
    var first = transaction("token", 1, putAction(TABLE, "pk", s("a"), "sk", s("1")));
    write(first);
    putOld();

    write(first);

    assertThat(heard.known).isEmpty();
  }

  @Test
  void aTransactionThatIsCancelledHasChangedNothing() {
    var none = ReturnValuesOnConditionCheckFailure.NONE;

    ServiceError error =
        refusal(
            transaction(
                putAction(TABLE, "pk", s("b"), "sk", s("1")),
                new TransactWriteItem.Delete(TABLE, KEY, condition("attribute_exists(pk)"), none)));

    assertThat(meaning(error)).isInstanceOf(ServiceError.TransactionCanceled.class);
    assertThat(heard.events).containsExactly("begin 2", "aborted");
  }

  // Which indexes a write may touch

  private List<String> touchedIndexes(UpdateItemRequest update) {
    heard.touched.clear();
    write(update);
    NamedTouched item = heard.touched.getFirst();
    assertThat(item.collections()).hasSize(1 + item.indexNames().size());
    return item.indexNames();
  }

  private void createIndexed() {
    store = open(options(Engine.DYNAMODB));
    upstream.change(new DeleteTableRequest(TABLE)).join();
    create(
        NewTable.named(TABLE, "pk:S", "sk:S")
            .global("all", "a:S", "", "*")
            .global("keys", "k:S", "sk:S")
            .global("some", "k:S", "", "m")
            .global("turned", "sk:S", "pk:S")
            .local("local", "pk:S", "l:S"));
  }

  private static UpdateItemRequest set(String attribute) {
    return update(
        TABLE,
        KEY,
        update("SET " + attribute + " = :v", ":v", s("v")),
        returning(ReturnValues.NONE));
  }

  @Test
  void anUpdateTouchesTheIndexesThatMayHoldWhatItChanges() {
    createIndexed();

    assertThat(touchedIndexes(set("k"))).containsExactly("all", "keys", "some", "turned");
    assertThat(touchedIndexes(set("m"))).containsExactly("all", "some", "turned");
    assertThat(touchedIndexes(set("z"))).containsExactly("all", "turned");
    assertThat(touchedIndexes(update(TABLE, KEY, null, returning(ReturnValues.NONE))))
        .containsExactly("turned");
  }

  @Test
  void whatIsPutOrDeletedTouchesEveryGlobalIndex() {
    createIndexed();
    write(put(TABLE, "pk", s("a"), "sk", s("1")));
    write(delete(TABLE, "pk", s("a"), "sk", s("1")));

    assertThat(heard.touched)
        .extracting(NamedTouched::indexNames)
        .containsOnly(List.of("all", "keys", "some", "turned"));
    assertThat(Objects.requireNonNull(store.known(TABLE)).index("all")).isNotNull();
  }
}
