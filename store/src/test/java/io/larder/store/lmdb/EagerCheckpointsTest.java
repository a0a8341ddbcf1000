package io.larder.store.lmdb;

import io.larder.store.OneWriterContract;
import io.larder.store.TableStore;
import io.larder.store.lmdb.engine.CheckpointTiming;
import io.larder.store.seal.Encryption;
import io.larder.store.seal.LocalKeys;

/**
 * The contract if all that was logged is in LMDB, or on its way, before the next group is made, and
 * all of it is sealed.
 */
final class EagerCheckpointsTest extends OneWriterContract {

  @Override
  protected TableStore open() {
    LocalKeys key = LocalKeys.ofProcess();
    return LmdbTableStore.open(
        LmdbOptions.inMemory().withEncryption(Encryption.under(key).withTableKeys(_ -> key)),
        CheckpointTiming.ALWAYS);
  }
}
