package io.larder.protocol.operation;

import io.larder.protocol.item.Item;
import org.jspecify.annotations.Nullable;

/** The item, projected as asked; null if there is none. */
public record GetItemResponse(@Nullable Item item, @Nullable ConsumedCapacity consumedCapacity)
    implements Response {
  @Override
  public long itemBytes() {
    return item == null ? 0 : item.jsonLength();
  }
}
