package io.larder.store.lmdb.engine.log;

import io.larder.store.lmdb.engine.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of the log in pieces of bounded size, however large its groups are. It finds groups
 * behind a damaged place too: only a header that was written with the file's salt passes for one.
 */
public final class LogReader implements AutoCloseable {
  private static final int WINDOW = 1 << 16;

  private final Path path;
  private final Disk.OpenFile file;
  private final LogHeader header;
  private final GroupFormat format;
  private final long size;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
  private long windowAt;
  private long end = LogHeader.BYTES;

  private LogReader(Path path, Disk.OpenFile file, LogHeader header) throws IOException {
    this.path = path;
    this.file = file;
    this.header = header;
    this.format = new GroupFormat(header.salt());
    this.size = file.size();
  }

  /** Takes over an open file; null if it does not begin with a header. */
  static @Nullable LogReader of(Path path, Disk.OpenFile file) throws IOException {
    LogHeader header = LogHeader.read(file);
    return header == null ? null : new LogReader(path, file, header);
  }

  /** Where an intact group stands. */
  public record Group(long number, long position, int length) {
    private long end() {
      return position + GroupFormat.HEADER + length;
    }
  }

  /** Takes the groups in order. */
  @FunctionalInterface
  public interface GroupVisitor {
    void group(LogReader reader, Group group) throws IOException;
  }

  /** Takes the changes of a group in order. */
  @FunctionalInterface
  public interface ChangeVisitor {
    /** {@code value} is null if the record was deleted in the database of that number. */
    void change(int database, byte[] key, byte @Nullable [] value) throws IOException;
  }

  Path path() {
    return path;
  }

  LogHeader header() {
    return header;
  }

  /** Where the last group that was read ends. */
  long end() {
    return end;
  }

  /** Reads all intact groups. Where one is followed by none, {@link #end} is the place. */
  void read(GroupVisitor visitor) throws IOException {
    end = LogHeader.BYTES;
    long next = header.first();
    while (next != LogHeader.UNUSED) {
      Group group = groupAt(end, next);
      if (group == null) {
        group = findBehind(end, next);
      }
      if (group == null) {
        return;
      }
      visitor.group(this, group);
      end = group.end();
      next = group.number() + 1;
    }
  }

  /** The intact group at that place, if its number is that one or greater. */
  private @Nullable Group groupAt(long position, long least) throws IOException {
    if (!load(position, GroupFormat.HEADER)) {
      return null;
    }
    int at = (int) (position - windowAt);
    long number = window.getLong(at + GroupFormat.NUMBER_AT);
    if (!isPlausible(number, least, position) || !format.isHeader(window, at)) {
      return null;
    }
    var group = new Group(number, position, window.getInt(at));
    return group.end() <= size && isIntact(group, GroupFormat.changesCrc(window, at))
        ? group
        : null;
  }

  /** There is no room for more groups than their headers would take. */
  private boolean isPlausible(long number, long least, long position) {
    return number >= least && number - least <= position / GroupFormat.HEADER;
  }

  private boolean isIntact(Group group, int expected) throws IOException {
    format.beginChanges(group.number());
    long from = group.position() + GroupFormat.HEADER;
    while (from < group.end()) {
      int length = (int) Math.min(WINDOW, group.end() - from);
      if (!load(from, length)) {
        return false;
      }
      format.update(window.slice((int) (from - windowAt), length));
      from += length;
    }
    return format.crc() == expected;
  }

  private @Nullable Group findBehind(long position, long least) throws IOException {
    for (long at = position + 1; load(at, GroupFormat.HEADER); at++) {
      // Most places are told by this alone.
      long number = window.getLong((int) (at - windowAt) + GroupFormat.NUMBER_AT);
      if (isPlausible(number, least, at)) {
        Group group = groupAt(at, least);
        if (group != null) {
          return group;
        }
      }
    }
    return null;
  }

  /** Reads the changes of an intact group. */
  public void readChanges(Group group, ChangeVisitor visitor) throws IOException {
    long at = group.position() + GroupFormat.HEADER;
    while (at < group.end()) {
      require(group, load(at, GroupFormat.CHANGE_HEADER));
      int header = (int) (at - windowAt);
      byte kind = window.get(header);
      int keyLength = window.getShort(header + 1);
      int valueLength = window.getInt(header + 1 + Short.BYTES);
      at += GroupFormat.CHANGE_HEADER;
      require(
          group,
          keyLength >= 0 && valueLength >= 0 && (long) keyLength + valueLength <= group.end() - at);
      byte[] key = copy(at, keyLength);
      byte[] value = copy(at + keyLength, valueLength);
      visitor.change(kind & ~GroupFormat.DELETED, key, kind < 0 ? null : value);
      at += keyLength + valueLength;
    }
  }

  private void require(Group group, boolean isSound) throws IOException {
    if (!isSound) {
      throw new IOException(path + " has no sound changes in group " + group.number());
    }
  }

  private byte[] copy(long position, int length) throws IOException {
    byte[] copy = new byte[length];
    file.readFully(ByteBuffer.wrap(copy), position);
    return copy;
  }

  /** Lets the window hold so many bytes from there; false if the file ends before. */
  private boolean load(long position, int length) throws IOException {
    if (position + length > size) {
      return false;
    }
    if (position < windowAt || position + length > windowAt + window.limit()) {
      file.readFully(window.clear(), position);
      windowAt = position;
      window.flip();
    }
    return length <= window.limit();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
