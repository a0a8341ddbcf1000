package io.larder.store.throughput;

import io.larder.store.Index;

/** Is told what a write is charged for: its item, and each entry of an index that it changes. */
public interface WriteCharge {

  /** Adds one write, refused or done; sizes are 0 for a missing item. */
  void addItem(int oldSize, int newSize);

  /**
   * Adds the change of an index entry; sizes are 0 where there was or is no entry. Not to be called
   * for an entry that stays the same.
   *
   * @param collection of the entry, the {@link io.larder.store.ItemCollection} hash
   * @param moved the index key changed, which costs a delete and an insert
   */
  void addIndexEntry(Index index, long collection, int oldSize, int newSize, boolean moved);
}
