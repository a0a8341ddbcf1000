package io.larder.store;

import static io.larder.store.Requests.b;
import static io.larder.store.Requests.condition;
import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.projection;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.putAction;
import static io.larder.store.Requests.putIf;
import static io.larder.store.Requests.returning;
import static io.larder.store.Requests.returningCosts;
import static io.larder.store.Requests.returningTheItemOnFailure;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.update;
import static io.larder.store.StoreFixture.attributes;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.expression.legacy.LegacyAttributeUpdate;
import io.larder.protocol.expression.legacy.LegacyConditions;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.WriteRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** GetItem, PutItem, UpdateItem and DeleteItem. */
interface ItemContract extends StoreFixture {
  String NOT_FOUND = "Requested resource not found";

  @Test
  default void anItemIsReadAsItWasPut() {
    createTable();

    save("pk", s("a"), "sk", s("1"), "x", n("1.50"));

    assertThat(read("pk", s("a"), "sk", s("1")))
        .isEqualTo(item("pk", s("a"), "sk", s("1"), "x", n("1.5")));
    assertThat(read("pk", s("a"), "sk", s("2"))).isNull();
  }

  @Test
  default void numberKeysAreEqualByValue() {
    create(NewTable.named(TABLE, "pk:N", ""));

    save("pk", n("1"), "x", s("first"));
    save("pk", n("1.0"), "x", s("second"));

    assertThat(read("pk", n("1.00"))).containsEntry("x", s("second"));
  }

  @Test
  default void anUnknownTableIsRefusedByEveryOperation() {
    ServiceError expected = new ServiceError.ResourceNotFound(NOT_FOUND);

    assertThat(refusal(() -> read("pk", s("a")))).isEqualTo(expected);
    assertThat(refusal(store().write(put(TABLE, "pk", s("a"))))).isEqualTo(expected);
    assertThat(refusal(store().write(delete(TABLE, "pk", s("a"))))).isEqualTo(expected);
    assertThat(
            refusal(
                store()
                    .write(
                        new UpdateItemRequest(
                            TABLE, item("pk", s("a")), null, null, Requests.NOTHING))))
        .isEqualTo(expected);
    assertThat(store().known(TABLE)).isNull();
  }

  @Test
  default void aTableIsFoundByItsArn() {
    String arn = createTable().description().identity().tableArn();
    save("pk", s("a"), "sk", s("1"));

    var response = store().read(Requests.get(arn, "pk", s("a"), "sk", s("1")));

    assertThat(response.item()).isNotNull();
  }

  @Test
  default void consumedCapacityNamesTheTableAsTheRequestDoes() {
    create(NewTable.named(TABLE, "pk:S", "sk:S").local("local", "pk:S", "x:S"));
    String arn = store().known(TABLE).description().identity().tableArn();
    var key = item("pk", s("a"), "sk", s("1"));
    var batch = Map.of(arn, List.<WriteRequest>of(new WriteRequest.Put(Item.of(key))));
    var wanted = new KeysAndAttributes(List.of(key), null, false, null, null, null);

    var put = store().write(new PutItemRequest(arn, Item.of(key), null, returningCosts())).join();
    var batchWrite =
        store()
            .write(
                new BatchWriteItemRequest(
                    batch, ReturnConsumedCapacity.TOTAL, ReturnItemCollectionMetrics.SIZE))
            .join();
    var transaction = Requests.transaction("token", 1, putAction(arn, "pk", s("b"), "sk", s("1")));
    List<@Nullable ConsumedCapacity> consumed = new ArrayList<>();
    consumed.add(put.consumedCapacity());
    consumed.add(
        store()
            .read(new GetItemRequest(arn, key, null, true, ReturnConsumedCapacity.TOTAL))
            .consumedCapacity());
    // The second answers of these may come from memory.
    for (int again = 0; again < 2; again++) {
      consumed.add(store().read(Requests.scan(arn, Requests.page().request())).consumedCapacity());
      consumed.addAll(
          Objects.requireNonNull(
              store()
                  .read(new BatchGetItemRequest(Map.of(arn, wanted), ReturnConsumedCapacity.TOTAL))
                  .consumedCapacity()));
      consumed.addAll(
          Objects.requireNonNull(
              store()
                  .read(
                      new TransactGetItemsRequest(
                          List.of(new TransactGetItem(arn, key, null)),
                          ReturnConsumedCapacity.TOTAL))
                  .consumedCapacity()));
      consumed.addAll(Objects.requireNonNull(store().write(transaction).join().consumedCapacity()));
    }
    consumed.addAll(Objects.requireNonNull(batchWrite.consumedCapacity()));

    assertThat(consumed)
        .hasSize(11)
        .allSatisfy(one -> assertThat(Objects.requireNonNull(one).tableName()).isEqualTo(arn));
    assertThat(batchWrite.itemCollectionMetrics()).containsOnlyKeys(arn);
  }

