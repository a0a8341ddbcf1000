package io.larder.store.lmdb.binding;

/** Is told of records that are not what they were when they were stored. For any thread. */
@FunctionalInterface
public interface Damage {
  /** Returns what to throw; {@code key} is what stands there as the record's key. */
  RuntimeException found(String database, byte[] key);
}
