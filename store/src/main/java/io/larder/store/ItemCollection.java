package io.larder.store;

/**
 * Names item collections (one partition of a table or index) by a 64-bit hash. Collisions are
 * harmless: two collections that share a hash are invalidated together.
 */
public final class ItemCollection {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private ItemCollection() {}

  /** {@code id} is the id of the table or index, {@code partition} the partition key's bytes. */
  public static long hash(int id, byte[] partition) {
    long hash = id * MULTIPLIER;
    for (byte value : partition) {
      hash = (hash ^ value) * 0x100000001B3L;
    }
    hash ^= hash >>> 32;
    hash *= MULTIPLIER;
    return hash ^ (hash >>> 29);
  }
}
