package io.larder.store;

import io.larder.protocol.item.Item;
import org.jspecify.annotations.Nullable;

/** One item as a commit leaves it: its new image, or null if it is deleted. */
public final class ItemChange {
  private final PrimaryKey key;
  private final @Nullable Item newImage;
  private final long[] collections;

  /**
   * @param collections the {@link ItemCollection} hashes of everything that the change touches: the
   *     item's own partition first, then the old and the new partition in each index whose entry
   *     changes
   */
  public ItemChange(PrimaryKey key, @Nullable Item newImage, long... collections) {
    this.key = key;
    this.newImage = newImage;
    this.collections = collections;
  }

  public PrimaryKey key() {
    return key;
  }

  public @Nullable Item newImage() {
    return newImage;
  }

  /** Not to be changed. */
  public long[] collections() {
    return collections;
  }
}
