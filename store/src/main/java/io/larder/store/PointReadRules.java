package io.larder.store;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What GetItem, BatchGetItem and TransactGetItems return of items, from a store or a cache. */
public final class PointReadRules {
  /** Most item bytes in one BatchGetItem (52 of 100 items of 300 KB are returned). */
  public static final long MAX_BATCH_SIZE = 16_000_000;

  /** Largest sum of item sizes in one TransactGetItems. */
  private static final long MAX_TRANSACTION_SIZE = 4L * 1024 * 1024;

  private PointReadRules() {}

  /** The item as GetItem and BatchGetItem return it: perhaps without any attribute. */
  public static @Nullable Item projected(
      @Nullable Item item, @Nullable ProjectionExpression projection) {
    return item == null || projection == null
        ? item
        : Item.of(projection.project(item.attributes()));
  }

  /** The item as TransactGetItems returns it: none at all if nothing of the projection is there. */
  public static @Nullable Item projectedInTransaction(
      @Nullable Item item, @Nullable ProjectionExpression projection) {
    if (item == null || projection == null) {
      return item;
    }
    Map<String, AttributeValue> attributes = projection.project(item.attributes());
    return attributes.isEmpty() ? null : Item.of(attributes);
  }

  /**
   * @param size the sum of the item sizes of a TransactGetItems
   * @throws io.larder.protocol.error.ServiceException Validation
   */
  public static void checkTransactionSize(long size) {
    if (size > MAX_TRANSACTION_SIZE) {
      throw validation(
          "Collection size of items exceeded, which can also be caused by the aggregate size of"
              + " the items in the transaction exceeding the 4MB limit");
    }
  }
}
