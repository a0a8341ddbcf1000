package io.larder.cache.entries;

import io.larder.cache.memory.HeldRecord;
import io.larder.cache.memory.ItemPart;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Has items leave whose time is over: looks at all of a cache, some at a time, again and again. For
 * one thread at a time.
 */
final class ItemSweep {
  private final ItemParts parts;
  private final Predicate<HeldRecord> mayLeave;
  private final ItemPart.Leaving expired;
  private Iterator<ItemPart> partsLeft = Collections.emptyIterator();
  private @Nullable ItemPart part;
  private int nextPiece;

  ItemSweep(ItemParts parts, Predicate<HeldRecord> mayLeave, ItemPart.Leaving expired) {
    this.parts = parts;
    this.mayLeave = mayLeave;
    this.expired = expired;
  }

  /**
   * Looks at {@code most} more, or some more than that.
   *
   * @return whether it has come to the end of all
   */
  boolean goOn(int most) {
    if (part == null) {
      partsLeft = parts.all().iterator();
    }
    for (int left = most; left > 0; ) {
      if (part == null || nextPiece == part.pieces()) {
        part = partsLeft.hasNext() ? partsLeft.next() : null;
        nextPiece = 0;
        if (part == null) {
          return true;
        }
      }
      left -= part.removeIf(nextPiece, mayLeave, expired).at();
      nextPiece++;
    }
    return false;
  }
}
