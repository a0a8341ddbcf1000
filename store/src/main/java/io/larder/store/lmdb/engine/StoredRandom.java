package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Txn;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Random values that are made with the store and kept in its catalogue. */
public final class StoredRandom {
  private StoredRandom() {}

  /** What tells the store from all others: it is in each of its files. */
  public static UUID identity(Environment environment, RandomGenerator random) {
    ByteBuffer bytes =
        ByteBuffer.wrap(of(environment, CatalogKey.IDENTITY, 2 * Long.BYTES, random));
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  /** The value at that key, of so many bytes if it must be made first. */
  public static byte[] of(
      Environment environment, CatalogKey key, int bytes, RandomGenerator random) {
    Dbi catalog = environment.database(Database.CATALOG);
    try (Txn txn = environment.beginWrite()) {
      byte[] value = catalog.get(txn, key.bytes());
      if (value == null) {
        value = new byte[bytes];
        random.nextBytes(value);
        catalog.put(txn, key.bytes(), value);
        txn.commit();
      }
      return value;
    }
  }
}
