package io.larder.store.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What a file of the log begins with: a few fields and their CRC, all in one sector. */
final class CheckedBlock {
  private CheckedBlock() {}

  /** Bytes of a block with so many bytes of fields. */
  static int length(int fields) {
    return fields + Integer.BYTES;
  }

  static void write(Disk.OpenFile file, ByteBuffer fields) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(length(fields.remaining()));
    block.put(fields.duplicate()).putInt(crc(fields)).flip();
    file.writeFully(block, 0);
  }

  /** The fields; null if they are not as they were written. */
  static @Nullable ByteBuffer read(Disk.OpenFile file, int fieldBytes) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(length(fieldBytes));
    file.readFully(block, 0);
    if (block.flip().remaining() < length(fieldBytes)) {
      return null;
    }
    ByteBuffer fields = block.slice(0, fieldBytes);
    return block.getInt(fieldBytes) == crc(fields) ? fields : null;
  }

  private static int crc(ByteBuffer fields) {
    var crc = new CRC32C();
    crc.update(fields.duplicate());
    return (int) crc.getValue();
  }
}