  @Test
  default void aKeyThatDoesNotFitTheSchemaIsRefused() {
    createTable();
    ServiceError expected =
        new ServiceError.Validation("The provided key element does not match the schema");

    assertThat(refusal(() -> read("pk", s("a")))).isEqualTo(expected);
    assertThat(refusal(() -> read("pk", s("a"), "sk", n(1)))).isEqualTo(expected);
    assertThat(refusal(() -> read("pk", s("a"), "sk", s("1"), "x", s("1")))).isEqualTo(expected);
  }

  @Test
  default void anItemWithoutAGoodKeyIsToldWhichAttributeIsWrong() {
    create(NewTable.named(TABLE, "pk:S", "sk:B"));

    assertThat(refusedPut("sk", b(1)))
        .isEqualTo("One or more parameter values were invalid: Missing the key pk in the item");
    assertThat(refusedPut("pk", s("a")))
        .isEqualTo("One or more parameter values were invalid: Missing the key sk in the item");
    assertThat(refusedPut("pk", n(1)))
        .isEqualTo(
            "One or more parameter values were invalid: Type mismatch for key pk expected: S"
                + " actual: N");
    assertThat(refusedPut("pk", s("a"), "sk", new AttributeValue.Null()))
        .isEqualTo(
            "One or more parameter values were invalid: Type mismatch for key sk expected: B"
                + " actual: NULL");
    assertThat(refusedPut("pk", s(""), "sk", b()))
        .isEqualTo(
            "One or more parameter values are not valid. The AttributeValue for a key attribute"
                + " cannot contain an empty string value. Key: pk");
    assertThat(refusedPut("pk", s("a"), "sk", b()))
        .isEqualTo(
            "One or more parameter values are not valid. The AttributeValue for a key attribute"
                + " cannot contain an empty binary value. Key: sk");
  }

  private String refusedPut(Object... namesAndValues) {
    return refusal(store().write(put(TABLE, namesAndValues))).message();
  }

  @Test
  default void anEmptyKeyValueIsRefusedBeforeTheSchemaOfTheRest() {
    createTable();

    assertThat(refusal(() -> read("pk", s(""), "sk", n(1))).message())
        .isEqualTo(
            "One or more parameter values are not valid. The AttributeValue for a key attribute"
                + " cannot contain an empty string value. Key: pk");
    assertThat(refusal(() -> read("pk", s(""))).message())
        .isEqualTo("The provided key element does not match the schema");
  }

  @Test
  default void aProjectionReturnsItsPartsAndAnEmptyItemIfThereAreNone() {
    createTable();
    save("pk", s("a"), "sk", s("1"), "x", n(1), "y", n(2));

    assertThat(attributes(project("x").item())).isEqualTo(item("x", n(1)));
    assertThat(attributes(project("nowhere").item())).isEmpty();
  }

  private GetItemResponse project(String path) {
    return store()
        .read(
            new GetItemRequest(
                TABLE,
                item("pk", s("a"), "sk", s("1")),
                projection(path),
                false,
                ReturnConsumedCapacity.NONE));
  }

  @Test
  default void aProjectionIntoAKeyIsRefused() {
    createTable();

    assertThat(refusal(() -> project("pk.x")).message())
        .isEqualTo(
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
                + " allowed: Key: pk");
  }

  @Test
  default void readingCostsHalfAsMuchIfNotConsistentAndSomethingEvenIfThereIsNothing() {
    createTable();
    save("pk", s("a"), "sk", s("1"), "x", s("x".repeat(5000)));

    assertThat(units("a", true)).isEqualTo(2.0);
    assertThat(units("a", false)).isEqualTo(1.0);
    assertThat(units("missing", true)).isEqualTo(1.0);
    assertThat(units("missing", false)).isEqualTo(0.5);
  }

  private double units(String partition, boolean consistent) {
    var request =
        new GetItemRequest(
            TABLE,
            item("pk", s(partition), "sk", s("1")),
            null,
            consistent,
            ReturnConsumedCapacity.TOTAL);
    return Objects.requireNonNull(store().read(request).consumedCapacity()).total().capacityUnits();
  }

