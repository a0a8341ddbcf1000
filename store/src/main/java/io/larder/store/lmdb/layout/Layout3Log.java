package io.larder.store.lmdb.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the write-ahead log that a store of layout 3 left behind.
 *
 * <p>Each of its two files begins with {@code magic | salt | number of the first group | CRC}, and
 * each group with {@code length of its changes | CRC | number}; the salt is part of the CRCs. A
 * change is {@code database, and a bit if it is a deletion | length of the key | length of the
 * value | key | value}. What does not fit the group before it is left of an earlier use of the
 * file.
 */
final class Layout3Log {
  private static final List<String> NAMES = List.of("write-a.log", "write-b.log");
  private static final long MAGIC = 0x4C61726465724C31L;
  private static final int FILE_HEADER = 3 * Long.BYTES + Integer.BYTES;
  private static final int GROUP_HEADER = 2 * Integer.BYTES + Long.BYTES;
  private static final int DELETED = 0x80;

  private Layout3Log() {}

  /** Takes the changes of all groups in order. */
  interface Reader {
    /** {@code value} is null if the record was deleted. */
    void change(int database, byte[] key, byte @Nullable [] value);

    /** True if no further group should be read now. */
    boolean isFull();
  }

  /**
   * Reads the groups behind one that LMDB has, and returns the number of the last.
   *
   * @throws IOException if groups are missing, or a file is not one of such a log
   */
  static long read(Path directory, long checkpoint, Reader reader) throws IOException {
    List<Source> files = new ArrayList<>();
    long last = checkpoint;
    try {
      for (String name : NAMES) {
        Source file = Source.open(directory.resolve(name));
        if (file != null) {
          files.add(file);
        }
      }
      files.sort(Comparator.comparingLong(file -> file.first));
      for (Source file : files) {
        last = file.readBehind(last, reader);
      }
      return last;
    } finally {
      for (Source file : files) {
        file.channel.close();
      }
    }
  }

  /** Once LMDB has all groups, and before any of the current layout is logged. */
  static void delete(Path directory) throws IOException {
    for (String name : NAMES) {
      Files.deleteIfExists(directory.resolve(name));
    }
    try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /** A file that was begun. */
  private record Source(Path path, FileChannel channel, long salt, long first) {

    /** Null if the file is missing or was never begun. */
    static @Nullable Source open(Path path) throws IOException {
      if (!Files.exists(path)) {
        return null;
      }
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      Source source = null;
      try {
        ByteBuffer header = read(channel, 0, FILE_HEADER);
        if (!isEmpty(header)) {
          source = begun(path, channel, header);
        }
        return source;
      } finally {
        if (source == null) {
          channel.close();
        }
      }
    }

    private static boolean isEmpty(ByteBuffer header) {
      return header.mismatch(ByteBuffer.allocate(header.remaining())) < 0;
    }

    private static Source begun(Path path, FileChannel channel, ByteBuffer header)
        throws IOException {
      if (header.remaining() == FILE_HEADER && header.getLong() == MAGIC) {
        long salt = header.getLong();
        long first = header.getLong();
        if (header.getInt() == crc(salt, first, ByteBuffer.allocate(0))) {
          return new Source(path, channel, salt, first);
        }
      }
      throw new IOException(path + " is damaged, or no log of a store of layout 3");
    }

    /** Returns the number of the last group of this file and those before it. */
    long readBehind(long known, Reader reader) throws IOException {
      long last = known;
      long position = FILE_HEADER;
      for (long number = first; !reader.isFull(); number++) {
        ByteBuffer header = read(channel, position, GROUP_HEADER);
        if (header.remaining() < GROUP_HEADER) {
          return last;
        }
        int length = header.getInt();
        int expected = header.getInt();
        position += GROUP_HEADER;
        if (header.getLong() != number || length < 0 || length > channel.size() - position) {
          requireEnd(position - GROUP_HEADER, number);
          return last;
        }
        ByteBuffer changes = read(channel, position, length);
        if (crc(salt, number, changes) != expected) {
          requireEnd(position - GROUP_HEADER, number);
          return last;
        }
        if (number > last) {
          requireNext(number, last);
          pass(changes, reader);
          last = number;
        }
        position += length;
      }
      return last;
    }

    /** The groups end there only if none of this use of the file is behind. */
    private void requireEnd(long end, long number) throws IOException {
      ByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      for (int at = (int) end + 1; at <= file.limit() - GROUP_HEADER; at++) {
        long found = file.getLong(at + 2 * Integer.BYTES);
        int length = file.getInt(at);
        boolean isPlausible =
            found > number
                && found - number <= at / GROUP_HEADER
                && length >= 0
                && length <= file.limit() - at - GROUP_HEADER;
        if (isPlausible
            && crc(salt, found, file.slice(at + GROUP_HEADER, length))
                == file.getInt(at + Integer.BYTES)) {
          throw new IOException(
              path + " is damaged at byte " + end + ": group " + found + " is behind it");
        }
      }
    }

    private void requireNext(long number, long last) throws IOException {
      if (number != last + 1) {
        throw new IOException(
            "The write-ahead log does not fit the tables: "
                + path
                + " goes on at group "
                + number
                + ", but what is before it ends at group "
                + last);
      }
    }

    private static void pass(ByteBuffer changes, Reader reader) {
      while (changes.hasRemaining()) {
        int kind = changes.get() & 0xFF;
        byte[] key = new byte[changes.getShort()];
        byte[] value = new byte[changes.getInt()];
        changes.get(key).get(value);
        reader.change(kind & ~DELETED, key, (kind & DELETED) == 0 ? value : null);
      }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
      ByteBuffer target = ByteBuffer.allocate(length);
      while (target.hasRemaining()) {
        int count = channel.read(target, from + target.position());
        if (count < 0) {
          break;
        }
      }
      return target.flip();
    }

    private static int crc(long salt, long number, ByteBuffer changes) {
      var crc = new CRC32C();
      crc.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(salt).putLong(number).flip());
      crc.update(changes.duplicate());
      return (int) crc.getValue();
    }
  }
}
