package io.larder.store.lmdb;

import io.larder.store.CommitListener;
import io.larder.store.ItemChange;
import io.larder.store.Table;
import io.larder.store.logging.RareLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody who hears of commits. Each listener hears of the end of what it was told to begin, and
 * of no other end, whatever becomes of the other listeners.
 */
final class CommitListeners {
  private static final Logger LOG = LoggerFactory.getLogger(CommitListeners.class);

  private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();
  private final RareLine failures;

  CommitListeners(Ticker ticker) {
    this.failures = new RareLine(ticker::nanos);
  }

  void add(CommitListener listener) {
    listeners.add(listener);
  }

  /**
   * Tells everybody that the changes are about to be committed. One of the methods of what it
   * returns must follow. If a listener throws, it is passed on, and the others are told that the
   * commit is given up.
   */
  Announcement announce(List<ItemChange> changes) {
    var announcement = new Announcement(changes, new ArrayList<>(listeners.size()));
    try {
      for (CommitListener listener : listeners) {
        announcement.told.add(listener);
        listener.beforeCommit(changes);
      }
      return announcement;
    } catch (RuntimeException | Error e) {
      announcement.aborted();
      throw e;
    }
  }

  /** A commit that has begun for those who were told. */
  final class Announcement {
    private final List<ItemChange> changes;
    private final List<CommitListener> told;

    private Announcement(List<ItemChange> changes, List<CommitListener> told) {
      this.changes = changes;
      this.told = told;
    }

    void committed() {
      tell(told, listener -> listener.committed(changes));
    }

    void aborted() {
      tell(told, listener -> listener.aborted(changes));
    }
  }

  void dropped(Table table) {
    tell(listeners, listener -> listener.tableDropped(table));
  }

  private void tell(List<CommitListener> all, Consumer<CommitListener> news) {
    for (CommitListener listener : all) {
      try {
        news.accept(listener);
      } catch (RuntimeException | Error e) {
        // What happened has happened, and the others must hear of it.
        failures.log(LOG.atError().setCause(e), "A listener failed to take note of a commit");
      }
    }
  }
}