  @Test
  default void aConditionSeesTheStoredItemAndARefusalChangesNothing() {
    createTable();
    save("pk", s("a"), "sk", s("1"), "x", n(1));
    Map<String, AttributeValue> second = item("pk", s("a"), "sk", s("1"), "x", n(2));

    var refused = store().write(putIf(TABLE, second, condition("attribute_not_exists(pk)")));
    var accepted = store().write(putIf(TABLE, second, condition("x = :one", ":one", n(1))));

    assertThat(refusal(refused))
        .isEqualTo(new ServiceError.ConditionalCheckFailed("The conditional request failed", null));
    accepted.join();
    assertThat(read("pk", s("a"), "sk", s("1"))).isEqualTo(second);
  }

  @Test
  default void aConditionOnAMissingItemSeesNoAttributes() {
    createTable();
    Map<String, AttributeValue> item = item("pk", s("a"), "sk", s("1"));

    assertThat(refusal(store().write(putIf(TABLE, item, condition("attribute_exists(pk)")))))
        .isInstanceOf(ServiceError.ConditionalCheckFailed.class);
    store().write(putIf(TABLE, item, condition("attribute_not_exists(pk)"))).join();

    assertThat(read("pk", s("a"), "sk", s("1"))).isEqualTo(item);
  }

  @Test
  default void aFailedConditionReturnsTheStoredItemIfAsked() {
    createTable();
    save("pk", s("a"), "sk", s("1"), "x", n(1));
    var failing = condition("x = :two", ":two", n(2));
    Map<String, AttributeValue> key = item("pk", s("a"), "sk", s("1"));

    var put = new PutItemRequest(TABLE, Item.of(key), failing, returningTheItemOnFailure());
    var delete = new DeleteItemRequest(TABLE, key, failing, returningTheItemOnFailure());
    var update =
        new UpdateItemRequest(
            TABLE, key, update("SET y = :y", ":y", n(1)), failing, returningTheItemOnFailure());

    for (ServiceError error :
        List.of(
            refusal(store().write(put)),
            refusal(store().write(delete)),
            refusal(store().write(update)))) {
      assertThat(error)
          .isInstanceOfSatisfying(
              ServiceError.ConditionalCheckFailed.class,
              failed ->
                  assertThat(((Item) Objects.requireNonNull(failed.item())).attributes())
                      .isEqualTo(item("pk", s("a"), "sk", s("1"), "x", n(1))));
    }
  }

  @Test
  default void putAndDeleteReturnTheOldItemIfAsked() {
    createTable();
    var put =
        new PutItemRequest(
            TABLE,
            Item.of(item("pk", s("a"), "sk", s("1"))),
            null,
            returning(ReturnValues.ALL_OLD));
    var delete =
        new DeleteItemRequest(
            TABLE, item("pk", s("a"), "sk", s("1")), null, returning(ReturnValues.ALL_OLD));

    Item beforeFirst = store().write(put).join().attributes();
    Item beforeSecond = store().write(put).join().attributes();
    Item deleted = store().write(delete).join().attributes();
    Item deletedAgain = store().write(delete).join().attributes();

    assertThat(beforeFirst).isNull();
    assertThat(attributes(beforeSecond)).isEqualTo(item("pk", s("a"), "sk", s("1")));
    assertThat(attributes(deleted)).isEqualTo(item("pk", s("a"), "sk", s("1")));
    assertThat(deletedAgain).isNull();
    assertThat(read("pk", s("a"), "sk", s("1"))).isNull();
  }

  @Test
  default void anUpdateMakesTheItemOfItsKeyAndChangesIt() {
    createTable();
    Map<String, AttributeValue> key = item("pk", s("a"), "sk", s("1"));

    for (int count = 1; count <= 2; count++) {
      store()
          .write(update(TABLE, key, update("ADD x :one", ":one", n(1)), Requests.NOTHING))
          .join();
    }

    assertThat(read("pk", s("a"), "sk", s("1")))
        .isEqualTo(item("pk", s("a"), "sk", s("1"), "x", n(2)));
  }

  @Test
  default void anUpdateWithoutExpressionOnlyMakesSureThatTheItemExists() {
    createTable();
    Map<String, AttributeValue> key = item("pk", s("a"), "sk", s("1"));

    store().write(new UpdateItemRequest(TABLE, key, null, null, Requests.NOTHING)).join();

    assertThat(read("pk", s("a"), "sk", s("1"))).isEqualTo(key);
  }

