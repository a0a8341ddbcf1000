package io.larder.store.lmdb;

import io.larder.protocol.item.SipHash;
import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Txn;
import java.security.SecureRandom;

/** The key of the store's {@link SipHash}: random, made with the store and kept in it. */
final class HashKey {
  /** Not a table name, like every key of one byte. */
  private static final byte[] STORED_AT = {8};

  private HashKey() {}

  static byte[] of(Environment environment) {
    Dbi catalog = environment.database(Database.CATALOG);
    try (Txn txn = environment.beginWrite()) {
      byte[] key = catalog.get(txn, STORED_AT);
      if (key == null) {
        key = new byte[SipHash.KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        catalog.put(txn, STORED_AT, key);
        txn.commit();
      }
      return key;
    }
  }
}
