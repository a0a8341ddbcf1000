package io.larder.store;

import java.util.Arrays;

/** The key of an item in one secondary index, as ordered bytes. */
public final class IndexKey {
  private final byte[] partition;
  private final byte[] sort;
  private final long collection;
  private final int hash;

  IndexKey(byte[] partition, byte[] sort, int indexId) {
    this.partition = partition;
    this.sort = sort;
    this.collection = ItemCollection.hash(indexId, partition);
    this.hash = ItemCollection.hashOfEntry(collection, sort);
  }

  /** Not to be changed. */
  public byte[] partition() {
    return partition;
  }

  /** Not to be changed. */
  public byte[] sort() {
    return sort;
  }

  /** The {@link ItemCollection} hash of the index partition. */
  public long collection() {
    return collection;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexKey that
        && collection == that.collection
        && Arrays.equals(partition, that.partition)
        && Arrays.equals(sort, that.sort);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
