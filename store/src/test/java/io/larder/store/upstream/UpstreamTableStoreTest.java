package io.larder.store.upstream;

import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;

/** The contract where the upstream is in this process. */
final class UpstreamTableStoreTest extends UpstreamContract {
  @Override
  protected UpstreamTransport transport() {
    return new InProcessUpstream(LmdbTableStore.open(LmdbOptions.inMemory()));
  }
}
