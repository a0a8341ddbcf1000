package io.larder.protocol.operation;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page of a Query or Scan. {@code items} is null if only the count was asked for. */
public record ItemPage(
    @Nullable List<Item> items,
    int count,
    int scannedCount,
    @Nullable Map<String, AttributeValue> lastEvaluatedKey,
    PageCost cost) {
  /** The bytes that the items take in an answer. */
  long itemBytes() {
    long bytes = 0;
    if (items != null) {
      for (Item item : items) {
        bytes += item.jsonLength();
      }
    }
    return bytes;
  }
}
