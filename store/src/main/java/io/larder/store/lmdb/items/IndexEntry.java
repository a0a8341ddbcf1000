package io.larder.store.lmdb.items;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.store.Index;
import io.larder.store.PrimaryKey;
import io.larder.store.lmdb.layout.RecordKey;
import java.util.Map;

/**
 * What one item puts into one index: {@code item} with {@code attributes}, stored at {@code at}.
 */
public record IndexEntry(
    Index index, PrimaryKey key, RecordKey at, Item item, Map<String, AttributeValue> attributes) {

  /** True if both stand at the same place in the index. */
  boolean hasSameKey(IndexEntry other) {
    return key.equals(other.key);
  }

  boolean holdsSame(IndexEntry other) {
    return attributes.equals(other.attributes);
  }
}
