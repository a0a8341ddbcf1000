package io.larder.store;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One item to be read, with its key in the table as it was defined when the plan was made.
 *
 * @param tableName as the request spells it: name or ARN
 * @param attributes the same key as the request gives it
 * @param consistentRead whether the request asks for that, which it is charged for
 */
public record PointPlan(
    String tableName,
    Map<String, AttributeValue> attributes,
    Table table,
    PrimaryKey key,
    boolean consistentRead) {

  /**
   * @throws io.larder.protocol.error.ServiceException where the key is none of the table
   */
  public static PointPlan of(
      String tableName,
      Map<String, AttributeValue> attributes,
      Table table,
      boolean consistentRead) {
    return new PointPlan(
        tableName, attributes, table, table.primaryKey(attributes), consistentRead);
  }

  /** The plan for a table that may be another by now; a plan is good for one definition only. */
  public PointPlan in(Table current) {
    return current == table ? this : of(tableName, attributes, current, consistentRead);
  }

  /** Asks for the whole item, consistently. */
  public GetItemRequest request() {
    return new GetItemRequest(tableName, attributes, null, true, ReturnConsumedCapacity.NONE);
  }

  /** What {@code request} is answered where this is its item. */
  public static GetItemResponse answer(GetItemRequest request, @Nullable Item item) {
    return new GetItemResponse(
        PointReadRules.projected(item, request.projection()),
        ReadUnits.item(
            request.returnConsumedCapacity(),
            request.tableName(),
            item == null ? 0 : item.size(),
            request.consistentRead()));
  }
}
