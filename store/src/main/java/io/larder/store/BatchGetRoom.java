package io.larder.store;

import io.larder.protocol.item.Item;
import org.jspecify.annotations.Nullable;

/**
 * The room that is left in the answer to one BatchGetItem. It is measured by the sizes of items, as
 * on the service, and by their JSON too, which can be nine times as long: an answer must not be
 * larger than a small heap can bear.
 */
public final class BatchGetRoom {
  /** Most item bytes (52 of 100 items of 300 KB are returned). */
  private static final long MAX_ITEM_BYTES = 16_000_000;

  private static final long MAX_JSON_BYTES = 24_000_000;

  private long itemBytes;
  private long jsonBytes;

  /**
   * Takes room for an item; false if there is not so much.
   *
   * @param item the item as it is stored, null if there is none
   * @param returned what is returned of it
   */
  public boolean take(@Nullable Item item, @Nullable Item returned) {
    itemBytes += item == null ? 0 : item.size();
    jsonBytes += returned == null ? 0 : returned.jsonLength();
    return itemBytes <= MAX_ITEM_BYTES && jsonBytes <= MAX_JSON_BYTES;
  }
}
