package io.larder.store;

/** An item that a write may change, and all that its change would touch. */
public interface Touched {
  PrimaryKey key();

  /**
   * The {@link ItemCollection} hashes: the item's own partition first, then the old and the new
   * partition in each index whose entry may change, or that index as a whole where the store does
   * not know them ({@link StoreGuarantees#namesIndexPartitions}). Not to be changed.
   */
  long[] collections();
}
