package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.Cursor;
import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Txn;

/** Counts what is in an LMDB database. */
public final class DatabaseContents {
  private DatabaseContents() {}

  public static int count(Dbi database, Txn txn) {
    int count = 0;
    try (Cursor all = database.openCursor(txn)) {
      while (all.next()) {
        count++;
      }
    }
    return count;
  }
}