  @Test
  default void takingAwayFromAnItemThatIsNotThereCreatesNone() {
    create(NewTable.named(TABLE, "pk:S", "sk:S").global("index", "sk:S", ""));
    Map<String, AttributeValue> key = item("pk", s("a"), "sk", s("1"));

    for (UpdateExpression update : removals()) {
      for (ReturnValues values : ReturnValues.values()) {
        var response = store().write(update(TABLE, key, update, returning(values))).join();

        assertThat(response.attributes()).as("%s of %s", values, update).isNull();
      }
      var cost = store().write(update(TABLE, key, update, returningCosts())).join();

      assertThat(cost.consumedCapacity())
          .isEqualTo(
              new ConsumedCapacity(
                  TABLE,
                  new Capacity(1.0, null, null),
                  new Capacity(1.0, null, null),
                  Map.of(),
                  Map.of()));
      assertThat(read("pk", s("a"), "sk", s("1"))).as("after %s", update).isNull();
    }
    assertThat(store().read(Requests.scan(TABLE, Requests.page().request())).page().count())
        .isZero();
    assertThat(store().read(Requests.scan(TABLE, Requests.page("index").request())).page().count())
        .isZero();
  }

  private static List<UpdateExpression> removals() {
    AttributeValue set = new AttributeValue.StrSet(List.of("x"));
    return List.of(
        update("REMOVE x"),
        update("REMOVE x.y"),
        update("REMOVE x[3]"),
        update("DELETE x :set", ":set", set),
        update("DELETE x.y :set REMOVE z", ":set", set),
        LegacyConditions.attributeUpdates(Map.of("x", new LegacyAttributeUpdate(null, "DELETE"))),
        LegacyConditions.attributeUpdates(Map.of("x", new LegacyAttributeUpdate(set, "DELETE"))));
  }

  @Test
  default void takingAwayFromAnItemThatIsNotThereIsConditional() {
    createTable();
    Map<String, AttributeValue> key = item("pk", s("a"), "sk", s("1"));
    var removal = update("REMOVE x");

    store()
        .write(
            new UpdateItemRequest(
                TABLE, key, removal, condition("attribute_not_exists(pk)"), Requests.NOTHING))
        .join();
    var refused =
        store()
            .write(
                new UpdateItemRequest(
                    TABLE, key, removal, condition("attribute_exists(pk)"), Requests.NOTHING));

    assertThat(refusal(refused)).isInstanceOf(ServiceError.ConditionalCheckFailed.class);
    assertThat(read("pk", s("a"), "sk", s("1"))).isNull();
  }

  @Test
  default void anUpdateThatSetsSomethingBesideCreatesTheItem() {
    createTable();
    Map<String, AttributeValue> key = item("pk", s("a"), "sk", s("1"));
    var intoNothing = update("REMOVE m.x SET y = :y", ":y", n(1));
    var beside = update("REMOVE x SET y = :y", ":y", n(1));

    assertThat(refusal(store().write(update(TABLE, key, intoNothing, Requests.NOTHING))).message())
        .isEqualTo("The document path provided in the update expression is invalid for update");
    store().write(update(TABLE, key, beside, Requests.NOTHING)).join();

    assertThat(read("pk", s("a"), "sk", s("1")))
        .isEqualTo(item("pk", s("a"), "sk", s("1"), "y", n(1)));
  }

  @Test
  default void anUpdateReturnsWhatIsAskedFor() {
    createTable();
    save("pk", s("a"), "sk", s("1"), "x", n(1), "y", n(5));

    assertThat(updated(ReturnValues.NONE)).isNull();
    assertThat(updated(ReturnValues.ALL_OLD))
        .isEqualTo(item("pk", s("a"), "sk", s("1"), "x", n(2), "y", n(5)));
    assertThat(updated(ReturnValues.ALL_NEW))
        .isEqualTo(item("pk", s("a"), "sk", s("1"), "x", n(4), "y", n(5)));
    assertThat(updated(ReturnValues.UPDATED_OLD)).isEqualTo(item("x", n(4)));
    assertThat(updated(ReturnValues.UPDATED_NEW)).isEqualTo(item("x", n(6)));
  }

  private @Nullable Map<String, AttributeValue> updated(ReturnValues values) {
    var request =
        update(
            TABLE,
            item("pk", s("a"), "sk", s("1")),
            update("SET x = x + :one", ":one", n(1)),
            returning(values));
    return attributes(store().write(request).join().attributes());
  }

