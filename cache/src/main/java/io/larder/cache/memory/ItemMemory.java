package io.larder.cache.memory;

import io.larder.protocol.item.Item;
import io.larder.store.PrimaryKey;
import org.jspecify.annotations.Nullable;

/**
 * Items, each with its key and when it was stored, outside of the heap. Whoever holds one gives it
 * back, once, after nobody can find it any more; who is reading it meanwhile is told that it is
 * gone. For any number of threads.
 */
public final class ItemMemory {
  private final Blocks blocks;

  /**
   * @param maxBytes most memory that it takes
   */
  public ItemMemory(long maxBytes) {
    this.blocks = new Blocks(maxBytes);
  }

  /** How many bytes of this memory the item takes. */
  public static long bytesFor(PrimaryKey key, @Nullable Item item) {
    return Blocks.bytesFor(HeldRecord.length(key, item));
  }

  /**
   * Holds an item, or that there is none.
   *
   * @return null if there is no room
   */
  public @Nullable HeldItem hold(PrimaryKey key, @Nullable Item item, long storedAt) {
    return blocks.hold(key.hashCode(), HeldRecord.write(key, item, storedAt));
  }

  /**
   * Holds another item of the same key instead, if it takes as much memory, or returns false. For
   * who has the key for himself.
   */
  public boolean replace(HeldItem held, PrimaryKey key, @Nullable Item item, long storedAt) {
    return blocks.replace(held, HeldRecord.write(key, item, storedAt));
  }

  /** Finds the item of that key, with all that is held of it. */
  public Lookup lookup(PrimaryKey key) {
    return new Lookup(this, key, Integer.MAX_VALUE);
  }

  /** The same for who wants to know only whether something is held. */
  public Lookup lookupOnly(PrimaryKey key) {
    return new Lookup(this, key, HeldRecord.lengthOfKey(key));
  }

  @Nullable HeldRecord read(HeldItem held, int most) {
    byte[] copy = blocks.read(held, most);
    return copy == null ? null : new HeldRecord(copy);
  }

  /** All that is held; null if it is gone. */
  public @Nullable HeldRecord read(HeldItem held) {
    return read(held, Integer.MAX_VALUE);
  }

  /** What comes before the key; null if it is gone. */
  public @Nullable HeldRecord readHead(HeldItem held) {
    return read(held, HeldRecord.HEAD);
  }

  /** What comes before the item; null if it is gone. */
  public @Nullable HeldRecord readKey(HeldItem held) {
    HeldRecord head = readHead(held);
    return head == null ? null : read(held, head.lengthOfKey());
  }

  /** How many bytes of this memory it takes; 0 if it is gone. */
  public long bytes(HeldItem held) {
    return blocks.bytes(held);
  }

  /** Frees what it takes; false if somebody has. */
  public boolean giveBack(HeldItem held) {
    return blocks.giveBack(held);
  }

  /** How many bytes are taken by items. */
  public long usedBytes() {
    return blocks.usedBytes();
  }
}
