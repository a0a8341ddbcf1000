package io.larder.store.lmdb.items;

import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.DeleteItemResponse;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.UpdateItemResponse;
import io.larder.protocol.operation.WriteReturns;
import io.larder.store.IndexKeys;
import io.larder.store.Table;
import io.larder.store.WriteUnits;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import java.util.Map;
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
    Image image = Image.of(request.item());
    ItemRules.checkSize(image.item());
    Table table = tables.table(request.tableName());
    Prepared prepared = preparePut(table, image);
    return group -> {
      Table current = group.tables().table(request.tableName());
      Prepared up = current == table ? prepared : preparePut(current, Image.of(request.item()));
      WriteReturns returns = request.returns();
      byte[] record = group.record(up.target().at());
      ItemWrite write =
          writes.evaluate(
              up.target(),
              record,
              up.change(),
              request.condition(),
              returns.onConditionCheckFailure());
      write.apply(group, record);
      return new PutItemResponse(
          returned(returns.values(), write, null),
          consumed(returns.consumedCapacity(), request.tableName(), write),
          CollectionMetrics.of(returns.itemCollectionMetrics(), current, image.attributes()));
    };
  }

  public Work<UpdateItemResponse> update(Tables tables, UpdateItemRequest request) {
    Table table = tables.table(request.tableName());
    Prepared prepared = prepareUpdate(table, request);
    return group -> {
      Table current = group.tables().table(request.tableName());
      Prepared up = current == table ? prepared : prepareUpdate(current, request);
      WriteReturns returns = request.returns();
      byte[] record = group.record(up.target().at());
      ItemWrite write =
          writes.evaluate(
              up.target(),
              record,
              up.change(),
              request.condition(),
              returns.onConditionCheckFailure());
      write.apply(group, record);
      return new UpdateItemResponse(
          returned(returns.values(), write, request.update()),
          consumed(returns.consumedCapacity(), request.tableName(), write),
          CollectionMetrics.of(returns.itemCollectionMetrics(), current, request.key()));
    };
  }

  public Work<DeleteItemResponse> delete(Tables tables, DeleteItemRequest request) {
    Table table = tables.table(request.tableName());
    Target prepared = target(table, request.key());
    return group -> {
      Table current = group.tables().table(request.tableName());
      Target target = current == table ? prepared : target(current, request.key());
      WriteReturns returns = request.returns();
      byte[] record = group.record(target.at());
      ItemWrite write =
          writes.evaluate(
              target,
              record,
              new Change.Delete(),
              request.condition(),
              returns.onConditionCheckFailure());
      write.apply(group, record);
      return new DeleteItemResponse(
          returned(returns.values(), write, null),
          consumed(returns.consumedCapacity(), request.tableName(), write),
          CollectionMetrics.of(returns.itemCollectionMetrics(), current, request.key()));
    };
  }

  private record Prepared(Target target, Change change) {}

  private Prepared preparePut(Table table, Image image) {
    Target target = Target.of(layout, table, table.primaryKeyOfItem(image.attributes()));
    IndexKeys.check(table, null, image.attributes());
    image.entries(layout, target);
    return new Prepared(target, new Change.Put(image));
  }

  private Prepared prepareUpdate(Table table, UpdateItemRequest request) {
    Target target = target(table, request.key());
    ItemRules.checkStatementSize(request.update());
    ItemRules.checkKeyIsKept(table, request.update());
    return new Prepared(target, new Change.Update(request.key(), request.update()));
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
