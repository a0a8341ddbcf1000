package io.larder.protocol.dax.value;

import io.larder.protocol.item.KeySchema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the items that went by last: of most tables, all items have one or a few. Bounded;
 * what has no place in it, or lost it, is made again.
 */
final class ItemShapes {
  private static final int SLOTS = 1024;

  /** Shapes with longer names are not kept, so that the sum of all is bounded. */
  private static final int MAX_NAME_BYTES = 8192;

  /** Written without locks: a shape is immutable, and if one is lost it is made again. */
  private final @Nullable ItemShape[] slots = new ItemShape[SLOTS];

  /** The shape of an item of a table with these keys. */
  ItemShape of(TranscodedItem item, KeySchema keys) {
    int hash =
        item.hash()
            + (keys.partition().isEmpty() ? 0 : keys.partition().getFirst().name().hashCode());
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    ItemShape kept = slots[slot];
    if (kept != null && kept.fits(item, keys)) {
      return kept;
    }
    ItemShape shape = ItemShape.of(item, keys);
    if (shape.nameBytes() <= MAX_NAME_BYTES) {
      slots[slot] = shape;
    }
    return shape;
  }
}
