package io.larder.store.lmdb;

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

  /** Its name in LMDB. */
  String storedName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
