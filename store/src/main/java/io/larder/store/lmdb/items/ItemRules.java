package io.larder.store.lmdb.items;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.quota.ServiceQuotas;
import io.larder.store.Table;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The limits of an item that a write must keep, in the service's words. */
final class ItemRules {
  /** Most lists and maps around a value. */
  private static final int MAX_DEPTH = ServiceQuotas.MAX_NESTING - 1;

  private ItemRules() {}

  static void checkSize(Item item) {
    if (item.size() > ServiceQuotas.MAX_ITEM_BYTES) {
      throw validation(Messages.ITEM_TOO_LARGE);
    }
  }

  static void checkUpdatedSize(Item item) {
    checkUpdatedSize(item.size());
  }

  /**
   * An update alone is measured before its item is looked at, by what its statement brings along;
   * in a transaction only the item counts.
   */
  static void checkStatementSize(@Nullable UpdateExpression update) {
    if (update != null) {
      checkUpdatedSize(update.statementSize());
    }
  }

  private static void checkUpdatedSize(long size) {
    if (size > ServiceQuotas.MAX_ITEM_BYTES) {
      throw UpdateExpression.tooLarge();
    }
  }

  static void checkUpdatedDepth(Map<String, AttributeValue> attributes) {
    if (isDeeperThan(attributes.values(), MAX_DEPTH)) {
      throw tooDeep();
    }
  }

  /** The refusal of an update that would nest a value too deep. */
  static ServiceException tooDeep() {
    return validation("Nesting Levels have exceeded supported limits");
  }

  private static boolean isDeeperThan(Collection<AttributeValue> values, int levels) {
    for (AttributeValue value : values) {
      Collection<AttributeValue> inner =
          switch (value) {
            case AttributeValue.ListOf(var list) -> list;
            case AttributeValue.MapOf(var map) -> map.values();
            case AttributeValue.Str _,
                AttributeValue.Num _,
                AttributeValue.Bin _,
                AttributeValue.Bool _,
                AttributeValue.Null _,
                AttributeValue.StrSet _,
                AttributeValue.NumSet _,
                AttributeValue.BinSet _ ->
                null;
          };
      if (inner != null && (levels == 0 || isDeeperThan(inner, levels - 1))) {
        return true;
      }
    }
    return false;
  }

  /** The primary key of an item cannot be updated. */
  static void checkKeyIsKept(Table table, @Nullable UpdateExpression update) {
    if (update == null) {
      return;
    }
    for (String name : update.targetNames()) {
      if (table.keySchema().contains(name)) {
        throw invalidParameter(
            "Cannot update attribute " + name + ". This attribute is part of the key");
      }
    }
  }
}
