package io.larder.protocol.operation;

import io.larder.protocol.item.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items that were read, null for those that are not there; none after writes. */
public record ExecuteTransactionResponse(
    List<@Nullable Item> items, @Nullable List<ConsumedCapacity> consumedCapacity)
    implements Response {
  @Override
  public long itemBytes() {
    long bytes = 0;
    for (Item item : items) {
      bytes += item == null ? 0 : item.jsonLength();
    }
    return bytes;
  }
}
