package io.larder.protocol.operation;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import java.util.Map;

/** One write of a BatchWriteItem. */
public sealed interface WriteRequest {
  /** Creates or replaces an item. */
  record Put(Item item) implements WriteRequest {}

  /** Deletes an item. */
  record Delete(Map<String, AttributeValue> key) implements WriteRequest {}
}
