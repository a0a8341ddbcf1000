package io.larder.store.lmdb.writer;

import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.observers.TableWatchers;
import org.jspecify.annotations.Nullable;

/** What a commit has made of the tables, for those who watch them. */
final class TableEvents {
  private final TableWatchers watchers;

  TableEvents(TableWatchers watchers) {
    this.watchers = watchers;
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
      watchers.tell(new TableEvent.Dropped(table));
    }
  }

  @SuppressWarnings("ReferenceEquality") // a changed table is another object
  private void tellOfNew(Table table, Tables.@Nullable Entry before) {
    if (before == null || before.table().id() != table.id()) {
      watchers.tell(new TableEvent.Created(table));
    } else if (before.table() != table) {
      watchers.tell(new TableEvent.Changed(before.table(), table));
    }
  }
}
