package io.larder.store.lmdb.engine.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the folders of tables are that are gone when their store is closed. Anybody may make others
 * there: links, pipes, and folders that look like them. So one is deleted only if this user made
 * it, nobody else can get into it, and it holds nothing but what a store puts there; and it is
 * looked at and emptied through one handle, so that nobody can exchange it in between.
 */
final class InMemoryFolders {
  private static final Logger LOG = LoggerFactory.getLogger(InMemoryFolders.class);
  private static final String PREFIX = "larder-in-memory-";
  private static final Path LOCK = Path.of(FolderLock.FILE);

  /** The lock last: a folder without one is never looked at again. */
  private static final List<Path> FILES = List.of(Path.of("data.mdb"), Path.of("lock.mdb"), LOCK);

  private static final Set<PosixFilePermission> OF_OWNER =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path parent;

  InMemoryFolders(Path parent) {
    this.parent = parent;
  }

  /** Makes a folder, into which nobody else can get. */
  Path create() throws IOException {
    return Files.createTempDirectory(parent, PREFIX);
  }

  /**
   * Deletes the folders that no store has locked: a process that was killed leaves its own, and
   * with it memory, behind.
   *
   * @param own a folder of the user whose folders they must be
   */
  void deleteAbandoned(Path own) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
      UserPrincipal user = Files.getOwner(own);
      if (found instanceof SecureDirectoryStream<Path> folders) {
        for (Path folder : folders) {
          deleteIfAbandoned(folders, folder.getFileName(), user);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.atDebug().setCause(e).log("Folders of earlier processes cannot be looked for");
    }
  }

  private static void deleteIfAbandoned(
      SecureDirectoryStream<Path> folders, Path name, UserPrincipal user) {
    try {
      // Looked at before it is opened: to open a pipe may take for ever.
      if (isOfUser(view(folders, name).readAttributes(), user)) {
        try (var folder = folders.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
          PosixFileAttributes attributes =
              folder.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
          if (isOfUser(attributes, user) && isOfStore(folder)) {
            deleteIfUnlocked(folders, name, folder, attributes);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.atDebug().setCause(e).addKeyValue("folder", name).log("A folder is left where it is");
    }
  }

  private static PosixFileAttributeView view(SecureDirectoryStream<Path> folder, Path name) {
    return folder.getFileAttributeView(
        name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isOfUser(PosixFileAttributes attributes, UserPrincipal user) {
    return attributes.isDirectory()
        && attributes.owner().equals(user)
        && OF_OWNER.containsAll(attributes.permissions());
  }

  /** True if there is a lock file, and nothing else but what a store puts there. */
  private static boolean isOfStore(SecureDirectoryStream<Path> folder) throws IOException {
    boolean hasLock = false;
    for (Path path : folder) {
      Path name = path.getFileName();
      if (!FILES.contains(name) || !view(folder, name).readAttributes().isRegularFile()) {
        return false;
      }
      hasLock |= name.equals(LOCK);
    }
    return hasLock;
  }

  private static void deleteIfUnlocked(
      SecureDirectoryStream<Path> folders,
      Path name,
      SecureDirectoryStream<Path> folder,
      PosixFileAttributes attributes)
      throws IOException {
    try (FolderLock lock = FolderLock.of(attributes, () -> openLock(folder))) {
      if (lock != null) {
        delete(folders, name, folder);
      }
    }
  }

  private static FileChannel openLock(SecureDirectoryStream<Path> folder) throws IOException {
    return (FileChannel)
        folder.newByteChannel(LOCK, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
  }

  private static void delete(
      SecureDirectoryStream<Path> folders, Path name, SecureDirectoryStream<Path> folder)
      throws IOException {
    for (Path file : FILES) {
      try {
        folder.deleteFile(file);
      } catch (NoSuchFileException e) {
        // LMDB was not opened.
      }
    }
    try {
      folders.deleteDirectory(name);
    } catch (DirectoryNotEmptyException e) {
      LOG.atWarn().addKeyValue("folder", name).log("A folder for tables in memory is not empty");
    }
  }

  /**
   * Deletes a folder that {@link #create} made, if there is nothing in it that is not a store's.
   */
  void delete(Path own) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent)) {
      if (all instanceof SecureDirectoryStream<Path> folders) {
        Path name = own.getFileName();
        try (var folder = folders.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
          delete(folders, name, folder);
        }
      } else {
        for (Path file : FILES) {
          Files.deleteIfExists(own.resolve(file));
        }
        Files.delete(own);
      }
    }
  }
}
