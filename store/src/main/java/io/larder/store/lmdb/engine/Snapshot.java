package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.PageInspection;
import io.larder.store.lmdb.binding.Txn;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.engine.sealed.RecordSeal;
import io.larder.store.seal.BrokenSealException;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One committed state of the store, for one thread at a time: LMDB's and the memtable over it. */
public final class Snapshot implements AutoCloseable {
  private final Environment environment;
  private final Memtables memtables;
  private final Snapshots owner;
  private final Txn txn;
  private final KeyRing keys;
  private final RecordSeal seal;
  private Memtables.State newer;
  private @Nullable RecordCursor cursor;
  private boolean cursorIsCurrent;

  Snapshot(Environment environment, Memtables memtables, Snapshots owner, KeyRing keys) {
    this.environment = environment;
    this.memtables = memtables;
    this.owner = owner;
    this.keys = keys;
    this.seal = keys.seal();
    this.newer = memtables.state();
    this.txn = environment.beginRead();
    renewUntilTheyFit();
  }

  /** The value of a record, not to be changed, or null. */
  public byte @Nullable [] get(Database database, byte[] key) {
    return get(database, key, newer.records().of(database));
  }

  /** The value of a record with other records than the snapshot's own over those of LMDB. */
  byte @Nullable [] get(Database database, byte[] key, RecordTree records) {
    RecordTree.Node node = records.find(key);
    byte[] stored = node == null ? environment.database(database).get(txn, key) : node.value();
    return stored == null ? null : open(database, key, stored);
  }

  private byte[] open(Database database, byte[] key, byte[] stored) {
    try {
      return seal.open(database.number(), key, stored);
    } catch (BrokenSealException e) {
      throw environment.damaged(database, key);
    }
  }

  /** What is stored for a value of the record. */
  byte[] seal(Database database, byte[] key, byte[] value) {
    return seal.seal(database.number(), key, value);
  }

  /** The keys with which records are sealed. */
  KeyRing keys() {
    return keys;
  }

  /** The cursor over all items and index entries; there is one, so its position is shared. */
  public RecordCursor data() {
    if (cursor == null) {
      cursor = cursor(Database.DATA);
    } else if (!cursorIsCurrent) {
      cursor.renew(txn, newer.records().of(Database.DATA));
    }
    cursorIsCurrent = true;
    return cursor;
  }

  /** A cursor of its own over all records of a database. */
  public RecordCursor cursor(Database database) {
    return cursor(database, newer.records().of(database));
  }

  /** A cursor of its own with other records than the snapshot's own over those of LMDB. */
  RecordCursor cursor(Database database, RecordTree records) {
    return new RecordCursor(
        environment.database(database).openCursor(txn),
        records,
        (key, stored) -> open(database, key, stored));
  }

  /** How many records LMDB has in a database; there may be more or fewer with newer ones. */
  public long entries(Database database) {
    return environment.database(database).entries(txn);
  }

  /**
   * Looks at the pages of LMDB's file as this snapshot sees them; as {@link PageInspection#of}.
   *
   * @throws IOException if the file cannot be read
   */
  public boolean inspectPages(PageInspection.Faults faults, LongConsumer progress)
      throws IOException {
    return PageInspection.of(
        environment.directory().resolve(Environment.FILE), txn, faults, progress);
  }

  Memtable records() {
    return newer.records();
  }

  void renew() {
    newer = memtables.state();
    txn.renew();
    renewUntilTheyFit();
  }

  /** See {@link Memtables}. */
  private void renewUntilTheyFit() {
    Memtables.State now = memtables.state();
    while (now.epoch() != newer.epoch()) {
      newer = now;
      txn.reset();
      txn.renew();
      now = memtables.state();
    }
  }

  void reset() {
    cursorIsCurrent = false;
    txn.reset();
  }

  /** Gives the reader slot back to LMDB. */
  void release() {
    if (cursor != null) {
      cursor.close();
    }
    txn.close();
  }

  @Override
  public void close() {
    owner.giveBack(this);
  }
}
