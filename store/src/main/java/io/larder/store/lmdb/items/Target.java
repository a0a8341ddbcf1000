package io.larder.store.lmdb.items;

import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.RecordKey;

/** The item that a write is about: its table, its key, and where its record is. */
public record Target(Table table, PrimaryKey key, RecordKey at) {

  public static Target of(KeyLayout layout, Table table, PrimaryKey key) {
    return new Target(table, key, layout.ofItem(key));
  }
}
