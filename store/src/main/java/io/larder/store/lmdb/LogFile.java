package io.larder.store.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * One file of the write-ahead log: groups with consecutive numbers, one behind the other.
 *
 * <p>The file begins with {@code magic | salt | number of the first group | CRC of these}, and each
 * group with {@code length of its changes | CRC | number}. A file that is begun again is written
 * over from its start and keeps its length, so that syncing it need not change the file system's
 * own records. What is left of older groups behind the newest is told by the salt, which is new
 * each time, is part of every CRC, and cannot be known to those whose items are in the log.
 */
final class LogFile implements AutoCloseable {
  /** Bytes before the changes of a group. */
  static final int GROUP_HEADER = Integer.BYTES + Integer.BYTES + Long.BYTES;

  private static final long MAGIC = 0x4C61726465724C31L;
  private static final int FILE_HEADER = 3 * Long.BYTES + Integer.BYTES;
  private static final int ALLOCATED_AT_ONCE = 1 << 20;

  private final Disk.OpenFile file;
  private final RandomGenerator random;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer saltAndNumber = ByteBuffer.allocate(2 * Long.BYTES);
  private long allocated;
  private long position;
  private long salt;
  private boolean isBegun;

  private LogFile(Disk.OpenFile file, RandomGenerator random, long allocated) {
    this.file = file;
    this.random = random;
    this.allocated = allocated;
  }

  static LogFile open(Disk disk, Path path, RandomGenerator random) throws IOException {
    Disk.OpenFile found = disk.open(path);
    Disk.OpenFile file = found == null ? disk.create(path) : found;
    return new LogFile(file, random, file.size());
  }

  /** Takes the groups in order. */
  @FunctionalInterface
  interface Reader {
    /** {@code changes} is a group's content, to be read at once. */
    void group(long number, ByteBuffer changes) throws IOException;
  }

  /** Number of the first group, or {@link Long#MAX_VALUE} if the file was never begun. */
  long firstGroup() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(FILE_HEADER);
    file.readFully(header, 0);
    if (header.hasRemaining() || header.flip().getLong() != MAGIC) {
      return Long.MAX_VALUE;
    }
    salt = header.getLong();
    long first = header.getLong();
    return header.getInt() == headerCrc(first) ? first : Long.MAX_VALUE;
  }

  /**
   * Reads all groups that were wholly written; the next group would go behind them.
   *
   * @return the number of the next group, or {@link Long#MAX_VALUE} if the file was never begun
   */
  long read(Reader reader) throws IOException {
    long number = firstGroup();
    if (number == Long.MAX_VALUE) {
      return number;
    }
    isBegun = true;
    position = FILE_HEADER;
    ByteBuffer header = ByteBuffer.allocate(GROUP_HEADER);
    while (true) {
      file.readFully(header.clear(), position);
      if (header.hasRemaining()) {
        return number;
      }
      int length = header.flip().getInt();
      int expected = header.getInt();
      if (header.getLong() != number || length < 0 || length > allocated - position) {
        return number;
      }
      ByteBuffer changes = ByteBuffer.allocate(length);
      file.readFully(changes, position + GROUP_HEADER);
      if (changes.hasRemaining() || groupCrc(number, changes.flip()) != expected) {
        return number;
      }
      reader.group(number, changes);
      position += GROUP_HEADER + length;
      number++;
    }
  }

  /** Lets the next group be the first of the file. */
  void begin() {
    salt = random.nextLong();
    position = FILE_HEADER;
    isBegun = false;
  }

  /** Lets the file look as if it was never begun, so that nobody reads it. */
  void forget() throws IOException {
    file.writeFully(ByteBuffer.allocate(FILE_HEADER), 0);
  }

  /** Bytes written since {@link #begin}. */
  long position() {
    return position;
  }

  /**
   * Writes a group; it is durable after {@link #sync}, and kept if {@link #keep} is called.
   *
   * @param group room for {@link #GROUP_HEADER}, then the changes
   */
  void write(long number, ByteBuffer group) throws IOException {
    int length = group.remaining() - GROUP_HEADER;
    ByteBuffer changes = group.slice(group.position() + GROUP_HEADER, length);
    group.putInt(group.position(), length);
    group.putInt(group.position() + Integer.BYTES, groupCrc(number, changes));
    group.putLong(group.position() + 2 * Integer.BYTES, number);
    allocate(position + group.remaining());
    if (!isBegun) {
      ByteBuffer header = ByteBuffer.allocate(FILE_HEADER);
      header.putLong(MAGIC).putLong(salt).putLong(number).putInt(headerCrc(number)).flip();
      file.writeFully(header, 0);
    }
    file.writeFully(group, position);
  }

  void sync() throws IOException {
    file.sync();
  }

  /** The group of that length that was written last counts, and the next goes behind it. */
  void keep(int groupLength) {
    isBegun = true;
    position += groupLength;
  }

  private void allocate(long end) throws IOException {
    if (end <= allocated) {
      return;
    }
    long target = (end / ALLOCATED_AT_ONCE + 1) * ALLOCATED_AT_ONCE;
    ByteBuffer zeros = ByteBuffer.allocate(ALLOCATED_AT_ONCE);
    while (allocated < target) {
      zeros.clear().limit((int) Math.min(ALLOCATED_AT_ONCE, target - allocated));
      int length = zeros.limit();
      file.writeFully(zeros, allocated);
      allocated += length;
    }
  }

  private int headerCrc(long first) {
    crc.reset();
    updateSaltAndNumber(first);
    return (int) crc.getValue();
  }

  private int groupCrc(long number, ByteBuffer changes) {
    crc.reset();
    updateSaltAndNumber(number);
    crc.update(changes.duplicate());
    return (int) crc.getValue();
  }

  private void updateSaltAndNumber(long number) {
    crc.update(saltAndNumber.clear().putLong(salt).putLong(number).flip());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
