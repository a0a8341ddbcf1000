package io.larder.store.lmdb;

import io.larder.store.OneWriterContract;
import io.larder.store.TableStore;
import io.larder.store.lmdb.engine.CheckpointTiming;
import io.larder.store.seal.Encryption;
import io.larder.store.seal.LocalKeys;

/** The contract if all that is stored is sealed, and most of it read back from LMDB. */
final class EncryptedStoreTest extends OneWriterContract {
  @Override
  protected TableStore open() {
    return LmdbTableStore.open(
        LmdbOptions.inMemory().withEncryption(Encryption.under(LocalKeys.ofProcess())),
        CheckpointTiming.ALWAYS);
  }
}
