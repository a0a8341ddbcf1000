package io.larder.store.lmdb;

import io.larder.store.PrimaryKey;
import io.larder.store.Table;

/** The item that a write is about: its table, its key, and where its record is. */
record Target(Table table, PrimaryKey key, RecordKey at) {

  static Target of(KeyLayout layout, Table table, PrimaryKey key) {
    return new Target(table, key, layout.ofItem(key));
  }
}
