package io.larder.protocol.operation;

import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one item by its primary key. */
public record GetItemRequest(
    String tableName,
    Map<String, AttributeValue> key,
    @Nullable ProjectionExpression projection,
    boolean consistentRead,
    ReturnConsumedCapacity returnConsumedCapacity)
    implements Request.Cacheable<GetItemResponse> {
  /** This request with another projection. */
  public GetItemRequest withProjection(ProjectionExpression other) {
    return new GetItemRequest(tableName, key, other, consistentRead, returnConsumedCapacity);
  }

  @Override
  public boolean evaluates() {
    return false;
  }
}
