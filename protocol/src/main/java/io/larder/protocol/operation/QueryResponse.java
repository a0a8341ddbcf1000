package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** One page of a Query. */
public record QueryResponse(ItemPage page, @Nullable ConsumedCapacity consumedCapacity)
    implements Response {
  @Override
  public long itemBytes() {
    return page.itemBytes();
  }
}
