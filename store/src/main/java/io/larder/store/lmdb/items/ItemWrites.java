package io.larder.store.lmdb.items;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.store.IndexKeys;
import io.larder.store.Table;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.RecordReader;
import io.larder.store.lmdb.writer.WriteGroup;
import io.larder.store.throughput.Access;
import io.larder.store.throughput.TableThroughput;
import io.larder.store.throughput.Throughput;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates what a write does to its item, given what is stored, and makes it. */
public final class ItemWrites {
  private final KeyLayout layout;
  private final Throughput throughput;

  public ItemWrites(KeyLayout layout, Throughput throughput) {
    this.layout = layout;
    this.throughput = throughput;
  }

  TableThroughput throughput(Target target) {
    return throughput(target.table());
  }

  TableThroughput throughput(Table table) {
    return throughput.of(table);
  }

  /**
   * Makes a write that stands alone, if its table and the indexes that it changes have the
   * throughput for it. One whose condition fails is charged as if it had been made.
   *
   * @throws ServiceException as {@link #evaluate}, ProvisionedThroughputExceeded or Throttling;
   *     then nothing has changed
   */
  ItemWrite make(
      WriteGroup group,
      Target target,
      Change change,
      @Nullable ConditionExpression condition,
      ReturnValuesOnConditionCheckFailure onFailure) {
    TableThroughput ofTable = throughput(target);
    long collection = target.key().collection();
    ofTable.own().require(Access.WRITE, collection);
    byte[] record = group.record(target.at());
    ItemWrite write;
    try {
      write = evaluate(target, record, change, condition, onFailure);
    } catch (ServiceException e) {
      if (e.error() instanceof ServiceError.ConditionalCheckFailed) {
        Item stored = RecordReader.item(record, target.at());
        ofTable.charge(collection, false).addItem(stored == null ? 0 : stored.size(), size(change));
      }
      throw e;
    }
    ServiceError refusal = write.refusal(ofTable);
    if (refusal != null) {
      throw new ServiceException(refusal);
    }
    write.apply(group, record);
    write.chargeTo(ofTable.charge(collection, false));
    return write;
  }

  /** The size of the item that a write puts, as far as it is known before. */
  static int size(Change change) {
    return change instanceof Change.Put(var image) ? image.item().size() : 0;
  }

  /**
   * Checks the condition and makes the new image.
   *
   * @param record what the item's record holds now
   * @throws ServiceException ConditionalCheckFailed, or Validation for an update that is not
   *     possible on this item
   */
  ItemWrite evaluate(
      Target target,
      byte @Nullable [] record,
      Change change,
      @Nullable ConditionExpression condition,
      ReturnValuesOnConditionCheckFailure onFailure) {
    Item stored = RecordReader.item(record, target.at());
    Image before = stored == null ? null : Image.of(stored);
    if (condition != null) {
      check(condition, before, onFailure);
    }
    Image after =
        switch (change) {
          case Change.Put(var image) -> image;
          case Change.Update update -> updated(target, before, update);
          case Change.Delete() -> null;
          case Change.Check() -> before;
        };
    return ItemWrite.of(layout, target, before, after);
  }

  private static void check(
      ConditionExpression condition,
      @Nullable Image before,
      ReturnValuesOnConditionCheckFailure onFailure) {
    Map<String, AttributeValue> attributes = before == null ? Map.of() : before.attributes();
    if (!condition.matches(attributes)) {
      Item reported =
          before != null && onFailure == ReturnValuesOnConditionCheckFailure.ALL_OLD
              ? before.item()
              : null;
      throw new ServiceException(
          new ServiceError.ConditionalCheckFailed(
              ServiceError.ConditionalCheckFailed.MESSAGE, reported));
    }
  }

  private static @Nullable Image updated(
      Target target, @Nullable Image before, Change.Update update) {
    var expression = update.expression();
    if (before != null && expression == null) {
      return before;
    }
    if (before == null && expression != null && expression.onlyRemoves()) {
      return null;
    }
    Map<String, AttributeValue> old = before == null ? update.key() : before.attributes();
    Map<String, AttributeValue> changed = expression == null ? Map.of() : expression.apply(old);
    ItemRules.checkUpdatedDepth(changed);
    Image after =
        before == null || expression == null
            ? created(update.key(), changed)
            : before.with(expression.targetNames(), changed);
    // Of an item that is new, the key attributes are new too.
    IndexKeys.check(target.table(), before == null ? Map.of() : old, after.attributes());
    ItemRules.checkUpdatedSize(after.item());
    return after;
  }

  private static Image created(
      Map<String, AttributeValue> key, Map<String, AttributeValue> others) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>(key);
    attributes.putAll(others);
    return Image.of(Item.of(attributes));
  }
}
