package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.engine.sealed.KeyTakenException;
import org.jspecify.annotations.Nullable;

/**
 * The records that a group changes, while it is being made: over the last committed state, where
 * later changes of the group find them. Belongs to the writer's thread.
 */
public final class ChangedRecords {
  /** The most that a group takes in memory, whatever a single write with its index entries does. */
  private static final long MAX_BYTES =
      Math.max(2 * WriteAheadLog.MAX_GROUP_BYTES, Runtime.getRuntime().maxMemory() / 8);

  private final Snapshot committed;
  private final WriteAheadLog log;
  private Memtable records;
  private @Nullable Memtable sinceCheckpoint;

  /** {@code log} must have no changes yet. */
  public ChangedRecords(Snapshot committed, @Nullable Memtable sinceCheckpoint, WriteAheadLog log) {
    this.committed = committed;
    this.records = committed.records();
    this.sinceCheckpoint = sinceCheckpoint;
    this.log = log;
  }

  /** The keys with which records are sealed. */
  public KeyRing keys() {
    return committed.keys();
  }

  /** The memtable as the changes so far leave it. */
  public Memtable records() {
    return records;
  }

  /** What was changed since the checkpoint began that is under way; null if none is. */
  @Nullable Memtable sinceCheckpoint() {
    return sinceCheckpoint;
  }

  /**
   * The value of a record as the changes so far leave it, not to be changed; null if there is none.
   */
  public byte @Nullable [] get(Database database, byte[] key) {
    return committed.get(database, key, records.of(database));
  }

  /** A cursor over the records as the changes so far leave them; it does not see later ones. */
  public RecordCursor cursor(Database database) {
    return committed.cursor(database, records.of(database));
  }

  /**
   * Writes a record, or deletes it if {@code value} is null.
   *
   * @throws IllegalStateException if the group takes too much memory
   * @throws KeyTakenException if the record cannot be sealed; nothing is changed then
   */
  public void change(Database database, byte[] key, byte @Nullable [] value) {
    byte[] stored = value == null ? null : committed.seal(database, key, value);
    log.add(database, key, stored);
    if (log.groupBytes() > MAX_BYTES) {
      throw new IllegalStateException(
          "a write with its index entries takes more than " + MAX_BYTES + " bytes of the heap");
    }
    records = records.with(database, key, stored);
    if (sinceCheckpoint != null) {
      sinceCheckpoint = sinceCheckpoint.with(database, key, stored);
    }
  }
}
