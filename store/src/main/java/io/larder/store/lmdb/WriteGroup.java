package io.larder.store.lmdb;

import io.larder.protocol.item.Item;
import io.larder.store.ItemChange;
import io.larder.store.Table;
import io.larder.store.lmdb.binding.Cursor;
import io.larder.store.lmdb.binding.Txn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one commit while they are being made: the write transaction, which later writes of
 * the group read through, and all that happens with it besides. Belongs to the writer's thread.
 */
final class WriteGroup {
  private final Environment environment;
  private final Txn txn;
  private final Sizes.Changes sizes = new Sizes.Changes();
  private final List<ItemChange> changes = new ArrayList<>();
  private final List<Table> dropped = new ArrayList<>();
  private Tables tables;
  private int mutations;
  private boolean backlogChanged;

  WriteGroup(Environment environment, Txn txn, Tables tables) {
    this.environment = environment;
    this.txn = txn;
    this.tables = tables;
  }

  Environment environment() {
    return environment;
  }

  Txn txn() {
    return txn;
  }

  /** The tables as the writes so far leave them. */
  Tables tables() {
    return tables;
  }

  void setTables(Tables changed) {
    tables = changed;
    mutations++;
  }

  List<ItemChange> changes() {
    return changes;
  }

  void changed(ItemChange change) {
    changes.add(change);
  }

  List<Table> dropped() {
    return dropped;
  }

  void drop(Table table) {
    dropped.add(table);
  }

  Sizes.Changes sizes() {
    return sizes;
  }

  /** How often anything was changed so far; a write that fails must not have moved it. */
  int mutations() {
    return mutations;
  }

  /** Tells that something was changed directly in a database of {@link #environment()}. */
  void mutated() {
    mutations++;
  }

  void backlogChanged() {
    backlogChanged = true;
    mutations++;
  }

  boolean hasChangedBacklog() {
    return backlogChanged;
  }

  byte @Nullable [] record(RecordKey key) {
    return environment.data().get(txn, key.key());
  }

  Cursor openData() {
    return environment.data().openCursor(txn);
  }

  /** Writes a record. */
  void put(RecordKey key, byte[] record) {
    mutations++;
    environment.data().put(txn, key.key(), record);
  }

  /** Removes an item of a table or index from {@code record}. */
  void remove(RecordKey key, byte[] record) {
    mutations++;
    byte[] rest = Records.without(record, key);
    if (rest == null) {
      environment.data().delete(txn, key.key());
    } else {
      environment.data().put(txn, key.key(), rest);
    }
  }

  /** Writes an entry of an index and counts it. */
  void putEntry(int indexId, RecordKey key, Item entry) {
    mutations++;
    // Nearly always there is no such record: its key ends in a hash of the item's own key.
    byte[] single = Records.single(key, entry);
    if (environment.data().putIfAbsent(txn, key.key(), single)) {
      sizes.add(indexId, 1, entry.size());
    } else {
      replaceEntry(indexId, key, entry);
    }
  }

  /** Writes an entry of an index that most likely is there, and counts it. */
  void replaceEntry(int indexId, RecordKey key, Item entry) {
    byte[] record = record(key);
    if (record == null) {
      put(key, Records.single(key, entry));
      sizes.add(indexId, 1, entry.size());
      return;
    }
    var reader = new RecordReader().open(record);
    boolean found = reader.find(key);
    byte[] changed = Records.with(record, key, entry);
    if (!Arrays.equals(changed, record)) {
      put(key, changed);
      sizes.add(indexId, found ? 0 : 1, entry.size() - (found ? reader.itemSize() : 0));
    }
  }

  /** Removes an entry of an index, if it is there: a new index may not have it yet. */
  void removeEntry(int indexId, RecordKey key) {
    byte[] record = record(key);
    if (record != null) {
      var reader = new RecordReader().open(record);
      if (reader.find(key)) {
        sizes.add(indexId, -1, -reader.itemSize());
        remove(key, record);
      }
    }
  }
}
