package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.engine.disk.DamagedStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Makes groups of writes durable and visible: through the write-ahead log, into the memtable, and
 * by checkpoints into LMDB. Belongs to the writer's thread.
 */
public final class Journal implements AutoCloseable {
  private final Memtables memtables;
  private final WriteAheadLog log;
  private final Checkpoints checkpoints;

  private Journal(Memtables memtables, WriteAheadLog log, Checkpoints checkpoints) {
    this.memtables = memtables;
    this.log = log;
    this.checkpoints = checkpoints;
  }

  /**
   * Opens the log that belongs to LMDB's files; what only it has goes to the memtable.
   *
   * @throws DamagedStoreException if anything that was acknowledged is missing
   */
  public static Journal open(Environment environment, Memtables memtables, EngineParts parts) {
    var writer = new CheckpointWriter(environment);
    WriteAheadLog log =
        environment.isTemporary()
            ? WriteAheadLog.none()
            : FileWriteAheadLog.recover(environment, writer, memtables, parts);
    log = parts.log().apply(log);
    return new Journal(memtables, log, new Checkpoints(environment, memtables, log, writer, parts));
  }

  /** Starts the thread of the checkpoints; see {@link Checkpoints#start}. */
  public void start(Runnable wakeUp) {
    checkpoints.start(wakeUp);
  }

  /** A group without changes yet; an earlier one that was not committed is forgotten. */
  public ChangedRecords begin(Snapshot committed) {
    log.discard();
    return new ChangedRecords(committed, memtables.sinceCheckpoint(), log);
  }

  /** True if the group should be committed before it becomes larger. */
  public boolean isFull() {
    return log.groupBytes() >= WriteAheadLog.MAX_GROUP_BYTES;
  }

  /**
   * Makes a group durable, then visible.
   *
   * @throws IOException as {@link WriteAheadLog#append}
   */
  public void commit(ChangedRecords group) throws IOException {
    log.append();
    memtables.commit(group.records(), group.sinceCheckpoint());
    checkpoints.committed();
  }

  public Checkpoints checkpoints() {
    return checkpoints;
  }

  /** Leaves all as it is now, as the end of the process would. */
  public void abandon() throws IOException {
    checkpoints.abandon();
    log.close();
  }

  /** Brings everything to LMDB, as far as it can be written. */
  @Override
  public void close() {
    checkpoints.close();
    try {
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
