package io.larder.store.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the log must reach at least: the file {@link #NAME} is written after each group, when the
 * log has it durably, and is itself synced now and then only. So it never says too much.
 *
 * @param sequence number of a group that was acknowledged
 */
record LogMark(UUID store, long session, long sequence) {
  static final String NAME = "acknowledged";

  private static final long MAGIC = 0x4C61726465724D31L;
  private static final int FIELDS = 5 * Long.BYTES;

  /** Null if the file does not hold one. */
  static @Nullable LogMark read(Disk.OpenFile file) throws IOException {
    ByteBuffer fields = CheckedBlock.read(file, FIELDS);
    if (fields == null || fields.getLong() != MAGIC) {
      return null;
    }
    var store = new UUID(fields.getLong(), fields.getLong());
    return new LogMark(store, fields.getLong(), fields.getLong());
  }

  void write(Disk.OpenFile file) throws IOException {
    ByteBuffer fields = ByteBuffer.allocate(FIELDS).putLong(MAGIC);
    fields.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
    CheckedBlock.write(file, fields.putLong(session).putLong(sequence).flip());
  }
}
