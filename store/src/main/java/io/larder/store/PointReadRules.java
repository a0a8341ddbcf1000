package io.larder.store;

import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What GetItem, BatchGetItem and TransactGetItems return of items, from a store or a cache. */
public final class PointReadRules {
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
}
