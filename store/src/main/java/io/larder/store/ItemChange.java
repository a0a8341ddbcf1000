package io.larder.store;

import io.larder.protocol.item.Item;
import org.jspecify.annotations.Nullable;

/** One item as a commit leaves it: its new image, or null if it is deleted. */
public final class ItemChange implements Touched {
  private final PrimaryKey key;
  private final @Nullable Item newImage;
  private final long[] collections;

  /**
   * @param collections as {@link Touched#collections}
   */
  public ItemChange(PrimaryKey key, @Nullable Item newImage, long... collections) {
    this.key = key;
    this.newImage = newImage;
    this.collections = collections;
  }

  @Override
  public PrimaryKey key() {
    return key;
  }

  public @Nullable Item newImage() {
    return newImage;
  }

  @Override
  public long[] collections() {
    return collections;
  }
}
