package io.larder.store.lmdb.engine.sealed;

import io.larder.store.seal.BrokenSealException;

/** Seals and opens the values of records; for one thread at a time. */
public interface RecordSeal {
  /** Leaves everything as it is. */
  RecordSeal NONE =
      new RecordSeal() {
        @Override
        public byte[] seal(int database, byte[] key, byte[] value) {
          return value;
        }

        @Override
        public byte[] open(int database, byte[] key, byte[] stored) {
          return stored;
        }
      };

  /**
   * What is stored for a value. Only the writer's thread seals.
   *
   * @throws KeyTakenException if the key is not to be had
   */
  byte[] seal(int database, byte[] key, byte[] value);

  /**
   * The value of what is stored.
   *
   * @throws KeyTakenException if the key is not to be had
   * @throws BrokenSealException if it is not what was stored for that key in that database
   */
  byte[] open(int database, byte[] key, byte[] stored);
}
