package io.larder.store.lmdb.engine.log;

import io.larder.store.lmdb.engine.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file of the log that is being written: a {@link LogHeader}, and groups behind it. */
public final class LogFile implements AutoCloseable {
  private static final int ALLOCATED_AT_ONCE = 1 << 20;

  private final Disk.OpenFile file;
  private GroupFormat format;
  private long allocated;
  private long position;

  private LogFile(Disk.OpenFile file, LogHeader header) {
    this.file = file;
    this.format = new GroupFormat(header.salt());
  }

  static LogFile create(Disk disk, Path path, LogHeader header) throws IOException {
    var created = new LogFile(disk.create(path), header);
    boolean isBegun = false;
    try {
      created.allocate(LogHeader.BYTES);
      created.begin(header);
      isBegun = true;
      return created;
    } finally {
      if (!isBegun) {
        created.close();
      }
    }
  }

  /** Writes over what is in the file, from its beginning; the header is durable then. */
  void begin(LogHeader header) throws IOException {
    header.write(file);
    file.sync();
    format = new GroupFormat(header.salt());
    position = LogHeader.BYTES;
  }

  /** Bytes written since {@link #begin}. */
  public long position() {
    return position;
  }

  /**
   * Writes a group; it is durable after {@link #sync}, and kept if {@link #keep} is called.
   *
   * @param group room for {@link GroupFormat#HEADER}, then the changes
   */
  public void write(long number, ByteBuffer group) throws IOException {
    allocate(position + group.remaining());
    format.seal(number, group);
    file.writeFully(group, position);
  }

  public void sync() throws IOException {
    file.sync();
  }

  /** The group of that length that was written last counts, and the next goes behind it. */
  public void keep(int groupLength) {
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

  @Override
  public void close() throws IOException {
    file.close();
  }
}
