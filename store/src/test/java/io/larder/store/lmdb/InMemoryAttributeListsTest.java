package io.larder.store.lmdb;

import io.larder.store.AttributeListStoreContract;
import io.larder.store.names.AttributeListStore;
import org.junit.jupiter.api.AfterEach;

/** The lists of a store that is gone when it is closed. */
final class InMemoryAttributeListsTest extends AttributeListStoreContract {
  private final LmdbTableStore store = LmdbTableStore.open(LmdbOptions.inMemory());

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected AttributeListStore lists() {
    return store.attributeLists();
  }
}
