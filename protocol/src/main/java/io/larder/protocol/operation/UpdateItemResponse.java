package io.larder.protocol.operation;

import io.larder.protocol.item.Item;
import org.jspecify.annotations.Nullable;

/**
 * The result of UpdateItem; {@code attributes} as ReturnValues asks, null if there are none to
 * return.
 */
public record UpdateItemResponse(
    @Nullable Item attributes,
    @Nullable ConsumedCapacity consumedCapacity,
    @Nullable ItemCollectionMetrics itemCollectionMetrics)
    implements Response {
  @Override
  public long itemBytes() {
    return attributes == null ? 0 : attributes.jsonLength();
  }
}
