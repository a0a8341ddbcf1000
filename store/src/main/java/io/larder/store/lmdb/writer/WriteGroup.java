package io.larder.store.lmdb.writer;

import io.larder.protocol.item.Item;
import io.larder.store.ItemChange;
import io.larder.store.lmdb.changes.StreamChanges;
import io.larder.store.lmdb.changes.StreamTail;
import io.larder.store.lmdb.engine.ChangedRecords;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.layout.Markers;
import io.larder.store.lmdb.layout.RecordKey;
import io.larder.store.lmdb.layout.RecordReader;
import io.larder.store.lmdb.layout.Records;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one commit while they are being made: the changed records, which later writes of
 * the group see, and all that happens with them besides. Belongs to the writer's thread.
 */
public final class WriteGroup implements Markers.Place {
  private final ChangedRecords records;
  private final Sizes.Changes sizes = new Sizes.Changes();
  private final List<ItemChange> changes = new ArrayList<>();
  private final StreamChanges streams;
  private Tables tables;
  private int mutations;
  private int jobs;

  /** {@code records} must have no changes yet. */
  public WriteGroup(ChangedRecords records, Tables tables, StreamTail tail) {
    this.records = records;
    this.tables = tables;
    this.streams = new StreamChanges(tail, this);
  }

  public ChangedRecords records() {
    return records;
  }

  /** The tables as the writes so far leave them. */
  public Tables tables() {
    return tables;
  }

  public void setTables(Tables changed) {
    tables = changed;
    mutations++;
  }

  List<ItemChange> changes() {
    return changes;
  }

  public void changed(ItemChange change) {
    changes.add(change);
  }

  /** What the streams are told. */
  public StreamChanges streams() {
    return streams;
  }

  public Sizes.Changes sizes() {
    return sizes;
  }

  /** How often anything was changed so far; a write that fails must not have moved it. */
  public int mutations() {
    return mutations;
  }

  /** Counts a job that was added to the {@link OpenJobs}, or with -1 one that was finished. */
  public void addJobs(int count) {
    jobs += count;
  }

  /** Jobs added, less those finished. */
  int jobs() {
    return jobs;
  }

  /**
   * The value of a record as the writes so far leave it, not to be changed; null if there is none.
   */
  public byte @Nullable [] get(Database database, byte[] key) {
    return records.get(database, key);
  }

  /** A cursor over the records as the writes so far leave them; it does not see later ones. */
  public RecordCursor cursor(Database database) {
    return records.cursor(database);
  }

  public void put(Database database, byte[] key, byte[] value) {
    change(database, key, value);
  }

  public void delete(Database database, byte[] key) {
    change(database, key, null);
  }

  private void change(Database database, byte[] key, byte @Nullable [] value) {
    mutations++;
    records.change(database, key, value);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return get(Database.DATA, key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    put(Database.DATA, key, value);
  }

  @Override
  public void delete(byte[] key) {
    delete(Database.DATA, key);
  }

  /** The record of an item or index entry, as the writes so far leave it. */
  public byte @Nullable [] record(RecordKey key) {
    return get(key.key());
  }

  /** Writes the record of an item or index entry; {@code isNew} if there is none yet. */
  public void put(RecordKey key, byte[] record, boolean isNew) {
    if (isNew) {
      Markers.added(this, key);
    }
    put(key.key(), record);
  }

  /** Deletes the record of an item or index entry, which is there. */
  public void remove(RecordKey key) {
    Markers.removed(this, key);
    delete(key.key());
  }

  /** Writes an entry of an index, in place of an older one if there is one, and counts it. */
  public void putEntry(int indexId, RecordKey key, Item entry) {
    byte[] record = record(key);
    byte[] changed = Records.of(key, entry);
    if (record == null) {
      put(key, changed, true);
      sizes.add(indexId, 1, entry.size());
    } else if (!Arrays.equals(changed, record)) {
      int oldSize = new RecordReader().open(record).require(key).itemSize();
      put(key, changed, false);
      sizes.add(indexId, 0, entry.size() - oldSize);
    }
  }

  /** Removes an entry of an index, if it is there: a new index may not have it yet. */
  public void removeEntry(int indexId, RecordKey key) {
    byte[] record = record(key);
    if (record != null) {
      int size = new RecordReader().open(record).require(key).itemSize();
      remove(key);
      sizes.add(indexId, -1, -size);
    }
  }
}
