package io.larder.store.lmdb.engine.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What keeps a second store, of this process or of another one, out of a folder. */
final class FolderLock implements AutoCloseable {
  static final String FILE = "larder.lock";

  /**
   * The folders that this process has locked. The system's locks belong to the process, which gives
   * them up whenever it closes the file, however often it has opened it.
   */
  private static final Set<Object> OF_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Object folder;
  private final FileChannel channel;

  private FolderLock(Object folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Opens the file to be locked, in a way that follows no link. */
  @FunctionalInterface
  interface Opening {
    FileChannel open() throws IOException;
  }

  /** Locks a folder; null if another store has locked it. */
  static @Nullable FolderLock of(Path folder) throws IOException {
    var attributes = Files.readAttributes(folder, BasicFileAttributes.class);
    return of(attributes, () -> open(folder.resolve(FILE)));
  }

  /**
   * Locks a folder that was just made. Its lock file appears when it is locked already: others may
   * delete a folder whose lock they can have.
   */
  static FolderLock ofNew(Path folder) throws IOException {
    Path unlocked = folder.resolve(FILE + ".new");
    var attributes = Files.readAttributes(folder, BasicFileAttributes.class);
    FolderLock lock = of(attributes, () -> open(unlocked));
    if (lock == null) {
      throw new FileSystemException(folder.toString(), null, "is locked although it is new");
    }
    Files.move(unlocked, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    return lock;
  }

  private static FileChannel open(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(file.toString(), null, "is not a regular file");
    }
    // Whoever may read the file could lock the store out.
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
        FileSystemDisk.MODE);
  }

  /** As {@link #of(Path)}, with the folder's attributes and another way to its file. */
  static @Nullable FolderLock of(BasicFileAttributes folder, Opening opening) throws IOException {
    Object key = Objects.requireNonNull(folder.fileKey());
    if (!OF_THIS_PROCESS.add(key)) {
      return null;
    }
    FolderLock locked = null;
    try {
      locked = lock(key, opening.open());
      return locked;
    } finally {
      if (locked == null) {
        OF_THIS_PROCESS.remove(key);
      }
    }
  }

  private static @Nullable FolderLock lock(Object key, FileChannel channel) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
      return lock == null ? null : new FolderLock(key, channel);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      OF_THIS_PROCESS.remove(folder);
    }
  }
}
