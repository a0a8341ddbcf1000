package io.larder.store.lmdb.maintenance;

import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.engine.disk.DataDirectory;
import io.larder.store.lmdb.engine.disk.Disk;
import io.larder.store.lmdb.engine.disk.FileSystemDisk;
import io.larder.store.lmdb.engine.log.LogSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A backup is a folder with the file of LMDB of each store, those of other regions in {@code
 * regions/NAME}, and {@link #SUMS} of them as {@code sha256sum -c} reads it, which is written last:
 * a folder without it is no backup. Values that are sealed stay so.
 */
public final class Backups {
  public static final String SUMS = "SHA256SUMS";

  /** Where the stores of other regions are below the first one. */
  public static final String REGIONS = "regions";

  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{64})  ((?:regions/[a-z0-9-]{1,64}/)?data\\.mdb)");
  private static final String PARTIAL = ".partial";
  private static final String RESTORING = ".restoring";
  private static final int BUFFER = 1 << 20;
  private static final Disk DISK = new FileSystemDisk();

  private Backups() {}

  /** Writes one store into a folder. */
  @FunctionalInterface
  public interface Copying {
    /** As {@link StoreMaintenance#copyTo}. */
    long run(Path folder, Progress progress) throws IOException;
  }

  /**
   * Makes a backup of stores. If that is interrupted, there is none.
   *
   * @param stores by their folders below the first one, which is {@code ""}
   * @param target the folder, which must not be there yet
   * @return the number of records
   * @throws IOException in one line, if it cannot be made
   */
  public static long make(Map<String, Copying> stores, Path target, Progress progress)
      throws IOException {
    if (Files.exists(target)) {
      throw new IOException(target + " is there already");
    }
    Path partial = target.resolveSibling(target.getFileName() + PARTIAL);
    Folders.delete(partial);
    try {
      Files.createDirectories(partial);
      long records = 0;
      Map<String, String> sums = new LinkedHashMap<>();
      for (Map.Entry<String, Copying> store : stores.entrySet()) {
        Path folder = Files.createDirectories(partial.resolve(store.getKey()));
        records += store.getValue().run(folder, progress);
        deleteLocks(folder);
        Path file = folder.resolve(Environment.FILE);
        sums.put(partial.relativize(file).toString(), copy(file, null, progress));
        DISK.syncFolder(folder);
      }
      write(sums, partial);
      DISK.rename(partial, target);
      DISK.syncFolder(parent(target));
      return records;
    } finally {
      Folders.delete(partial);
    }
  }

  private static Path parent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  /** What the stores leave in their folders beside the file. */
  private static void deleteLocks(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve("lock.mdb"));
    Files.deleteIfExists(folder.resolve(DataDirectory.LOCK));
  }

  private static void write(Map<String, String> sums, Path folder) throws IOException {
    var lines = new StringBuilder();
    sums.forEach((path, sum) -> lines.append(sum).append("  ").append(path).append('\n'));
    try (Disk.OpenFile file = DISK.create(folder.resolve(SUMS))) {
      ByteBuffer text = StandardCharsets.US_ASCII.encode(lines.toString());
      for (long at = 0; text.hasRemaining(); ) {
        at += file.write(text, at);
      }
      file.sync();
    }
    DISK.syncFolder(folder);
  }

  /**
   * Makes the stores of a backup those of a folder, which must have none. If that is interrupted,
   * the folder has none still, and it may be done again.
   *
   * @throws IOException in one line, if it is no whole backup, or cannot be restored
   */
  public static void restore(Path backup, Path folder, Progress progress) throws IOException {
    Map<String, String> sums = read(backup);
    var directory = DataDirectory.durable(folder);
    try {
      Path made = folder.resolve(RESTORING);
      requireEmpty(folder, Files.exists(made));
      Folders.delete(made);
      for (Map.Entry<String, String> file : sums.entrySet()) {
        Path to = made.resolve(file.getKey());
        Files.createDirectories(parent(to));
        String sum = copy(backup.resolve(file.getKey()), to, progress);
        if (!sum.equals(file.getValue())) {
          Folders.delete(made);
          throw new IOException(
              backup.resolve(file.getKey()) + " is not what was saved: its checksum is " + sum);
        }
      }
      // The first store at last: what is there before it is none that would be served.
      for (String path : sums.keySet().stream().sorted(Comparator.reverseOrder()).toList()) {
        Path to = folder.resolve(path);
        Files.createDirectories(parent(to));
        Files.move(
            made.resolve(path),
            to,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
        DISK.syncFolder(parent(to));
      }
      Folders.delete(made);
      DISK.syncFolder(folder);
    } finally {
      directory.close();
    }
  }

  private static void requireEmpty(Path folder, boolean wasInterrupted) throws IOException {
    boolean hasStore = Files.exists(folder.resolve(Environment.FILE));
    for (String name : LogSession.ALL_FILES) {
      hasStore |= Files.exists(folder.resolve(name));
    }
    hasStore |= !wasInterrupted && Files.exists(folder.resolve(REGIONS));
    if (hasStore) {
      throw new IOException(folder + " has a store already: move it away, or restore elsewhere");
    }
  }

  private static Map<String, String> read(Path backup) throws IOException {
    Path file = backup.resolve(SUMS);
    if (!Files.exists(file)) {
      throw new IOException(backup + " is no whole backup: it has no " + SUMS);
    }
    Map<String, String> sums = new LinkedHashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      for (String line : (Iterable<String>) lines::iterator) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
          throw new IOException(file + " is damaged");
        }
        sums.put(parts.group(2), parts.group(1));
      }
    }
    if (!sums.containsKey(Environment.FILE)) {
      throw new IOException(file + " names no " + Environment.FILE);
    }
    return sums;
  }

  /** Copies a file, and syncs it, unless it is only to be read; returns its SHA-256. */
  private static String copy(Path from, @Nullable Path to, Progress progress) throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ)) {
      long size = source.size();
      Disk.OpenFile target = to == null ? null : DISK.create(to);
      try {
        for (long at = 0; source.read(buffer.clear()) >= 0; at += buffer.limit()) {
          buffer.flip();
          digest.update(buffer.duplicate());
          for (long place = at; target != null && buffer.hasRemaining(); ) {
            place += target.write(buffer, place);
          }
          progress.at(to == null ? "checksum" : "copy", at, size);
        }
        if (target != null) {
          target.sync();
        }
      } finally {
        if (target != null) {
          target.close();
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
