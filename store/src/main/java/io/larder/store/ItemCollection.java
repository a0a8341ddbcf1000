package io.larder.store;

import io.larder.protocol.item.ProcessHash;

/**
 * Names item collections (one partition of a table or index) by a 64-bit hash, another one in each
 * process. Collisions are harmless: two collections that share a hash are invalidated together.
 */
public final class ItemCollection {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private static final byte[] WHOLE = {};

  private ItemCollection() {}

  /**
   * {@code id} is the {@link Table#coherenceId} of the table or index, {@code partition} the
   * partition key's bytes.
   */
  public static long hash(int id, byte[] partition) {
    return ProcessHash.of(partition) ^ (id * MULTIPLIER);
  }

  /** Names a whole table or index, as if it were one more collection of it. */
  public static long whole(int id) {
    return hash(id, WHOLE);
  }

  /** Of an entry of the collection with that hash; {@code sort} is its sort key's bytes. */
  static int hashOfEntry(long collection, byte[] sort) {
    long hash = sort.length == 0 ? collection : collection ^ ProcessHash.of(sort) * MULTIPLIER;
    return Long.hashCode(hash);
  }
}
