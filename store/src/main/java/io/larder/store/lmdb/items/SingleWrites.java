package io.larder.store.lmdb.items;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.DeleteItemResponse;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.UpdateItemResponse;
import io.larder.protocol.operation.WriteReturns;
import io.larder.store.IndexKeys;
import io.larder.store.Table;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.throughput.WriteUnits;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * PutItem, UpdateItem and DeleteItem. What does not depend on the stored item is checked and
 * computed by the caller's thread; the writer's thread does it again only if the table's definition
 * changed meanwhile.
 */
public final class SingleWrites {
  private final KeyLayout layout;
  private final ItemWrites writes;

  public SingleWrites(KeyLayout layout, ItemWrites writes) {
    this.layout = layout;
    this.writes = writes;
  }

  public Work<PutItemResponse> put(Tables tables, PutItemRequest request) {
    ItemRules.checkSize(request.item());
    return work(
        tables,
        new Asked(request.tableName(), request.condition(), null, request.returns()),
        table -> preparePut(table, Image.of(request.item())),
        PutItemResponse::new);
  }

  public Work<UpdateItemResponse> update(Tables tables, UpdateItemRequest request) {
    return work(
        tables,
        new Asked(request.tableName(), request.condition(), request.update(), request.returns()),
        table -> prepareUpdate(table, request),
        UpdateItemResponse::new);
  }

  public Work<DeleteItemResponse> delete(Tables tables, DeleteItemRequest request) {
    return work(
        tables,
        new Asked(request.tableName(), request.condition(), null, request.returns()),
        table -> new Prepared(target(table, request.key()), new Change.Delete(), request::key),
        DeleteItemResponse::new);
  }

  /** What the three have in common, besides what they change. */
  private record Asked(
      String tableName,
      @Nullable ConditionExpression condition,
      @Nullable UpdateExpression update,
      WriteReturns returns) {}

  /**
   * A change as it is in one definition of its table.
   *
   * @param key has the key attributes, among others
   */
  private record Prepared(
      Target target, Change change, Supplier<Map<String, AttributeValue>> key) {}

  private interface Answer<R> {
    R of(
        @Nullable Item attributes,
        @Nullable ConsumedCapacity consumedCapacity,
        @Nullable ItemCollectionMetrics itemCollectionMetrics);
  }

  private <R> Work<R> work(
      Tables tables, Asked asked, Function<Table, Prepared> preparation, Answer<R> answer) {
    Table table = tables.table(asked.tableName());
    Prepared prepared = preparation.apply(table);
    return group -> {
      Table current = group.tables().table(asked.tableName());
      Prepared up = current == table ? prepared : preparation.apply(current);
      WriteReturns returns = asked.returns();
      ItemWrite write =
          writes.make(
              group,
              up.target(),
              up.change(),
              asked.condition(),
              returns.onConditionCheckFailure());
      return answer.of(
          returned(returns.values(), write, asked.update()),
          consumed(returns.consumedCapacity(), asked.tableName(), write),
          CollectionMetrics.of(returns.itemCollectionMetrics(), current, up.key().get()));
    };
  }

  private Prepared preparePut(Table table, Image image) {
    Target target = Target.of(layout, table, table.primaryKeyOfItem(image.attributes()));
    IndexKeys.check(table, null, image.attributes());
    image.entries(layout, target);
    return new Prepared(target, new Change.Put(image), image::attributes);
  }

  private Prepared prepareUpdate(Table table, UpdateItemRequest request) {
    Target target = target(table, request.key());
    ItemRules.checkStatementSize(request.update());
    ItemRules.checkKeyIsKept(table, request.update());
    return new Prepared(target, new Change.Update(request.key(), request.update()), request::key);
  }

  private Target target(Table table, Map<String, AttributeValue> key) {
    return Target.of(layout, table, table.primaryKey(key));
  }

  private static @Nullable Item returned(
      ReturnValues asked, ItemWrite write, @Nullable UpdateExpression update) {
    return switch (asked) {
      case NONE -> null;
      case ALL_OLD -> itemOf(write.before());
      case ALL_NEW -> itemOf(write.after());
      case UPDATED_OLD -> updated(write.before(), update);
      case UPDATED_NEW -> updated(write.after(), update);
    };
  }

  private static @Nullable Item itemOf(@Nullable Image image) {
    return image == null ? null : image.item();
  }

  private static @Nullable Item updated(@Nullable Image image, @Nullable UpdateExpression update) {
    if (image == null || update == null) {
      return null;
    }
    Map<String, AttributeValue> attributes = update.updated(image.attributes());
    return attributes.isEmpty() ? null : Item.of(attributes);
  }

  private static @Nullable ConsumedCapacity consumed(
      ReturnConsumedCapacity asked, String tableName, ItemWrite write) {
    if (asked == ReturnConsumedCapacity.NONE) {
      return null;
    }
    var units = new WriteUnits(tableName, false);
    write.chargeTo(units);
    return units.consumed(asked);
  }
}
