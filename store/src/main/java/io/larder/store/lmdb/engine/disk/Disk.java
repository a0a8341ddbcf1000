package io.larder.store.lmdb.engine.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The disk as the write-ahead log uses it. What is written outlives the process; it outlives a loss
 * of power once it is synced. A sector of {@link #SECTOR} bytes is written wholly or not at all.
 */
public interface Disk {
  int SECTOR = 512;

  /** Opens a file; null if there is none. */
  @Nullable OpenFile open(Path path) throws IOException;

  /** Makes an empty file, in place of one that is there, that only the owner and group may read. */
  OpenFile create(Path path) throws IOException;

  /** Deletes a file if it is there. */
  void delete(Path path) throws IOException;

  /** Gives a file another name, in place of one that has it. */
  void rename(Path from, Path to) throws IOException;

  /** Makes the names of the files in a folder durable. */
  void syncFolder(Path folder) throws IOException;

  /** An open file. */
  interface OpenFile extends AutoCloseable {
    long size() throws IOException;

    /** Reads some bytes and returns how many; -1 at the end of the file. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes some bytes and returns how many. */
    int write(ByteBuffer source, long position) throws IOException;

    /** Makes what was written durable. If it fails, a later call does not make up for it. */
    void sync() throws IOException;

    @Override
    void close() throws IOException;

    /** Reads until {@code target} is full or the file ends. */
    default void readFully(ByteBuffer target, long position) throws IOException {
      long at = position;
      int count = 0;
      while (target.hasRemaining() && count >= 0) {
        count = read(target, at);
        at += count;
      }
    }

    default void writeFully(ByteBuffer source, long position) throws IOException {
      long at = position;
      while (source.hasRemaining()) {
        at += write(source, at);
      }
    }
  }
}
