package io.larder.store.lmdb;

import io.larder.protocol.item.Item;
import io.larder.store.lmdb.binding.Cursor;
import io.larder.store.lmdb.binding.Txn;
import org.jspecify.annotations.Nullable;

/** One committed state of the store, for one thread at a time. */
final class Snapshot implements AutoCloseable {
  private final Environment environment;
  private final Snapshots owner;
  private final Txn txn;
  private @Nullable Cursor cursor;
  private boolean cursorIsCurrent;

  Snapshot(Environment environment, Snapshots owner) {
    this.environment = environment;
    this.owner = owner;
    this.txn = environment.beginRead();
  }

  /** The item or index entry at {@code key}, or null. */
  @Nullable Item item(RecordKey key) {
    return RecordReader.item(environment.data().get(txn, key.key()), key);
  }

  /** The cursor over all items and index entries; there is one, so its position is shared. */
  Cursor data() {
    if (cursor == null) {
      cursor = environment.data().openCursor(txn);
    } else if (!cursorIsCurrent) {
      cursor.renew(txn);
    }
    cursorIsCurrent = true;
    return cursor;
  }

  void renew() {
    txn.renew();
  }

  void reset() {
    cursorIsCurrent = false;
    txn.reset();
  }

  /** Gives the reader slot back to LMDB. */
  void release() {
    if (cursor != null) {
      cursor.close();
    }
    txn.close();
  }

  @Override
  public void close() {
    owner.giveBack(this);
  }
}
