package io.larder.store.lmdb.engine.log;

import io.larder.store.lmdb.engine.disk.DamagedStoreException;
import io.larder.store.lmdb.engine.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the files of the log hold, compared with what LMDB and the {@link LogMark} say that they
 * must. Groups that LMDB has may be missing, and what is behind the last group that was
 * acknowledged may be one that a kill has cut short. Anything else that is missing is a fault.
 */
public final class LogSurvey implements AutoCloseable {
  private final Disk disk;
  private final Path folder;
  private final UUID store;
  private final LogState lmdb;
  private final List<String> faults = new ArrayList<>();
  private final List<LogReader> files = new ArrayList<>();
  private final GroupChain chain;

  private LogSurvey(Disk disk, Path folder, UUID store, LogState lmdb) {
    this.disk = disk;
    this.folder = folder;
    this.store = store;
    this.lmdb = lmdb;
    this.chain = new GroupChain(lmdb.sequence() + 1);
  }

  /**
   * Reads all files; {@link #faults} tells what is wrong with them.
   *
   * @throws IOException if they cannot be read
   */
  public static LogSurvey of(Disk disk, Path folder, UUID store, LogState lmdb) throws IOException {
    var survey = new LogSurvey(disk, folder, store, lmdb);
    boolean isDone = false;
    try {
      survey.run();
      isDone = true;
      return survey;
    } finally {
      if (!isDone) {
        survey.close();
      }
    }
  }

  private void run() throws IOException {
    for (String name : LogSession.NAMES) {
      Path path = folder.resolve(name);
      Disk.OpenFile file = disk.open(path);
      if (file != null && !take(path, file)) {
        file.close();
      }
    }
    files.sort(Comparator.comparingLong(file -> file.header().first()));
    if (lmdb.isOpen() && files.stream().noneMatch(file -> file.header().salt() == lmdb.salt())) {
      faults.add("the file of the log that goes on at group " + chain.first() + " is missing");
    }
    String place = "at the beginning of the log";
    for (LogReader file : files) {
      if (file.header().first() != LogHeader.UNUSED) {
        chain.expect(file.header().first(), place);
        file.read(
            (reader, group) -> {
              chain.expect(group.number(), placeBehind(reader));
              chain.found(group.number());
            });
        place = placeBehind(file);
      }
    }
    chain.expect(acknowledged() + 1, place);
    if (chain.missing() > 0) {
      faults.add(chain.toString());
    }
  }

  private static String placeBehind(LogReader file) {
    return "at byte " + file.end() + " of " + file.path().getFileName();
  }

  /** True if groups are to be read from the file. */
  private boolean take(Path path, Disk.OpenFile file) throws IOException {
    LogReader reader = LogReader.of(path, file);
    if (reader == null) {
      if (lmdb.isOpen() || !isBlank(file, LogHeader.BYTES)) {
        faults.add(path.getFileName() + " is no file of a log, or damaged at its beginning");
      }
    } else if (!reader.header().store().equals(store)) {
      faults.add(foreign(path, reader.header().store()));
    } else if (reader.header().session() != lmdb.session()) {
      requireNothingNew(reader);
    } else if (lmdb.isOpen()) {
      files.add(reader);
      return true;
    }
    return false;
  }

  private String foreign(Path path, UUID other) {
    return path.getFileName()
        + " belongs to another store: its identity is "
        + other
        + ", and that of data.mdb is "
        + store;
  }

  /** A start that is interrupted leaves files of an earlier session, or new ones without groups. */
  private void requireNothingNew(LogReader reader) throws IOException {
    long[] last = {0};
    reader.read((_, group) -> last[0] = group.number());
    if (last[0] > lmdb.sequence()) {
      faults.add(
          reader.path().getFileName()
              + " goes on to group "
              + last[0]
              + " of a session that data.mdb does not know, which ends at group "
              + lmdb.sequence()
              + ": they are not of the same time");
    }
  }

  /** True if a kill may have left it so before anything was written. */
  private static boolean isBlank(Disk.OpenFile file, int length) throws IOException {
    ByteBuffer beginning = ByteBuffer.allocate(length);
    file.readFully(beginning, 0);
    return beginning.flip().mismatch(ByteBuffer.allocate(beginning.limit())) < 0;
  }

  /** Number of the last group that is known to have been acknowledged. */
  private long acknowledged() throws IOException {
    LogMark mark = mark();
    if (mark != null && !mark.store().equals(store)) {
      faults.add(foreign(folder.resolve(LogMark.NAME), mark.store()));
    } else if (mark != null && mark.session() == lmdb.session()) {
      return mark.sequence();
    } else if (lmdb.isOpen()) {
      faults.add(
          "the file "
              + LogMark.NAME
              + ", which says how far the log must reach, is missing or damaged");
    }
    return 0;
  }

  private @Nullable LogMark mark() throws IOException {
    try (Disk.OpenFile file = disk.open(folder.resolve(LogMark.NAME))) {
      return file == null ? null : LogMark.read(file);
    }
  }

  /** What is wrong, for people. */
  public List<String> faults() {
    return faults;
  }

  public LogState lmdb() {
    return lmdb;
  }

  public GroupChain chain() {
    return chain;
  }

  /**
   * Refuses to go on if there are faults.
   *
   * @throws DamagedStoreException with all of them
   */
  public void requireWhole() {
    if (!faults.isEmpty()) {
      throw DamagedStoreException.ofLog(folder, faults);
    }
  }

  /** Reads the groups that LMDB does not have. */
  public void read(LogReader.GroupVisitor visitor) throws IOException {
    for (LogReader file : files) {
      file.read(
          (reader, group) -> {
            if (group.number() > lmdb.sequence()) {
              visitor.group(reader, group);
            }
          });
    }
  }

  @Override
  public void close() throws IOException {
    for (LogReader file : files) {
      file.close();
    }
  }
}
