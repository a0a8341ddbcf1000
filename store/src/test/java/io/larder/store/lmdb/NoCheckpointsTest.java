package io.larder.store.lmdb;

import io.larder.store.OneWriterContract;
import io.larder.store.TableStore;
import io.larder.store.lmdb.engine.CheckpointTiming;

/** The contract if LMDB has nothing and the memtable everything. */
final class NoCheckpointsTest extends OneWriterContract {

  @Override
  protected TableStore open() {
    return LmdbTableStore.open(LmdbOptions.inMemory(), CheckpointTiming.NEVER);
  }
}
