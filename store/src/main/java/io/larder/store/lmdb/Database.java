package io.larder.store.lmdb;

import io.larder.store.lmdb.binding.Damage;
import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Env;
import java.util.List;
import java.util.Locale;

/** A database of the store. */
enum Database {
  CATALOG(0),
  DATA(1),
  SIZES(2),
  TOKENS(3),
  BACKLOG(4);

  /** In the order of their numbers. */
  static final List<Database> ALL = List.of(values());

  private final int number;

  Database(int number) {
    this.number = number;
  }

  /** Its place in {@link #ALL}; it stands in the write-ahead log and never changes. */
  int number() {
    return number;
  }

  /** Opens all, in the order of their numbers. */
  static List<Dbi> openAll(Env env, Damage damage) {
    return env.openDatabases(damage, ALL.stream().map(Database::storedName).toArray(String[]::new));
  }

  /** Its name in LMDB. What has another layout is in databases of other names. */
  private String storedName() {
    return name().toLowerCase(Locale.ROOT) + "." + Layout.CURRENT;
  }
}
