package io.larder.store.lmdb.engine.log;

import io.larder.store.lmdb.engine.disk.Disk;
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
public record LogMark(UUID store, long session, long sequence) {
  static final String NAME = "acknowledged";

  private static final long MAGIC = 0x4C61726465724D31L;
  private static final int NUMBERS = 2;

  /** Null if the file does not hold one. */
  static @Nullable LogMark read(Disk.OpenFile file) throws IOException {
    CheckedBlock block = CheckedBlock.read(file, MAGIC, NUMBERS);
    if (block == null) {
      return null;
    }
    ByteBuffer numbers = block.numbers();
    return new LogMark(block.store(), numbers.getLong(), numbers.getLong());
  }

  public void write(Disk.OpenFile file) throws IOException {
    CheckedBlock.write(file, MAGIC, store, session, sequence);
  }
}
