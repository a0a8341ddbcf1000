package io.larder.proxy.upstream;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * SHA-256, and the code that HMAC makes of it under one key (RFC 2104). A key's two halves are
 * digested once and copied for each message.
 */
final class Sha256 {
  private static final int BLOCK = 64;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private Sha256() {}

  /** The hash of {@code bytes}. */
  static byte[] of(byte[] bytes) {
    return digest().digest(bytes);
  }

  /** The hash of a part of {@code bytes}. */
  static byte[] of(byte[] bytes, int start, int length) {
    MessageDigest digest = digest();
    digest.update(bytes, start, length);
    return digest.digest();
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key of HMAC. Safe for any number of threads: what it holds is only ever copied. */
  static final class Key {
    private final MessageDigest inner = digest();
    private final MessageDigest outer = digest();

    Key(byte[] key) {
      byte[] block = Arrays.copyOf(key.length > BLOCK ? of(key) : key, BLOCK);
      inner.update(masked(block, INNER));
      outer.update(masked(block, OUTER));
    }

    private static byte[] masked(byte[] block, byte mask) {
      byte[] masked = new byte[BLOCK];
      for (int i = 0; i < BLOCK; i++) {
        masked[i] = (byte) (block[i] ^ mask);
      }
      return masked;
    }

    /** The code of a message. */
    byte[] code(byte[] message) {
      MessageDigest second = copy(outer);
      second.update(copy(inner).digest(message));
      return second.digest();
    }
  }

  /** A digest that goes on where {@code digest} is. */
  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
