package io.larder.store.observers;

import io.larder.store.TableEvent;
import io.larder.store.logging.RareLine;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everybody who hears of tables that come, change and go. */
public final class TableWatchers {
  private static final Logger LOG = LoggerFactory.getLogger(TableWatchers.class);

  private final List<Consumer<TableEvent>> watchers = new CopyOnWriteArrayList<>();
  private final RareLine failures;

  /** {@code nanoTime} tells nanoseconds since some moment. */
  public TableWatchers(LongSupplier nanoTime) {
    this.failures = new RareLine(nanoTime);
  }

  public void add(Consumer<TableEvent> watcher) {
    watchers.add(watcher);
  }

  public void tell(TableEvent event) {
    for (Consumer<TableEvent> watcher : watchers) {
      try {
        watcher.accept(event);
      } catch (RuntimeException | Error e) {
        // What happened has happened, and the others must hear of it.
        failures.log(LOG.atError().setCause(e), "A watcher failed to take note of a table");
      }
    }
  }
}
