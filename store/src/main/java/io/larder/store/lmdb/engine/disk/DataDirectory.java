package io.larder.store.lmdb.engine.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one store, locked against a second process as long as it is open. LMDB itself would
 * allow several processes, but the table definitions are kept in memory by one.
 */
public final class DataDirectory implements AutoCloseable {
  /** The file by which a folder is locked. */
  public static final String LOCK = FolderLock.FILE;

  private static final Path MEMORY_FILE_SYSTEM = Path.of("/dev/shm");
  private static final long MIN_MEMORY = 256L << 20;
  private static final long MIN_ROOM = 16L << 20;

  private final Path path;
  private final FolderLock lock;
  private final @Nullable InMemoryFolders temporary;

  private DataDirectory(Path path, FolderLock lock, @Nullable InMemoryFolders temporary) {
    this.path = path;
    this.lock = lock;
    this.temporary = temporary;
  }

  /** Opens, and creates if need be, a folder that stays. */
  public static DataDirectory durable(Path path) {
    try {
      Files.createDirectories(path);
      FolderLock lock = FolderLock.of(path);
      if (lock == null) {
        throw new IllegalStateException(
            "The data directory " + path + " is in use by another process");
      }
      return new DataDirectory(path, lock, null);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open the data directory " + path, e);
    }
  }

  /** Creates a folder, in memory if the system has such folders, that is deleted on close. */
  public static DataDirectory temporary() {
    try {
      return temporary(temporaryParent());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create a folder for tables in memory", e);
    }
  }

  static DataDirectory temporary(Path parent) throws IOException {
    var folders = new InMemoryFolders(parent);
    Path path = folders.create();
    FolderLock lock = FolderLock.ofNew(path);
    folders.deleteAbandoned(path);
    return new DataDirectory(path, lock, folders);
  }

  private static Path temporaryParent() throws IOException {
    boolean inMemory =
        Files.isDirectory(MEMORY_FILE_SYSTEM)
            && Files.isWritable(MEMORY_FILE_SYSTEM)
            && Files.getFileStore(MEMORY_FILE_SYSTEM).getUsableSpace() >= MIN_MEMORY;
    return inMemory ? MEMORY_FILE_SYSTEM : Path.of(System.getProperty("java.io.tmpdir"));
  }

  public Path path() {
    return path;
  }

  /** True if the file system has hardly any room left. */
  public boolean isFull() {
    try {
      return Files.getFileStore(path).getUsableSpace() < MIN_ROOM;
    } catch (IOException e) {
      return false;
    }
  }

  public boolean isTemporary() {
    return temporary != null;
  }

  @Override
  public void close() {
    try (lock) {
      if (temporary != null) {
        temporary.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the data directory " + path, e);
    }
  }
}
