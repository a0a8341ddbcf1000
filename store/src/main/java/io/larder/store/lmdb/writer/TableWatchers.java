package io.larder.store.lmdb.writer;

import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.lmdb.engine.Ticker;
import io.larder.store.logging.RareLine;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everybody who hears of tables that come, change and go. */
public final class TableWatchers {
  private static final Logger LOG = LoggerFactory.getLogger(TableWatchers.class);

  private final List<Consumer<TableEvent>> watchers = new CopyOnWriteArrayList<>();
  private final RareLine failures;

  TableWatchers(Ticker ticker) {
    this.failures = new RareLine(ticker::nanos);
  }

  public void add(Consumer<TableEvent> watcher) {
    watchers.add(watcher);
  }

  /** Tells everybody what a commit has made of the tables. */
  void changed(Tables before, Tables now) {
    if (before.equals(now)) {
      return;
    }
    before.byName().forEach((name, entry) -> tellOfOld(entry.table(), now.byName().get(name)));
    now.byName().forEach((name, entry) -> tellOfNew(entry.table(), before.byName().get(name)));
  }

  private void tellOfOld(Table table, Tables.@Nullable Entry now) {
    if (now == null || now.table().id() != table.id()) {
      tell(new TableEvent.Dropped(table));
    }
  }

  @SuppressWarnings("ReferenceEquality") // a changed table is another object
  private void tellOfNew(Table table, Tables.@Nullable Entry before) {
    if (before == null || before.table().id() != table.id()) {
      tell(new TableEvent.Created(table));
    } else if (before.table() != table) {
      tell(new TableEvent.Changed(before.table(), table));
    }
  }

  private void tell(TableEvent event) {
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
