package io.larder.store.lmdb.engine.sealed;

import io.larder.store.seal.SealKey;

/**
 * How a sealed value is stored: {@code ff 80 81 | nonce (24) | value and tag}. No value that is
 * stored in clear begins so: as the length of a key it would be a longer one than there is, and as
 * that of a name it is followed by no UTF-8.
 */
public final class SealedFormat {
  /** Bytes before the sealed value. */
  static final int HEADER = 3 + SealKey.NONCE;

  private static final byte[] MAGIC = {(byte) 0xff, (byte) 0x80, (byte) 0x81};

  private SealedFormat() {}

  /** True for a value that was sealed. */
  public static boolean isSealed(byte[] stored) {
    return stored.length >= HEADER + SealKey.TAG
        && stored[0] == MAGIC[0]
        && stored[1] == MAGIC[1]
        && stored[2] == MAGIC[2];
  }

  static void begin(byte[] sealed) {
    System.arraycopy(MAGIC, 0, sealed, 0, MAGIC.length);
  }

  /** Where the nonce begins. */
  static int nonceAt() {
    return MAGIC.length;
  }
}