  @Test
  default void updatedValuesAreThoseAtThePathsOfTheUpdate() {
    createTable();
    var document =
        item(
            "m", new AttributeValue.MapOf(item("a", n(1), "b", n(2), "l", list(n(1), n(2), n(3)))));

    for (ReturnValues values : List.of(ReturnValues.UPDATED_OLD, ReturnValues.UPDATED_NEW)) {
      boolean isOld = values == ReturnValues.UPDATED_OLD;
      AttributeValue shown = isOld ? n(2) : n(9);

      assertThat(updated(document, "SET m.b = :v", values)).isEqualTo(inMap("b", shown));
      assertThat(updated(document, "SET m.l[1] = :v", values)).isEqualTo(inMap("l", list(shown)));
      assertThat(updated(document, "SET m.l[1] = :v, m.l[2] = m.a", values))
          .isEqualTo(inMap("l", isOld ? list(n(2), n(3)) : list(n(9), n(1))));
      assertThat(updated(document, "REMOVE m.b ADD x :v", values))
          .isEqualTo(isOld ? inMap("b", n(2)) : item("x", n(9)));
      // What is appended is not at the place that the update names.
      assertThat(updated(document, "SET m.l[7] = :v", values)).isNull();
      assertThat(updated(document, "SET m.c = :v", values))
          .isEqualTo(isOld ? null : inMap("c", n(9)));
      assertThat(updated(document, "REMOVE zz SET m.b = m.b", values)).isEqualTo(inMap("b", n(2)));
    }
  }

  private static AttributeValue list(AttributeValue... elements) {
    return new AttributeValue.ListOf(List.of(elements));
  }

  private static Map<String, AttributeValue> inMap(String name, AttributeValue value) {
    return item("m", new AttributeValue.MapOf(Map.of(name, value)));
  }

  private @Nullable Map<String, AttributeValue> updated(
      Map<String, AttributeValue> document, String expression, ReturnValues values) {
    Map<String, AttributeValue> key = item("pk", s("a"), "sk", s("1"));
    Map<String, AttributeValue> before = new LinkedHashMap<>(key);
    before.putAll(document);
    store().write(new PutItemRequest(TABLE, Item.of(before), null, Requests.NOTHING)).join();
    var update = expression.contains(":v") ? update(expression, ":v", n(9)) : update(expression);
    return attributes(
        store().write(update(TABLE, key, update, returning(values))).join().attributes());
  }

  @Test
  default void anUpdateThatCreatesItsItemHasNoOldValues() {
    createTable();
    for (ReturnValues values : List.of(ReturnValues.ALL_OLD, ReturnValues.UPDATED_OLD)) {
      var request =
          update(
              TABLE,
              item("pk", s(values.name()), "sk", s("1")),
              update("SET x = :one", ":one", n(1)),
              returning(values));

      assertThat(store().write(request).join().attributes()).isNull();
    }
  }

  @Test
  default void aKeyAttributeCannotBeUpdated() {
    createTable();
    var request =
        update(
            TABLE,
            item("pk", s("a"), "sk", s("1")),
            update("SET sk = :other", ":other", s("2")),
            Requests.NOTHING);

    assertThat(refusal(store().write(request)).message())
        .isEqualTo(
            "One or more parameter values were invalid: Cannot update attribute sk. This attribute"
                + " is part of the key");
  }

  @Test
  default void anItemMayHaveExactly400KilobytesWhenPutAndWhenUpdated() {
    createTable();
    String largest = "x".repeat(409_600 - "pk".length() - 1 - "sk".length() - 1 - "x".length());

    save("pk", s("a"), "sk", s("1"), "x", s(largest));
    var tooLarge = store().write(put(TABLE, "pk", s("a"), "sk", s("2"), "x", s(largest + "x")));
    var growing =
        store()
            .write(
                update(
                    TABLE,
                    item("pk", s("a"), "sk", s("1")),
                    update("SET y = :y", ":y", s("")),
                    Requests.NOTHING));

    assertThat(refusal(tooLarge))
        .isEqualTo(new ServiceError.Validation("Item size has exceeded the maximum allowed size"));
    assertThat(refusal(growing))
        .isEqualTo(
            new ServiceError.Validation(
                "Item size to update has exceeded the maximum allowed size"));
    assertThat(read("pk", s("a"), "sk", s("1"))).doesNotContainKey("y");
  }

