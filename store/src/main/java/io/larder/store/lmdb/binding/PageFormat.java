package io.larder.store.lmdb.binding;

/** LMDB's structures of 64-bit systems: MDB_page, MDB_meta, MDB_db and MDB_node of mdb.c. */
final class PageFormat {
  static final int HEADER = 16;
  static final int FLAGS_AT = 10;
  static final int LOWER_AT = 12;
  static final int UPPER_AT = 14;

  /** How many pages a large value takes; in place of the two above. */
  static final int COUNT_AT = 12;

  static final int BRANCH = 1;
  static final int LEAF = 2;
  static final int OVERFLOW = 4;

  static final int MAGIC = 0xBEEFC0DE;
  static final int PAGE_SIZE_AT = HEADER + 24;
  static final int FREE_AT = HEADER + 24;
  static final int MAIN_AT = HEADER + 72;
  static final int LAST_PAGE_AT = HEADER + 120;
  static final int TXN_AT = HEADER + 128;
  static final int META = HEADER + 136;

  // Within an MDB_db.
  static final int DEPTH_AT = 6;
  static final int ENTRIES_AT = 32;
  static final int ROOT_AT = 40;
  static final int DATABASE_LENGTH = 48;

  // Within an MDB_node.
  static final int NODE_FLAGS_AT = 4;
  static final int KEY_LENGTH_AT = 6;
  static final int NODE_HEADER = 8;
  static final int LARGE_VALUE = 1;
  static final int DATABASE = 2;

  static final long NO_PAGE = -1;
  static final int MIN_PAGE_SIZE = 256;
  static final int MAX_PAGE_SIZE = 1 << 16;
  static final int MAX_DEPTH = 64;

  private PageFormat() {}
}
