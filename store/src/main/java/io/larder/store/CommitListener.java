package io.larder.store;

import java.util.List;

/**
 * Hears of every commit of a store, on the store's writer thread and in the order of commits. For
 * each group of changes {@link #beforeCommit} is called while none is visible yet, then either
 * {@link #committed} (durable and visible, not yet acknowledged to any client) or {@link #aborted}.
 * A listener must be quick. If one throws before a commit, the commit is given up; what it throws
 * later changes nothing, for other listeners neither.
 */
public interface CommitListener {
  void beforeCommit(List<ItemChange> changes);

  void committed(List<ItemChange> changes);

  void aborted(List<ItemChange> changes);

  /** The table is gone; its id is never used again. */
  void tableDropped(Table table);
}
