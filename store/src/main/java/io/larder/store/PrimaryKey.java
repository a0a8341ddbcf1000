package io.larder.store;

import java.util.Arrays;

/**
 * The primary key of one item, in its table or in one of the table's indexes, where others may have
 * the same; valid for the schema there. Values are held as bytes: the partition key's own (UTF-8,
 * raw, or a number's ordered form), and the sort key's in the form whose unsigned order is
 * DynamoDB's sort order (empty where there is no sort key). Equal keys are equal as numbers are:
 * {@code 1} and {@code 1.0} are the same key.
 */
public final class PrimaryKey {
  private final int id;
  private final int coherenceId;
  private final byte[] partition;
  private final byte[] sort;
  private final long collection;
  private final int hash;

  PrimaryKey(int id, int coherenceId, byte[] partition, byte[] sort) {
    this.id = id;
    this.coherenceId = coherenceId;
    this.partition = partition;
    this.sort = sort;
    this.collection = ItemCollection.hash(coherenceId, partition);
    this.hash = ItemCollection.hashOfEntry(collection, sort);
  }

  /** The key of these bytes, which are not to be changed, as a {@link Table} makes them. */
  public static PrimaryKey of(int id, int coherenceId, byte[] partition, byte[] sort) {
    return new PrimaryKey(id, coherenceId, partition, sort);
  }

  /** The id of the table or index. */
  public int id() {
    return id;
  }

  /** The {@link Table#coherenceId} of the table, or that of the index. */
  public int coherenceId() {
    return coherenceId;
  }

  /** The bytes of the partition key; not to be changed. */
  public byte[] partition() {
    return partition;
  }

  /** The ordered bytes of the sort key; not to be changed. */
  public byte[] sort() {
    return sort;
  }

  /** The {@link ItemCollection} hash of the partition that holds the item. */
  public long collection() {
    return collection;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrimaryKey that
        && collection == that.collection
        && id == that.id
        && Arrays.equals(partition, that.partition)
        && Arrays.equals(sort, that.sort);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
