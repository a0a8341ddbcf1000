package io.larder.protocol.operation;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Query and Scan have in common: which index, which items of it, and which page. {@code
 * select} is null where the request leaves it to the default rules; {@code limit} counts evaluated
 * items.
 */
public record PageRequest(
    @Nullable String indexName,
    @Nullable ConditionExpression filter,
    @Nullable ProjectionExpression projection,
    @Nullable Select select,
    @Nullable Integer limit,
    @Nullable Map<String, AttributeValue> exclusiveStartKey,
    boolean consistentRead) {
  PageRequest withProjection(ProjectionExpression other) {
    return new PageRequest(
        indexName, filter, other, select, limit, exclusiveStartKey, consistentRead);
  }

  /** True if the items are filtered or projected. */
  boolean evaluates() {
    return filter != null || projection != null;
  }
}
