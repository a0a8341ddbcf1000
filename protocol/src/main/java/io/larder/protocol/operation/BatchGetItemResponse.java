package io.larder.protocol.operation;

import io.larder.protocol.item.Item;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The items found by table, and the keys left for another call (16 MB limit). */
public record BatchGetItemResponse(
    Map<String, List<Item>> responses,
    Map<String, KeysAndAttributes> unprocessedKeys,
    @Nullable List<ConsumedCapacity> consumedCapacity)
    implements Response {
  @Override
  public long itemBytes() {
    long bytes = 0;
    for (List<Item> ofTable : responses.values()) {
      for (Item item : ofTable) {
        bytes += item.jsonLength();
      }
    }
    return bytes;
  }
}
