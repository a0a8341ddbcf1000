package io.larder.store.lmdb.items;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.store.IndexKeys;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.RecordReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates what a write does to its item, given what is stored. Changes nothing itself. */
public final class ItemWrites {
  private final KeyLayout layout;

  public ItemWrites(KeyLayout layout) {
    this.layout = layout;
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
