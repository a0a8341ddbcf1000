package io.larder.store.lmdb.tables;

import io.larder.store.Index;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.TimeToLive;
import io.larder.store.lmdb.changes.Streams;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.StoreKeys;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.engine.sealed.TableKey;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.WriteGroup;
import io.larder.store.seal.SealKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys of tables as the catalogue keeps them: one record for each table, sealed with the
 * store's key, which goes with the table. A table's indexes, its order of expiry and its streams
 * share its key; streams that outlive the table keep it under their own ids. That of a table which
 * names a key is wrapped by it, too; see {@link CustomerKeys}.
 */
public final class TableKeys {
  /** The first byte of a key that only the store's own key wraps. */
  private static final byte OF_STORE = 0;

  private TableKeys() {}

  /** Reads the keys of all tables, and makes one for each table that has none yet. */
  public static void load(Snapshot snapshot, Environment environment, KeyRing ring, Tables tables) {
    if (!ring.seals()) {
      return;
    }
    for (Tables.Entry entry : tables.byName().values()) {
      byte[] at = recordKey(entry.table().id());
      byte[] found = snapshot.get(Database.CATALOG, at);
      if (found == null) {
        found = record(ring.newKey());
        StoreKeys.put(environment, ring, at, found);
      }
      assign(ring, tables.streams(), entry.table(), keyOf(ring, found));
    }
    for (int id : tables.streams().tableNames().keySet()) {
      byte[] found = snapshot.get(Database.CATALOG, recordKey(id));
      if (found != null) {
        ring.assign(id, keyOf(ring, found));
      }
    }
  }

  private static TableKey keyOf(KeyRing ring, byte[] record) {
    return ring.keyOf(record[0] == NamedKey.KIND ? null : read(record));
  }

  /** Gives a new table a key, and its new indexes the same. */
  static void put(WriteGroup group, Table table) {
    KeyRing ring = group.records().keys();
    if (!ring.seals()) {
      return;
    }
    byte[] at = recordKey(table.id());
    TableKey key = ring.of(table.id());
    // A table whose creation failed may have left a key under the id.
    if (key == null || group.get(Database.CATALOG, at) == null) {
      byte[] bytes = ring.newKey();
      group.put(Database.CATALOG, at, record(bytes));
      key = ring.keyOf(new SealKey(bytes));
    }
    assign(ring, group.tables().streams(), table, key);
  }

  /** Stores the key of a table as it is wrapped by one that the table names. */
  static void put(WriteGroup group, Table table, NamedKey named, byte[] key) {
    group.put(Database.CATALOG, recordKey(table.id()), named.record());
    KeyRing ring = group.records().keys();
    TableKey known = ring.of(table.id());
    if (known == null || !Arrays.equals(known.bytes(), key)) {
      assign(ring, group.tables().streams(), table, ring.keyOf(new SealKey(key)));
    }
  }

  /** Stores the key of a table that no longer names one. */
  static void putOwn(WriteGroup group, Table table) {
    TableKey known = group.records().keys().of(table.id());
    byte[] key = known == null ? null : known.bytes();
    if (key == null) {
      throw Tables.keyTaken();
    }
    group.put(Database.CATALOG, recordKey(table.id()), record(key));
  }

  /** The key of a table or stream that names one; null if it does not. */
  static @Nullable NamedKey named(Snapshot snapshot, int id) {
    byte[] found = snapshot.get(Database.CATALOG, recordKey(id));
    return found == null || found[0] != NamedKey.KIND ? null : NamedKey.read(found);
  }

  /** Destroys the key with the table, unless there are streams that still need it. */
  static void remove(WriteGroup group, Table table) {
    if (group.records().keys().seals()) {
      byte[] key = group.get(Database.CATALOG, recordKey(table.id()));
      for (int id : group.tables().streams().idsOf(table.id())) {
        if (key != null) {
          group.put(Database.CATALOG, recordKey(id), key);
        }
      }
      group.delete(Database.CATALOG, recordKey(table.id()));
    }
  }

  /** Forgets the key of a table that is gone. */
  public static void forget(KeyRing ring, TableEvent event) {
    if (event instanceof TableEvent.Dropped(Table table)) {
      forEachId(table, ring::remove);
    }
  }

  private static void assign(KeyRing ring, Streams streams, Table table, TableKey key) {
    forEachId(table, id -> ring.assign(id, key));
    streams.idsOf(table.id()).forEach(id -> ring.assign(id, key));
  }

  private static void forEachId(Table table, IntConsumer action) {
    action.accept(table.id());
    for (Index index : table.indexesByName()) {
      action.accept(index.id());
    }
    TimeToLive timeToLive = table.timeToLive();
    if (timeToLive != null) {
      action.accept(timeToLive.id());
    }
  }

  private static byte[] recordKey(int id) {
    return ByteBuffer.allocate(1 + Integer.BYTES)
        .put(CatalogKey.TABLE_KEY.first())
        .putInt(id)
        .array();
  }

  private static byte[] record(byte[] key) {
    return ByteBuffer.allocate(1 + key.length).put(OF_STORE).put(key).array();
  }

  private static SealKey read(byte[] record) {
    if (record[0] != OF_STORE) {
      throw new IllegalStateException("The key of a table has a format that is not known");
    }
    return new SealKey(Arrays.copyOfRange(record, 1, record.length));
  }
}
