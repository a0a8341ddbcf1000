package io.larder.protocol.operation;

import java.util.List;

/** Reads up to 100 items from one snapshot. */
public record TransactGetItemsRequest(
    List<TransactGetItem> items, ReturnConsumedCapacity returnConsumedCapacity)
    implements Request.Cacheable<TransactGetItemsResponse> {
  @Override
  public boolean evaluates() {
    return items.stream().anyMatch(get -> get.projection() != null);
  }
}
