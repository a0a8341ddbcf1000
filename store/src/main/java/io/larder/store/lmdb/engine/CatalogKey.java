package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.engine.log.LogState;

/**
 * What stands in {@link Database#CATALOG} beside the tables, each in a record whose key begins with
 * a byte of its own. The record of a table has the table's name as its key, which is of three bytes
 * at least, none of them so small.
 */
public enum CatalogKey {
  /** The version of the layout; see {@link LayoutVersion}. */
  LAYOUT(0),
  /** The id that the next table or index gets. */
  NEXT_ID(1),
  /** The time to live of a table; the table's id follows in the key. */
  TIME_TO_LIVE(2),
  /** What LMDB knows of the log; see {@link LogState}. */
  LOG(3),
  /** A list of attribute names; its number follows in the key. */
  ATTRIBUTE_LIST(4),
  /** The store's own key, wrapped by the master key; see {@link StoreKeys}. */
  KEYRING(5),
  /** How far values are sealed that an older program has stored in clear; see {@link StoreKeys}. */
  SEALED(6),
  /** The key of a table; the table's id follows in the key. */
  TABLE_KEY(7),
  /** The key of the hash that keeps partitions with equal beginnings apart. */
  HASH_KEY(8),
  /** What tells the store from all others, and its log from theirs. */
  IDENTITY(9),
  /** The policies of a table and its streams; the table's id follows in the key. */
  RESOURCE_POLICIES(10),
  /** A stream of a table; the stream's id follows in the key. */
  STREAM(11),
  /** What is set of a table beside its definition; the table's id follows in the key. */
  TABLE_SETTINGS(12),
  /** What is to be delivered of a table's changes; the delivery's id follows in the key. */
  DELIVERY(13);

  private static final int LAST = 13;

  private final byte first;

  CatalogKey(int first) {
    this.first = (byte) first;
  }

  /** The key, or what it begins with. */
  public byte[] bytes() {
    return new byte[] {first};
  }

  public byte first() {
    return first;
  }

  public boolean begins(byte[] key) {
    return key[0] == first;
  }

  /** True for the key of a record that a sealed store seals: not of those of the engine itself. */
  public static boolean isSealed(byte[] key) {
    return isTable(key)
        || NEXT_ID.begins(key)
        || TIME_TO_LIVE.begins(key)
        || ATTRIBUTE_LIST.begins(key)
        || RESOURCE_POLICIES.begins(key)
        || STREAM.begins(key)
        || TABLE_SETTINGS.begins(key)
        || DELIVERY.begins(key);
  }

  /** True for the key of a table's record. */
  public static boolean isTable(byte[] key) {
    return key[0] > LAST;
  }
}