  @Test
  default void anUpdateIsMeasuredByItsStatementBeforeItsItemIsLookedAt() {
    createTable();
    Map<String, AttributeValue> key = item("pk", s("a"), "sk", s("1"));
    // The statement counts 3 bytes, a SET 19 and its target; of the item it counts nothing.
    String largest = "x".repeat(409_600 - 3 - 19 - 1);
    ServiceError expected =
        new ServiceError.Validation("Item size to update has exceeded the maximum allowed size");
    var tooLarge = update("SET b = :v", ":v", s(largest + "x"));

    store()
        .write(update(TABLE, key, update("SET b = :v", ":v", s(largest)), Requests.NOTHING))
        .join();
    var refused = store().write(update(TABLE, key, tooLarge, Requests.NOTHING));
    var onCondition =
        store()
            .write(
                new UpdateItemRequest(
                    TABLE, key, tooLarge, condition("attribute_exists(zz)"), Requests.NOTHING));
    var ofItsKey =
        store()
            .write(
                update(
                    TABLE, key, update("SET b = :v, sk = :v", ":v", s(largest)), Requests.NOTHING));
    var ofAnotherKey = store().write(update(TABLE, item("pk", s("a")), tooLarge, Requests.NOTHING));

    assertThat(refusal(refused)).isEqualTo(expected);
    assertThat(refusal(onCondition)).isEqualTo(expected);
    assertThat(refusal(ofItsKey)).isEqualTo(expected);
    assertThat(refusal(ofAnotherKey).message())
        .isEqualTo("The provided key element does not match the schema");
    assertThat(read("pk", s("a"), "sk", s("1"))).containsEntry("b", s(largest));
  }

  @Test
  default void attributeUpdatesAreMeasuredByTheItemAlone() {
    createTable();
    Map<String, AttributeValue> key = item("pk", s("a"), "sk", s("1"));
    String largest = "x".repeat(409_600 - "pk".length() - 1 - "sk".length() - 1 - "b".length());

    store().write(update(TABLE, key, putting(largest), Requests.NOTHING)).join();
    var refused = store().write(update(TABLE, key, putting(largest + "x"), Requests.NOTHING));

    assertThat(refusal(refused).message())
        .isEqualTo("Item size to update has exceeded the maximum allowed size");
    assertThat(read("pk", s("a"), "sk", s("1"))).containsEntry("b", s(largest));
  }

  private static UpdateExpression putting(String text) {
    return LegacyConditions.attributeUpdates(
        Map.of("b", new LegacyAttributeUpdate(s(text), "PUT")));
  }

  @Test
  default void anUpdateCannotNestDeeperThanAnItemMay() {
    createTable();
    AttributeValue deep = s("x");
    for (int level = 0; level < 31; level++) {
      deep = new AttributeValue.MapOf(Map.of("m", deep));
    }
    save("pk", s("a"), "sk", s("1"), "x", deep);
    AttributeValue deeper = new AttributeValue.MapOf(Map.of("m", deep));
    var request =
        update(
            TABLE,
            item("pk", s("a"), "sk", s("1")),
            update("SET y = :y", ":y", deeper),
            Requests.NOTHING);

    assertThat(refusal(store().write(request)).message())
        .isEqualTo("Nesting Levels have exceeded supported limits");
  }

  @Test
  default void writingCostsTheLargerOfTheOldAndTheNewItem() {
    createTable();
    Map<String, AttributeValue> large = item("pk", s("a"), "sk", s("1"), "x", s("x".repeat(2000)));
    Map<String, AttributeValue> key = item("pk", s("a"), "sk", s("1"));

    var insert =
        store().write(new PutItemRequest(TABLE, Item.of(large), null, returningCosts())).join();
    var shrink =
        store().write(new PutItemRequest(TABLE, Item.of(key), null, returningCosts())).join();
    var delete = store().write(new DeleteItemRequest(TABLE, key, null, returningCosts())).join();
    var nothing = store().write(new DeleteItemRequest(TABLE, key, null, returningCosts())).join();

    assertThat(
            List.of(
                Objects.requireNonNull(insert.consumedCapacity()).total(),
                Objects.requireNonNull(shrink.consumedCapacity()).total(),
                Objects.requireNonNull(delete.consumedCapacity()).total(),
                Objects.requireNonNull(nothing.consumedCapacity()).total()))
        .extracting(Capacity::capacityUnits)
        .containsExactly(2.0, 2.0, 1.0, 1.0);
    assertThat(insert.itemCollectionMetrics()).isNull();
  }
}
