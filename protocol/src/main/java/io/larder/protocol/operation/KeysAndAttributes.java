package io.larder.protocol.operation;

import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys to read from one table in a BatchGetItem. The last three members are the request's own
 * words, which UnprocessedKeys repeats.
 */
public record KeysAndAttributes(
    List<Map<String, AttributeValue>> keys,
    @Nullable ProjectionExpression projection,
    boolean consistentRead,
    @Nullable String projectionExpression,
    @Nullable Map<String, String> expressionAttributeNames,
    @Nullable List<String> attributesToGet) {
  /** The same asked for of other keys. */
  public KeysAndAttributes withKeys(List<Map<String, AttributeValue>> others) {
    return new KeysAndAttributes(
        others,
        projection,
        consistentRead,
        projectionExpression,
        expressionAttributeNames,
        attributesToGet);
  }

  /** What is asked for of these keys, with another projection. */
  public KeysAndAttributes withProjection(@Nullable ProjectionExpression other) {
    return new KeysAndAttributes(
        keys,
        other,
        consistentRead,
        projectionExpression,
        expressionAttributeNames,
        attributesToGet);
  }
}
