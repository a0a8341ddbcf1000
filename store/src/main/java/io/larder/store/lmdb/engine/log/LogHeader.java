package io.larder.store.lmdb.engine.log;

import io.larder.store.lmdb.engine.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Begins a file of the log. A file is used several times, from its beginning each time, and keeps
 * its length, so that syncing it need not change the file system's own records. What is left of
 * older groups behind the newest is told by the salt, which is part of every CRC and cannot be
 * known to those whose items are in the log.
 *
 * @param store the identity of the store to which the file belongs
 * @param session the session that writes it: what a process logs until it ends
 * @param salt new for each use
 * @param first number of the first group; {@link #UNUSED} if there is none to come
 */
public record LogHeader(UUID store, long session, long salt, long first) {
  static final long UNUSED = Long.MAX_VALUE;

  private static final long MAGIC = 0x4C61726465724C32L;
  private static final int NUMBERS = 3;

  /** Where the first group stands. */
  public static final int BYTES = CheckedBlock.length(NUMBERS);

  /** Null if the file does not begin with a header. */
  static @Nullable LogHeader read(Disk.OpenFile file) throws IOException {
    CheckedBlock block = CheckedBlock.read(file, MAGIC, NUMBERS);
    if (block == null) {
      return null;
    }
    ByteBuffer numbers = block.numbers();
    return new LogHeader(block.store(), numbers.getLong(), numbers.getLong(), numbers.getLong());
  }

  void write(Disk.OpenFile file) throws IOException {
    CheckedBlock.write(file, MAGIC, store, session, salt, first);
  }
}
