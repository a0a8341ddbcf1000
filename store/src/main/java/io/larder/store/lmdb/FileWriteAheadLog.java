package io.larder.store.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The write-ahead log in two {@link LogFile}s that take turns: while a checkpoint writes to LMDB
 * what one of them holds, the groups of the meantime go to the other.
 *
 * <p>A change is {@code database, and a bit if it is a deletion | length of the key | length of the
 * value | key | value}.
 */
final class FileWriteAheadLog implements WriteAheadLog {
  private static final List<String> NAMES = List.of("write-a.log", "write-b.log");
  private static final byte DELETED = (byte) 0x80;
  private static final int CHANGE_HEADER = 1 + Short.BYTES + Integer.BYTES;
  private static final int LEAST_BUFFER = 1 << 16;
  private static final int KEPT_BUFFER = 16 << 20;

  private final Environment environment;
  private final List<LogFile> files;
  private ByteBuffer group = ByteBuffer.allocateDirect(LEAST_BUFFER);
  private int active;
  private long sequence;

  private FileWriteAheadLog(Environment environment, List<LogFile> files) {
    this.environment = environment;
    this.files = files;
    discard();
  }

  /** Opens the files; {@link #recover} must come next. */
  static FileWriteAheadLog open(Environment environment, LmdbTableStore.Internals internals)
      throws IOException {
    Path folder = environment.directory();
    Disk disk = internals.disk();
    LogFile first = LogFile.open(disk, folder.resolve(NAMES.get(0)), internals.random());
    LogFile second = LogFile.open(disk, folder.resolve(NAMES.get(1)), internals.random());
    // The names too must outlive a loss of power.
    disk.syncFolder(folder);
    return new FileWriteAheadLog(environment, List.of(first, second));
  }

  /**
   * The records that were logged and are not in LMDB yet. They stay in the log, and further groups
   * follow them.
   *
   * @param checkpoint number of the last group that LMDB has
   * @throws IOException if groups in between are missing
   */
  Memtable recover(long checkpoint) throws IOException {
    var recovered = new Recovery(checkpoint);
    int older = files.get(0).firstGroup() <= files.get(1).firstGroup() ? 0 : 1;
    active = 1 - older;
    long next = files.get(older).read(recovered);
    if (files.get(active).firstGroup() == Long.MAX_VALUE) {
      active = older;
    } else {
      next = files.get(active).read(recovered);
    }
    sequence = recovered.last;
    if (next != sequence + 1) {
      // The file ends before the checkpoint, so that LMDB has all of both.
      files.get(active).begin();
    }
    return recovered.records;
  }

  /** Applies groups to a memtable. */
  private static final class Recovery implements LogFile.Reader {
    private Memtable records = Memtable.EMPTY;
    private long last;

    Recovery(long checkpoint) {
      this.last = checkpoint;
    }

    @Override
    public void group(long number, ByteBuffer changes) throws IOException {
      if (number <= last) {
        return;
      }
      if (number > last + 1) {
        throw new IOException(
            "The write-ahead log does not fit the tables: it goes on at group "
                + number
                + ", but they end at group "
                + last);
      }
      while (changes.hasRemaining()) {
        byte kind = changes.get();
        byte[] key = new byte[changes.getShort()];
        byte[] value = new byte[changes.getInt()];
        changes.get(key).get(value);
        Database database = Database.ALL.get(kind & ~DELETED);
        records = records.with(database, key, kind < 0 ? null : value);
      }
      last = number;
    }
  }

  @Override
  public void add(Database database, byte[] key, byte @Nullable [] value) {
    int length = value == null ? 0 : value.length;
    reserve(CHANGE_HEADER + key.length + length);
    group.put((byte) (database.number() | (value == null ? DELETED : 0)));
    group.putShort((short) key.length).putInt(length).put(key);
    if (value != null) {
      group.put(value);
    }
  }

  private void reserve(int bytes) {
    if (group.remaining() < bytes) {
      long needed = (long) group.position() + bytes;
      int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * group.capacity(), needed));
      group = ByteBuffer.allocateDirect(capacity).put(group.flip());
    }
  }

  @Override
  public void discard() {
    if (group.capacity() > KEPT_BUFFER) {
      group = ByteBuffer.allocateDirect(LEAST_BUFFER);
    }
    group.clear().position(LogFile.GROUP_HEADER);
  }

  @Override
  public int groupBytes() {
    return group.position() - LogFile.GROUP_HEADER;
  }

  @Override
  public void append() throws IOException {
    LogFile file = files.get(active);
    group.flip();
    int length = group.remaining();
    try {
      file.write(sequence + 1, group);
    } catch (IOException e) {
      throw StorageErrors.isLackOfRoom(e, environment.isDiskFull())
          ? new NotWrittenException(e)
          : e;
    }
    file.sync();
    file.keep(length);
    sequence++;
    discard();
  }

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public long bytes() {
    return files.get(active).position();
  }

  @Override
  public void beginFile() {
    active = 1 - active;
    files.get(active).begin();
  }

  @Override
  public void forget() throws IOException {
    for (LogFile file : files) {
      file.forget();
    }
  }

  @Override
  public void close() throws IOException {
    for (LogFile file : files) {
      file.close();
    }
  }
}
