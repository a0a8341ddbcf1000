package io.larder.store.lmdb;

import io.larder.store.TableStore;
import io.larder.store.TableStoreContract;

final class InMemoryLmdbTableStoreTest extends TableStoreContract {

  @Override
  protected TableStore open() {
    return LmdbTableStore.open(LmdbOptions.inMemory());
  }
}
