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
    int length = after.jsonLength();
    if (before.size() != after.size() || before.jsonLength() != length) {
      return false;
    }
    int from = after.commonPrefix(before);
    int to = length - after.commonSuffix(before, length - from);
    return before.sumOfJson(from, to) == after.sumOfJson(from, to) && before.equals(after);
  }
}
