package io.larder.store.lmdb;

import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Txn;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** What tells the store from all others: random, made with it, and in each of its files. */
final class StoreIdentity {
  /** Not a table name, like every key of one byte. */
  private static final byte[] STORED_AT = {9};

  private StoreIdentity() {}

  static UUID of(Environment environment, RandomGenerator random) {
    Dbi catalog = environment.database(Database.CATALOG);
    try (Txn txn = environment.beginWrite()) {
      byte[] stored = catalog.get(txn, STORED_AT);
      if (stored == null) {
        stored = new byte[2 * Long.BYTES];
        random.nextBytes(stored);
        catalog.put(txn, STORED_AT, stored);
        txn.commit();
      }
      ByteBuffer bytes = ByteBuffer.wrap(stored);
      return new UUID(bytes.getLong(), bytes.getLong());
    }
  }
}
