package io.larder.protocol.dax.value;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What items that are read again and again were written as, so that a hot one is transcoded once.
 * Nothing in it can be stale: an item is known by its bytes. Bounded: a place holds one small item.
 * For any number of threads, without locks: an entry is immutable, and one that is lost is made
 * again.
 */
final class RecentItems {
  /** Most bytes of an item and most bytes of what it is written as. */
  private static final int MAX_BYTES = 4 * 1024;

  private static final int PART_OF_HEAP = 64;
  private static final int MIN_PLACES = 1 << 8;
  private static final int MAX_PLACES = 1 << 14;

  private final @Nullable Entry[] places;

  RecentItems() {
    long wished = Runtime.getRuntime().maxMemory() / PART_OF_HEAP / (2 * MAX_BYTES);
    places = new Entry[Integer.highestOneBit(Math.clamp(wished, MIN_PLACES, MAX_PLACES))];
  }

  private static final class Entry {
    private final Item item;
    private final boolean isWhole;
    private final KeySchema keys;
    private final AttributeLists lists;

    /** Null for an item that was written once: most are not written again. */
    private final byte @Nullable [] bytes;

    Entry(
        Item item, boolean isWhole, KeySchema keys, AttributeLists lists, byte @Nullable [] bytes) {
      this.item = item;
      this.isWhole = isWhole;
      this.keys = keys;
      this.lists = lists;
      this.bytes = bytes;
    }

    @SuppressWarnings("ReferenceEquality") // Other lists have other numbers.
    boolean isOf(Item other, boolean whole, KeySchema otherKeys, AttributeLists otherLists) {
      return isWhole == whole
          && lists == otherLists
          && keys.equals(otherKeys)
          && item.hasSameJson(other);
    }
  }

  private int place(Item item) {
    int hash = item.sampledHash();
    return (hash ^ (hash >>> 14)) & (places.length - 1);
  }

  /** Writes the item, whole or its values only, if it is known as what; else returns false. */
  boolean write(Item item, boolean isWhole, KeySchema keys, AttributeLists lists, CborWriter out) {
    if (item.jsonLength() > MAX_BYTES) {
      return false;
    }
    Entry entry = places[place(item)];
    if (entry == null || !entry.isOf(item, isWhole, keys, lists)) {
      return false;
    }
    byte[] bytes = entry.bytes;
    if (bytes == null) {
      return false;
    }
    out.writeRaw(bytes, 0, bytes.length);
    return true;
  }

  /** Notes that the item was written, at {@code start} of {@code out} and to its end. */
  void written(
      Item item, boolean isWhole, KeySchema keys, AttributeLists lists, CborWriter out, int start) {
    if (item.heldBytes() > MAX_BYTES || out.length() - start > MAX_BYTES) {
      return;
    }
    int place = place(item);
    Entry before = places[place];
    boolean again = before != null && before.isOf(item, isWhole, keys, lists);
    byte[] bytes = again ? Arrays.copyOfRange(out.buffer(), start, out.length()) : null;
    places[place] = new Entry(item, isWhole, keys, lists, bytes);
  }
}
