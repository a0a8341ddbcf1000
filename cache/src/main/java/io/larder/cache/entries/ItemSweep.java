package io.larder.cache.entries;

import io.larder.cache.memory.HeldItem;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Consumer;

/** Looks at all items of a cache, some at a time, again and again. For one thread at a time. */
final class ItemSweep {
  private final ItemParts parts;
  private final Consumer<HeldItem> look;
  private Iterator<ItemPart> partsLeft = Collections.emptyIterator();
  private Iterator<HeldItem> itemsLeft = Collections.emptyIterator();

  ItemSweep(ItemParts parts, Consumer<HeldItem> look) {
    this.parts = parts;
    this.look = look;
  }

  /**
   * Looks at {@code most} more.
   *
   * @return whether it has come to the end of all
   */
  boolean goOn(int most) {
    if (!partsLeft.hasNext() && !itemsLeft.hasNext()) {
      partsLeft = parts.all().iterator();
    }
    for (int left = most; left > 0; left--) {
      while (!itemsLeft.hasNext()) {
        if (!partsLeft.hasNext()) {
          return true;
        }
        itemsLeft = partsLeft.next().all().iterator();
      }
      look.accept(itemsLeft.next());
    }
    return !itemsLeft.hasNext() && !partsLeft.hasNext();
  }
}
