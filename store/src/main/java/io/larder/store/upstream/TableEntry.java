package io.larder.store.upstream;

import io.larder.store.Table;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one name of a table. What is volatile anybody may read; all is changed under the
 * lock of {@link UpstreamTables}, but {@link #isUsed}.
 */
final class TableEntry {
  private final boolean isHidden;

  /** The table, if it may be answered from memory. */
  volatile @Nullable Table known;

  /** True if it was asked for since somebody last looked. */
  volatile boolean isUsed = true;

  /** How often somebody has looked since it was asked for. */
  int idleRounds;

  /** The last definition that was heard of. */
  volatile @Nullable Table defined;

  /** False if the definition may be another by now. */
  volatile boolean isFresh;

  /** True if the upstream deletes items of its own accord, of which nobody hears. */
  boolean loses;

  /** How many keep the table from being answered from memory. */
  int holds;

  /** True if what is kept of the table must not be found once the holds are released. */
  boolean isVoid;

  /** Grows with all that a definition which was asked for earlier may not know. */
  long changes;

  /**
   * @param isHidden true if nothing of the table is ever answered from memory
   */
  TableEntry(boolean isHidden) {
    this.isHidden = isHidden;
  }

  /** Makes the table known if nothing is against it. */
  void publish(boolean isAnyHeld) {
    Table table = defined;
    boolean isKnown = table != null && table.isServing() && isFresh && !isHidden && !loses;
    known = isKnown && holds == 0 && !isAnyHeld ? table : null;
  }
}
