package io.larder.store.upstream;

import io.larder.store.SharedTables;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a table, or all, from being answered from memory until it is released in one of three ways.
 */
final class TableHold implements SharedTables.Hold {
  private final UpstreamTables tables;
  private final @Nullable String tableName;
  private final AtomicBoolean isReleased = new AtomicBoolean();

  TableHold(UpstreamTables tables, @Nullable String tableName) {
    this.tables = tables;
    this.tableName = tableName;
  }

  /** Items, or the definition, may be others by now. */
  @Override
  public void release() {
    release(true, false);
  }

  /** Items may be others by now. */
  void releaseDefined() {
    release(true, true);
  }

  /** All is as it was. */
  void releaseUnchanged() {
    release(false, true);
  }

  private void release(boolean isVoid, boolean isFresh) {
    if (isReleased.compareAndSet(false, true)) {
      tables.release(tableName, isVoid, isFresh);
    }
  }
}
