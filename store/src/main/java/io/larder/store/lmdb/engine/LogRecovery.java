package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.LmdbException;
import io.larder.store.lmdb.engine.log.LogReader;
import io.larder.store.lmdb.engine.log.LogReader.Group;
import io.larder.store.lmdb.engine.log.LogState;
import io.larder.store.lmdb.engine.log.LogSurvey;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Brings to LMDB what only the log has, in parts that memory can hold. Until LMDB has it nobody may
 * see it: after a failed sync the system shows what the disk may not have.
 */
public final class LogRecovery {
  /** More than a record takes in memory besides its key and value. */
  private static final int OVERHEAD = 160;

  private final Environment environment;
  private final CheckpointWriter lmdb;
  private final long mostBytes;
  private Memtable records = Memtable.EMPTY;
  private LogState written = LogState.NONE;
  private long bytes;

  public LogRecovery(Environment environment, CheckpointWriter lmdb, long mostBytes) {
    this.environment = environment;
    this.lmdb = lmdb;
    this.mostBytes = mostBytes;
  }

  /**
   * What the log has up to the last group before which none is missing, for who must not write.
   *
   * @throws IOException if the log cannot be read, or has more than memory should hold
   */
  public static Memtables inMemory(LogSurvey survey, long mostBytes) throws IOException {
    Memtable[] records = {Memtable.EMPTY};
    long[] bytes = {0};
    survey.read(
        (reader, group) -> {
          if (group.number() > survey.chain().last()) {
            return;
          }
          reader.readChanges(
              group,
              (database, key, value) -> {
                records[0] = records[0].with(Database.of(database), key, value);
                bytes[0] += OVERHEAD + key.length + (value == null ? 0 : value.length);
                if (bytes[0] > mostBytes) {
                  throw new IOException(
                      "the log has more than memory should hold: start the server once");
                }
              });
        });
    var memtables = new Memtables();
    memtables.commit(records[0], null);
    return memtables;
  }

  /**
   * Takes over the groups up to the last before which none is missing.
   *
   * @return what LMDB knows then, or will know once it has the {@link #rest}
   * @throws LmdbException if LMDB cannot be written, other than for lack of room for the last part
   */
  public LogState run(LogSurvey survey) throws IOException {
    written = survey.lmdb();
    long last = survey.chain().last();
    survey.read(
        (reader, group) -> {
          if (group.number() <= last) {
            read(reader, group);
          }
        });
    LogState end = LogState.closed(last, written.session());
    if (survey.lmdb().isOpen()) {
      finish(end);
    }
    return end;
  }

  private void finish(LogState end) {
    try {
      lmdb.write(records, end);
      records = Memtable.EMPTY;
    } catch (LmdbException e) {
      boolean isFull = environment.isDiskFull();
      if (StorageErrors.isFatal(e, isFull) || StorageErrors.lackOfRoom(e, isFull) == null) {
        throw e;
      }
    }
  }

  /** The records for which LMDB has no room: memory has, so they can be read. */
  public Memtable rest() {
    return records;
  }

  private void read(LogReader reader, Group group) throws IOException {
    reader.readChanges(group, this::change);
    written = new LogState(group.number(), written.session(), written.salt());
  }

  private void change(int database, byte[] key, byte @Nullable [] value) throws IOException {
    if (bytes >= mostBytes) {
      // A group that is not wholly written will be read again, which does no harm.
      lmdb.write(records, written);
      records = Memtable.EMPTY;
      bytes = 0;
    }
    records = records.with(Database.of(database), key, value);
    bytes += OVERHEAD + key.length + (value == null ? 0 : value.length);
  }
}
