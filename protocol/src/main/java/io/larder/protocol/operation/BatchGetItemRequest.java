package io.larder.protocol.operation;

import java.util.Map;

/**
 * Reads up to 100 items by primary key; tables by the name or ARN the request used, in its order.
 */
public record BatchGetItemRequest(
    Map<String, KeysAndAttributes> requestItems, ReturnConsumedCapacity returnConsumedCapacity)
    implements Request.Cacheable<BatchGetItemResponse> {
  @Override
  public boolean evaluates() {
    return requestItems.values().stream().anyMatch(keys -> keys.projection() != null);
  }
}
