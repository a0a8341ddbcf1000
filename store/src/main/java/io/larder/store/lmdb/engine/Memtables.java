package io.larder.store.lmdb.engine;

import org.jspecify.annotations.Nullable;

/**
 * The memtable that readers see, and while a checkpoint is being written what came after its
 * beginning. The writer's thread changes them, any thread reads.
 *
 * <p>What a reader sees is a memtable over a state of LMDB. A checkpoint may be in the middle of
 * going to LMDB: that does no harm, since all that it writes stands in the memtable too, or
 * something newer. So the two fit as long as no checkpoint began or ended between a look at one and
 * at the other, which {@link State#epoch} tells.
 */
public final class Memtables {
  private volatile State state = new State(Memtable.EMPTY, 0);
  private @Nullable Memtable sinceCheckpoint;

  /** The memtable of the last commit; the epoch changes when a checkpoint begins or ends. */
  record State(Memtable records, long epoch) {}

  State state() {
    return state;
  }

  /** What was committed since the checkpoint began that is under way; null if none is. */
  @Nullable Memtable sinceCheckpoint() {
    return sinceCheckpoint;
  }

  /** Makes a commit visible. */
  public void commit(Memtable records, @Nullable Memtable changedSinceCheckpoint) {
    sinceCheckpoint = changedSinceCheckpoint;
    state = new State(records, state.epoch);
  }

  /** The records that shall be written to LMDB from now on, and not before. */
  public Memtable beginCheckpoint() {
    Memtable records = state.records;
    sinceCheckpoint = Memtable.EMPTY;
    nextEpoch(records);
    return records;
  }

  /** LMDB has all records that {@link #beginCheckpoint} returned. */
  public void endCheckpoint() {
    Memtable rest = sinceCheckpoint;
    if (rest == null) {
      throw new IllegalStateException("no checkpoint is under way");
    }
    sinceCheckpoint = null;
    nextEpoch(rest);
  }

  private void nextEpoch(Memtable records) {
    state = new State(records, state.epoch + 1);
  }
}
