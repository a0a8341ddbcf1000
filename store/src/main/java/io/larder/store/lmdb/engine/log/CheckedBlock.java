package io.larder.store.lmdb.engine.log;

import io.larder.store.lmdb.engine.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a file of the log begins with, all in one sector: {@code magic number of its kind | identity
 * of the store | numbers | CRC of all that}.
 *
 * @param store the identity of the store to which the file belongs
 */
record CheckedBlock(UUID store, ByteBuffer numbers) {
  /** Bytes of a block with so many numbers. */
  static int length(int numbers) {
    return (3 + numbers) * Long.BYTES + Integer.BYTES;
  }

  static void write(Disk.OpenFile file, long magic, UUID store, long... numbers)
      throws IOException {
    ByteBuffer block = ByteBuffer.allocate(length(numbers.length)).putLong(magic);
    block.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
    for (long number : numbers) {
      block.putLong(number);
    }
    file.writeFully(block.putInt(crc(block)).flip(), 0);
  }

  /** Null if the file does not begin with a block of that kind, as it was written. */
  static @Nullable CheckedBlock read(Disk.OpenFile file, long magic, int numbers)
      throws IOException {
    ByteBuffer block = ByteBuffer.allocate(length(numbers));
    file.readFully(block, 0);
    if (block.hasRemaining() || block.getLong(0) != magic) {
      return null;
    }
    block.position(block.limit() - Integer.BYTES);
    if (block.getInt(block.position()) != crc(block)) {
      return null;
    }
    block.position(Long.BYTES);
    return new CheckedBlock(new UUID(block.getLong(), block.getLong()), block);
  }

  /** The CRC of what is before the position. */
  private static int crc(ByteBuffer block) {
    var crc = new CRC32C();
    crc.update(block.slice(0, block.position()));
    return (int) crc.getValue();
  }
}
