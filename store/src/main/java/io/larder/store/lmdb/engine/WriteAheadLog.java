package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.engine.log.LogState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where a group of writes becomes durable before it is acknowledged, all of it or nothing. What the
 * log holds is in the memtable too, until a checkpoint has written it to LMDB. Belongs to the
 * writer's thread.
 */
public interface WriteAheadLog extends AutoCloseable {
  /** A group with so many bytes should not grow any more. */
  int MAX_GROUP_BYTES = 8 << 20;

  /** Adds a changed record to the group; {@code value} is null if it was deleted. */
  void add(Database database, byte[] key, byte @Nullable [] value);

  /** Forgets what was added to the group. */
  void discard();

  /** Bytes that the group takes so far. */
  int groupBytes();

  /**
   * Makes the group durable and begins the next.
   *
   * @throws NotWrittenException if it could not be written; the next group may be tried
   * @throws IOException if nobody knows what the disk holds now
   */
  void append() throws IOException;

  /** Bytes of all groups since the last call of {@link #beginFile}, or since the start. */
  long bytes();

  /**
   * Lets later groups go to another file: the groups before last time are in LMDB by now.
   *
   * @return what LMDB is to know when it has all groups so far
   */
  LogState beginFile() throws IOException;

  /** What LMDB is to know when it has all groups, and there will be no more. */
  LogState closed();

  /** Deletes the log, when LMDB knows that it is closed. */
  void delete() throws IOException;

  @Override
  void close() throws IOException;

  /** A group was not written, for lack of room. */
  final class NotWrittenException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotWrittenException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** A log for tables that need not outlive the process. */
  static WriteAheadLog none() {
    return new WriteAheadLog() {
      private int groupBytes;
      private long bytes;
      private long sequence;

      @Override
      public void add(Database database, byte[] key, byte @Nullable [] value) {
        groupBytes += key.length + (value == null ? 0 : value.length);
      }

      @Override
      public void discard() {
        groupBytes = 0;
      }

      @Override
      public int groupBytes() {
        return groupBytes;
      }

      @Override
      public void append() {
        bytes += groupBytes;
        groupBytes = 0;
        sequence++;
      }

      @Override
      public long bytes() {
        return bytes;
      }

      @Override
      public LogState beginFile() {
        bytes = 0;
        return closed();
      }

      @Override
      public LogState closed() {
        return LogState.closed(sequence, 0);
      }

      @Override
      public void delete() {}

      @Override
      public void close() {}
    };
  }
}
