package io.larder.store.lmdb;

import io.larder.store.OneWriterContract;
import io.larder.store.TableStore;
import io.larder.store.lmdb.engine.CheckpointTiming;

/** The contract if all that was logged is in LMDB, or on its way, before the next group is made. */
final class EagerCheckpointsTest extends OneWriterContract {

  @Override
  protected TableStore open() {
    return LmdbTableStore.open(LmdbOptions.inMemory(), CheckpointTiming.ALWAYS);
  }
}
