package io.larder.store.lmdb.engine.log;

import io.larder.store.lmdb.engine.disk.DamagedStoreException;
import io.larder.store.lmdb.engine.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The log that one process writes, from the first group to its end: two {@link LogFile}s that take
 * turns, and a {@link LogMark}. A process never goes on with the files of another: what they seem
 * to hold behind the last group may be no more than what a failed sync has left in memory.
 */
public final class LogSession implements AutoCloseable {
  /** The files of groups. */
  static final List<String> NAMES = List.of("write-a.log", "write-b.log");

  /** All files. */
  public static final List<String> ALL_FILES = allFiles();

  private final UUID store;
  private final long number;
  private final RandomGenerator random;
  private final Disk.OpenFile mark;
  private final List<LogFile> files = new ArrayList<>();
  private int active;
  private long salt;

  private LogSession(UUID store, RandomGenerator random, Disk.OpenFile mark) {
    this.store = store;
    this.random = random;
    this.number = nonZero(random);
    this.mark = mark;
  }

  /** Makes the files, durably, in place of older ones, which must not be needed any more. */
  public static LogSession begin(
      Disk disk, Path folder, UUID store, RandomGenerator random, long sequence)
      throws IOException {
    delete(disk, folder);
    var session = new LogSession(store, random, disk.create(folder.resolve(LogMark.NAME)));
    boolean isBegun = false;
    try {
      for (String name : NAMES) {
        boolean isFirst = session.files.isEmpty();
        LogHeader header = session.header(isFirst ? sequence + 1 : LogHeader.UNUSED);
        session.files.add(LogFile.create(disk, folder.resolve(name), header));
        session.salt = isFirst ? header.salt() : session.salt;
      }
      session.acknowledge(sequence);
      session.mark.sync();
      disk.syncFolder(folder);
      isBegun = true;
      return session;
    } finally {
      if (!isBegun) {
        session.close();
      }
    }
  }

  /** Deletes all files of the log. */
  public static void delete(Disk disk, Path folder) throws IOException {
    for (String name : ALL_FILES) {
      disk.delete(folder.resolve(name));
    }
    disk.syncFolder(folder);
  }

  /**
   * Refuses a folder without the file of the tables in which there is a log.
   *
   * @throws DamagedStoreException if there is
   */
  public static void requireNone(Path folder, String tables) {
    for (String name : NAMES) {
      if (Files.exists(folder.resolve(name))) {
        throw DamagedStoreException.ofTables(folder, name + " is there, but " + tables + " is not");
      }
    }
  }

  private static List<String> allFiles() {
    List<String> all = new ArrayList<>(NAMES);
    all.add(LogMark.NAME);
    return List.copyOf(all);
  }

  private static long nonZero(RandomGenerator random) {
    long number = random.nextLong();
    return number == 0 ? nonZero(random) : number;
  }

  private LogHeader header(long first) {
    return new LogHeader(store, number, nonZero(random), first);
  }

  public long number() {
    return number;
  }

  /** Where the groups behind that one stand, which LMDB has, if no later one is written yet. */
  public LogState state(long sequence) {
    return new LogState(sequence, number, salt);
  }

  /** The file to which the next group goes. */
  public LogFile file() {
    return files.get(active);
  }

  /** A group may be acknowledged, with all before it. */
  public void acknowledge(long sequence) throws IOException {
    new LogMark(store, number, sequence).write(mark);
  }

  /** Lets the groups behind that one go to the other file, durably. */
  public void turn(long sequence) throws IOException {
    LogHeader header = header(sequence + 1);
    mark.sync();
    files.get(1 - active).begin(header);
    active = 1 - active;
    salt = header.salt();
  }

  @Override
  public void close() throws IOException {
    mark.close();
    for (LogFile file : files) {
      file.close();
    }
  }
}
