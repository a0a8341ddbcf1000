package io.larder.store.lmdb;

import io.larder.store.lmdb.binding.Damage;
import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Env;
import io.larder.store.lmdb.binding.Txn;
import java.nio.file.Path;

/**
 * The version of everything that is written. Its number stands where every version looks for it, so
 * that an older program refuses a newer store.
 */
final class Layout {
  static final int CURRENT = 4;

  /** Most databases of LMDB that a store has. */
  static final int DATABASES = Database.ALL.size() + 1;

  /** Until layout 3 the database of the tables, where no table had a name like the key. */
  private static final String DATABASE = "catalog";

  private static final byte[] KEY = {0};

  private Layout() {}

  /**
   * Makes sure that a store has the current layout, or is new.
   *
   * @throws IllegalStateException if it has another one
   */
  static void check(Env env, Damage damage, Path directory) {
    Dbi database = env.openDatabases(damage, DATABASE).getFirst();
    try (Txn txn = env.beginWrite()) {
      byte[] found = database.get(txn, KEY);
      if (found == null) {
        database.put(txn, KEY, new byte[] {CURRENT});
        txn.commit();
      } else if (found[0] > CURRENT) {
        throw new IllegalStateException(
            "The data in "
                + directory
                + " has layout "
                + found[0]
                + ", written by a newer version; this version reads up to layout "
                + CURRENT);
      }
    }
  }
}
