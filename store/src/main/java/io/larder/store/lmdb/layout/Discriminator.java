package io.larder.store.lmdb.layout;

/**
 * Tells keys apart whose {@link PartitionHash} is the same, which whoever chooses the keys can
 * bring about. Nobody outside must be able to make two keys that it does not tell apart either.
 */
@FunctionalInterface
public interface Discriminator {
  int LENGTH = Long.BYTES;

  long of(byte[] bytes);
}
