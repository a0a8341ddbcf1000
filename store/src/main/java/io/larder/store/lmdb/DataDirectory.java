package io.larder.store.lmdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one store, locked against a second process as long as it is open. LMDB itself would
 * allow several processes, but the table definitions are kept in memory by one.
 */
final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "larder.lock";
  private static final String IN_MEMORY_PREFIX = "larder-in-memory-";
  private static final Path MEMORY_FILE_SYSTEM = Path.of("/dev/shm");
  private static final long LEAST_MEMORY = 256L << 20;
  private static final long LEAST_ROOM = 16L << 20;

  private final Path path;
  private final FileChannel lockFile;
  private final boolean isTemporary;

  private DataDirectory(Path path, FileChannel lockFile, boolean isTemporary) {
    this.path = path;
    this.lockFile = lockFile;
    this.isTemporary = isTemporary;
  }

  /** Opens, and creates if need be, a folder that stays. */
  static DataDirectory durable(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel lockFile = lock(path);
      if (lockFile == null) {
        throw new IllegalStateException(
            "The data directory " + path + " is in use by another process");
      }
      return new DataDirectory(path, lockFile, false);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open the data directory " + path, e);
    }
  }

  /** Creates a folder, in memory if the system has such folders, that is deleted on close. */
  static DataDirectory temporary() {
    try {
      Path parent = temporaryParent();
      deleteAbandoned(parent);
      Path path = Files.createTempDirectory(parent, IN_MEMORY_PREFIX);
      FileChannel lockFile = lock(path);
      if (lockFile == null) {
        throw new IllegalStateException("The folder " + path + " is in use by another process");
      }
      return new DataDirectory(path, lockFile, true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create a folder for tables in memory", e);
    }
  }

  private static Path temporaryParent() throws IOException {
    boolean inMemory =
        Files.isDirectory(MEMORY_FILE_SYSTEM)
            && Files.isWritable(MEMORY_FILE_SYSTEM)
            && Files.getFileStore(MEMORY_FILE_SYSTEM).getUsableSpace() >= LEAST_MEMORY;
    return inMemory ? MEMORY_FILE_SYSTEM : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** A process that was killed leaves its folder, and with it memory, behind. */
  private static void deleteAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, IN_MEMORY_PREFIX + "*")) {
      for (Path folder : folders) {
        if (Files.isRegularFile(folder.resolve(LOCK)) && Files.isWritable(folder)) {
          try (FileChannel lockFile = lock(folder)) {
            if (lockFile != null) {
              delete(folder);
            }
          }
        }
      }
    }
  }

  /** The channel that holds the lock, or null if another process (or store) has it. */
  private static @Nullable FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held by a store of this process.
    }
    channel.close();
    return null;
  }

  Path path() {
    return path;
  }

  /** True if the file system has hardly any room left. */
  boolean isFull() {
    try {
      return Files.getFileStore(path).getUsableSpace() < LEAST_ROOM;
    } catch (IOException e) {
      return false;
    }
  }

  boolean isTemporary() {
    return isTemporary;
  }

  @Override
  public void close() {
    try {
      if (isTemporary) {
        delete(path);
      }
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the data directory " + path, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
