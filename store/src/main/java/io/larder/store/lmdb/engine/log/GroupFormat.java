package io.larder.store.lmdb.engine.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How a group stands in a file of the log: {@code length of its changes | number | CRC of these |
 * CRC of the changes | changes}. A change is {@code database, and a bit if it is a deletion |
 * length of the key | length of the value | key | value}.
 */
public final class GroupFormat {
  /** Bytes before the changes of a group. */
  public static final int HEADER = Integer.BYTES + Long.BYTES + 2 * Integer.BYTES;

  static final int NUMBER_AT = Integer.BYTES;

  /** Bytes before the key of a change. */
  public static final int CHANGE_HEADER = 1 + Short.BYTES + Integer.BYTES;

  public static final byte DELETED = (byte) 0x80;

  private static final int HEADER_CRC_AT = NUMBER_AT + Long.BYTES;
  private static final int CHANGES_CRC_AT = HEADER_CRC_AT + Integer.BYTES;

  private final CRC32C crc = new CRC32C();
  private final ByteBuffer salted = ByteBuffer.allocate(2 * Long.BYTES);
  private final long salt;

  GroupFormat(long salt) {
    this.salt = salt;
  }

  /** Fills the header of a group, which has room for it in front of its changes. */
  void seal(long number, ByteBuffer group) {
    int from = group.position();
    group.putInt(from, group.remaining() - HEADER).putLong(from + NUMBER_AT, number);
    beginChanges(number);
    update(group.slice(from + HEADER, group.remaining() - HEADER));
    group.putInt(from + CHANGES_CRC_AT, crc());
    group.putInt(from + HEADER_CRC_AT, headerCrc(group, from));
  }

  /** True if a header stands there that was written with this salt. */
  boolean isHeader(ByteBuffer bytes, int at) {
    return bytes.getInt(at) >= 0 && bytes.getInt(at + HEADER_CRC_AT) == headerCrc(bytes, at);
  }

  /** What {@link #crc} must be after {@link #beginChanges} and all changes. */
  static int changesCrc(ByteBuffer bytes, int at) {
    return bytes.getInt(at + CHANGES_CRC_AT);
  }

  private int headerCrc(ByteBuffer bytes, int at) {
    crc.reset();
    update(salted.clear().putLong(salt).flip());
    update(bytes.slice(at, HEADER_CRC_AT));
    update(bytes.slice(at + CHANGES_CRC_AT, Integer.BYTES));
    return crc();
  }

  void beginChanges(long number) {
    crc.reset();
    update(salted.clear().putLong(salt).putLong(number).flip());
  }

  void update(ByteBuffer bytes) {
    crc.update(bytes);
  }

  int crc() {
    return (int) crc.getValue();
  }
}
