package io.larder.store.lmdb.tables;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The key of a table, wrapped by a key that the table names. In the catalogue it is {@code 01 |
 * length of the name (2) | name | wrapped key}.
 */
final class NamedKey {
  /** The first byte of such a key in the catalogue. */
  static final byte KIND = 1;

  private static final int HEADER = 1 + Short.BYTES;

  private final String name;
  private final byte[] wrapped;

  NamedKey(String name, byte[] wrapped) {
    this.name = name;
    this.wrapped = wrapped;
  }

  static NamedKey read(byte[] record) {
    int length = Short.toUnsignedInt(ByteBuffer.wrap(record).getShort(1));
    byte[] wrapped = new byte[record.length - HEADER - length];
    System.arraycopy(record, HEADER + length, wrapped, 0, wrapped.length);
    return new NamedKey(new String(record, HEADER, length, StandardCharsets.UTF_8), wrapped);
  }

  /** The ARN, alias or id of the wrapping key. */
  String name() {
    return name;
  }

  /** Not to be changed. */
  byte[] wrapped() {
    return wrapped;
  }

  byte[] record() {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(HEADER + text.length + wrapped.length)
        .put(KIND)
        .putShort((short) text.length)
        .put(text)
        .put(wrapped)
        .array();
  }
}
