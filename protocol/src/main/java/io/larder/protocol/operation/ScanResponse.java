package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** One page of a Scan. */
public record ScanResponse(ItemPage page, @Nullable ConsumedCapacity consumedCapacity)
    implements Response {
  @Override
  public long itemBytes() {
    return page.itemBytes();
  }
}
