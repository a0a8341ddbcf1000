package io.larder.store.lmdb.layout;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash that orders partitions, and index entries with equal index keys. It is no secret, so
 * whoever chooses keys can make many of them collide: a {@link Discriminator} stands behind it.
 */
@FunctionalInterface
public interface PartitionHash {
  int LENGTH = 16;

  /** Writes the hash of {@code first} followed by {@code second} to {@code target}. */
  void write(byte[] first, byte[] second, byte[] target, int offset);

  /** The hash of the service: MD5 over a fixed text and the key. */
  static PartitionHash ofService() {
    MessageDigest seed = seededDigest();
    return (first, second, target, offset) -> {
      try {
        // A clone of a digest that has read the text is cheaper than a new one, and the seed itself
        // never changes, so any thread may clone it.
        var digest = (MessageDigest) seed.clone();
        digest.update(first);
        digest.update(second);
        digest.digest(target, offset, LENGTH);
      } catch (CloneNotSupportedException | DigestException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private static MessageDigest seededDigest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update("Outliers".getBytes(StandardCharsets.US_ASCII));
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
