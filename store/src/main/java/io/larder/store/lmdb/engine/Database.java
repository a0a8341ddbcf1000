package io.larder.store.lmdb.engine;

import java.io.IOException;
import java.util.List;

/** A database of the store. */
public enum Database {
  CATALOG(0),
  DATA(1),
  SIZES(2),
  TOKENS(3),
  BACKLOG(4);

  /** In the order of their numbers. */
  public static final List<Database> ALL = List.of(values());

  private final int number;

  Database(int number) {
    this.number = number;
  }

  /** Its place in {@link #ALL}; it stands in the write-ahead log and never changes. */
  public int number() {
    return number;
  }

  /**
   * The database with that number.
   *
   * @throws IOException if there is none
   */
  public static Database of(int number) throws IOException {
    if (number >= ALL.size()) {
      throw new IOException("The log has a change of a database with the number " + number);
    }
    return ALL.get(number);
  }
}
