package io.larder.proxy.keys;

import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Store;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.seal.Encryption;
import io.larder.store.seal.KeyUnavailableException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How a configuration lets the bundled store be encrypted. */
public final class StoreEncryption {
  private StoreEncryption() {}

  /**
   * Null if the store is in clear. A new store may get a new key.
   *
   * @throws IOException in one line, if the key is not to be had
   */
  public static @Nullable Encryption of(Configuration configuration) throws IOException {
    var wished = configuration.encryption();
    if (!wished.enabled()) {
      return null;
    }
    Store store = configuration.store();
    if (store.inMemory() || !LmdbOptions.hasStore(store.dataDir())) {
      MasterKeys.create(wished.key());
    }
    try {
      var keys = new MasterKeys(System.getenv());
      return new Encryption(
          keys.find(wished.key()),
          wished.rotateAfter(),
          keys.source(wished.tableKeys()),
          wished.keyCheck());
    } catch (KeyUnavailableException e) {
      throw new IOException("encryption.key: " + e.getMessage(), e);
    }
  }
}
