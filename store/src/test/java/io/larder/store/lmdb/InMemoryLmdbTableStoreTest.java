package io.larder.store.lmdb;

import io.larder.store.OneWriterContract;
import io.larder.store.TableStore;

final class InMemoryLmdbTableStoreTest extends OneWriterContract {

  @Override
  protected TableStore open() {
    return LmdbTableStore.open(LmdbOptions.inMemory());
  }
}
