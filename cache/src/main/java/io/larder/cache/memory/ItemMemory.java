package io.larder.cache.memory;

/** The memory outside of the heap that all items have together, whatever {@link ItemPart} of it. */
public final class ItemMemory {
  private final Blocks blocks;

  /**
   * @param maxBytes most memory that it takes
   */
  public ItemMemory(long maxBytes) {
    this.blocks = new Blocks(maxBytes);
  }

  /**
   * A part of it.
   *
   * @param maximumBytes most that its items weigh
   * @param evicted is told of each item that leaves for want of room
   */
  public ItemPart part(long maximumBytes, ItemPart.Leaving evicted) {
    return new ItemPart(blocks, new Index(blocks, maximumBytes), maximumBytes, evicted);
  }

  /** How many bytes are taken by items. */
  public long usedBytes() {
    return blocks.usedBytes();
  }
}
