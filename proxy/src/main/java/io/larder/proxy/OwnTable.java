package io.larder.proxy;

import io.larder.store.TableStore;

/**
 * The table in which the server keeps what is its own, such as identities; hidden from clients.
 *
 * @param store that has the table
 * @param isShared true if other servers change it too
 */
record OwnTable(TableStore store, String name, boolean isShared) {
  /** In the bundled store; no client can give a table such a name. */
  static final String BUNDLED = "$larder";
}
