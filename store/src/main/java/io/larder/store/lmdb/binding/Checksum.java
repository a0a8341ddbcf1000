package io.larder.store.lmdb.binding;

import java.util.zip.CRC32C;

/** What stands behind a value in LMDB to tell whether its record is still what it was. */
final class Checksum {
  static final int BYTES = Integer.BYTES;

  private Checksum() {}

  /** Of a whole record: the right value at a wrong key is damage too. */
  static int of(byte[] key, byte[] value) {
    var crc = new CRC32C();
    crc.update(key);
    crc.update(value);
    return (int) crc.getValue();
  }
}
