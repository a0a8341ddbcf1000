package io.larder.store.lmdb.changes;

import io.larder.protocol.item.Item;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an item.
 *
 * @param keys its primary key
 * @param before null if it was not there
 * @param after null if it is not there any more
 * @param isExpiry true if it was deleted because its time was over
 */
public record ChangedItem(
    Item keys, @Nullable Item before, @Nullable Item after, boolean isExpiry) {

  /** True if both hold the same, however that is written. */
  public static boolean isSame(Item before, Item after) {
    return before.size() == after.size()
        && before.jsonLength() == after.jsonLength()
        && before.sumOfJson() == after.sumOfJson()
        && before.equals(after);
  }
}
