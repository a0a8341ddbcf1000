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
   * @param leaving is told of each item that leaves
   */
  public ItemPart part(long maximumBytes, ItemPart.Leaving leaving) {
    return new ItemPart(blocks, new Index(blocks, maximumBytes), maximumBytes, leaving);
  }

  /** How many bytes are taken by items. */
  public long usedBytes() {
    return blocks.usedBytes();
  }
}
