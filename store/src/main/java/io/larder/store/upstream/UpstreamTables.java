package io.larder.store.upstream;

import io.larder.protocol.operation.TableDescription;
import io.larder.store.NamedTouched;
import io.larder.store.PrimaryKey;
import io.larder.store.SharedTables;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.observers.TableWatchers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the upstream as far as they are known here, and whether what is kept of them may be
 * answered. Never asks the upstream itself.
 *
 * <p>A table has two numbers. By its id all that is kept of it is found, so what is kept of a table
 * becomes void, whatever it is, when the table gets another id. Its coherence id is made of its
 * name: it is the same on both sides of such a change, so that writes under way protect what is
 * kept under either id, and it is there for tables of which nothing is known.
 */
final class UpstreamTables implements SharedTables {
  private final Map<String, TableEntry> byName = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Definitions definitions = new Definitions();
  private final String hiddenName;
  private final TableWatchers watchers;

  /** How many keep all tables from being answered from memory. */
  private int holdsOfAll;

  /** Grows with each hold of all tables. */
  private long changesOfAll;

  /**
   * @param hiddenName a table of which nothing is ever kept
   */
  UpstreamTables(String hiddenName, TableWatchers watchers) {
    this.hiddenName = hiddenName;
    this.watchers = watchers;
  }

  /** True if the name or ARN is that of the table of which nothing is ever kept. */
  boolean isHidden(String nameOrArn) {
    return nameOf(nameOrArn).equals(hiddenName);
  }

  /** The name in an ARN, or the name itself. */
  static String nameOf(String nameOrArn) {
    int slash = nameOrArn.startsWith("arn:") ? nameOrArn.indexOf('/') : -1;
    int end = slash < 0 ? -1 : nameOrArn.indexOf('/', slash + 1);
    return nameOrArn.substring(slash + 1, end < 0 ? nameOrArn.length() : end);
  }

  private TableEntry newEntry(String tableName) {
    return new TableEntry(isHidden(tableName));
  }

  private @Nullable TableEntry entry(String nameOrArn) {
    TableEntry entry = byName.get(nameOrArn);
    return entry == null && nameOrArn.startsWith("arn:") ? byName.get(nameOf(nameOrArn)) : entry;
  }

  /** The table, unless that name is the ARN of another one, which may be another account's. */
  private static @Nullable Table ifMeant(@Nullable Table table, String nameOrArn) {
    return table == null || isMeant(table, nameOrArn) ? table : null;
  }

  static boolean isMeant(Table table, String nameOrArn) {
    return nameOrArn.equals(table.name())
        || nameOrArn.equals(table.description().identity().tableArn());
  }

  /** The table, if it may be answered from memory. Never waits. */
  @Nullable Table known(String nameOrArn) {
    TableEntry entry = entry(nameOrArn);
    if (entry == null) {
      return null;
    }
    if (!entry.isUsed) {
      entry.isUsed = true;
    }
    return ifMeant(entry.known, nameOrArn);
  }

  /** The table as far as its definition is in memory, which may be old. */
  @Nullable Table defined(String nameOrArn) {
    return definition(nameOrArn, false);
  }

  /** The table, if its definition is in memory and is not known to be old. */
  @Nullable Table fresh(String nameOrArn) {
    return definition(nameOrArn, true);
  }

  private @Nullable Table definition(String nameOrArn, boolean mustBeFresh) {
    TableEntry entry = entry(nameOrArn);
    if (entry == null || (mustBeFresh && !entry.isFresh)) {
      return null;
    }
    entry.isUsed = true;
    Table table = ifMeant(entry.defined, nameOrArn);
    return table != null && table.isServing() ? table : null;
  }

  @Override
  public boolean isCurrent(NamedTouched touched) {
    TableEntry entry = byName.get(touched.tableName());
    Table table = entry == null ? null : entry.defined;
    return (table == null ? Definitions.NONE : table.id()) == touched.key().id();
  }

  // Definitions

  /** To be taken before a definition is asked for. */
  record Asked(String tableName, long changes, long changesOfAll) {}

  Asked asked(String tableName) {
    lock.lock();
    try {
      TableEntry entry = byName.get(tableName);
      return new Asked(tableName, entry == null ? 0 : entry.changes, changesOfAll);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes over a definition that the upstream gave.
   *
   * @param asked when it was asked for, null if it is what a change has made that is under a hold
   * @param loses true if the upstream deletes items of its own accord, of which nobody hears; null
   *     if that is as it was
   * @return the table; null if something has happened since that it may not know
   * @throws io.larder.protocol.error.ServiceException if the description contradicts itself
   */
  @Nullable Table define(
      @Nullable Asked asked, TableDescription description, @Nullable Boolean loses) {
    String name = description.identity().tableName();
    lock.lock();
    try {
      TableEntry entry = byName.computeIfAbsent(name, this::newEntry);
      if (asked != null && !isUnchanged(entry, asked)) {
        return null;
      }
      Table before = entry.defined;
      Table now = definitions.table(description);
      if (before == null) {
        entry.defined = now;
        watchers.tell(new TableEvent.Created(now));
      } else if (!Definitions.isSameTable(before, now)) {
        entry.defined = now;
        watchers.tell(new TableEvent.Dropped(before));
        watchers.tell(new TableEvent.Created(now));
      } else if (!Definitions.isSameShape(before, now)) {
        entry.defined = now;
        watchers.tell(new TableEvent.Changed(before, now));
      }
      Table defined = Objects.requireNonNull(entry.defined);
      if (loses != null) {
        entry.loses = loses;
      } else if (before == null || before.id() != defined.id()) {
        entry.loses = false;
      }
      entry.isFresh = true;
      entry.publish(holdsOfAll > 0);
      return defined;
    } finally {
      lock.unlock();
    }
  }

  private boolean isUnchanged(TableEntry entry, Asked asked) {
    return entry.changes == asked.changes() && changesOfAll == asked.changesOfAll();
  }

  /**
   * A table of which nothing is kept.
   *
   * @throws io.larder.protocol.error.ServiceException if the description contradicts itself
   */
  Table unkept(TableDescription description) {
    return definitions.table(description);
  }

  /** The table's definition may be another by now: until it is looked up it is not known. */
  void doubt(String tableName) {
    lock.lock();
    try {
      TableEntry entry = byName.get(tableName);
      if (entry != null) {
        entry.changes++;
        entry.isFresh = false;
        entry.publish(holdsOfAll > 0);
      }
    } finally {
      lock.unlock();
    }
  }

  /** There is no such table any more, or nobody has asked for it. */
  void forget(String tableName) {
    lock.lock();
    try {
      TableEntry entry = byName.get(tableName);
      if (entry == null) {
        return;
      }
      entry.changes++;
      Table table = entry.defined;
      if (table != null) {
        entry.defined = null;
        entry.publish(holdsOfAll > 0);
        watchers.tell(new TableEvent.Dropped(table));
      }
      if (entry.holds == 0) {
        byName.remove(tableName);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The names of all tables of which there is a definition. */
  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** The names of the tables that the upstream is still changing. */
  List<String> unsettledNames() {
    List<String> names = new ArrayList<>();
    byName.forEach(
        (name, entry) -> {
          Table table = entry.defined;
          if (table != null && !Definitions.isSettled(table)) {
            names.add(name);
          }
        });
    return names;
  }

  /** How often this was called before since the table was asked for. */
  int idleRounds(String tableName) {
    lock.lock();
    try {
      TableEntry entry = byName.get(tableName);
      if (entry == null) {
        return 0;
      }
      entry.idleRounds = entry.isUsed ? 0 : entry.idleRounds + 1;
      entry.isUsed = false;
      return entry.idleRounds;
    } finally {
      lock.unlock();
    }
  }

  int knownCount() {
    return (int) byName.values().stream().filter(entry -> entry.known != null).count();
  }

  int heldCount() {
    lock.lock();
    try {
      return holdsOfAll > 0
          ? byName.size()
          : (int) byName.values().stream().filter(entry -> entry.holds > 0).count();
    } finally {
      lock.unlock();
    }
  }

  // Holds

  @Override
  public NamedTouched touched(
      String tableName, byte[] partition, byte[] sort, List<String> indexNames) {
    Table table = defined(tableName);
    int coherenceId = Definitions.coherenceId(tableName);
    var key =
        PrimaryKey.of(table == null ? Definitions.NONE : table.id(), coherenceId, partition, sort);
    return new NamedTouched(
        tableName, key, indexNames, Definitions.collections(tableName, key, indexNames));
  }

  @Override
  public TableHold hold(@Nullable String tableName) {
    lock.lock();
    try {
      if (tableName == null) {
        holdsOfAll++;
        changesOfAll++;
        byName.values().forEach(entry -> entry.publish(true));
      } else {
        TableEntry entry = byName.computeIfAbsent(tableName, this::newEntry);
        entry.holds++;
        entry.changes++;
        entry.publish(true);
      }
      return new TableHold(this, tableName);
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param isVoid true if what is kept must not be found any more
   * @param isFresh true if the definition is still the same
   */
  void release(@Nullable String tableName, boolean isVoid, boolean isFresh) {
    lock.lock();
    try {
      if (tableName == null) {
        holdsOfAll--;
        changesOfAll++;
        byName.forEach((name, entry) -> released(name, entry, isVoid, isFresh));
      } else {
        TableEntry entry = byName.get(tableName);
        if (entry == null) {
          throw new IllegalStateException("nothing of the table is held");
        }
        entry.holds--;
        released(tableName, entry, isVoid, isFresh);
      }
    } finally {
      lock.unlock();
    }
  }

  /** What is kept of the table must not be found any more. */
  void renew(String tableName) {
    hold(tableName).releaseDefined();
  }

  private void released(String tableName, TableEntry entry, boolean isVoid, boolean isFresh) {
    entry.changes++;
    entry.isVoid |= isVoid;
    entry.isFresh &= isFresh;
    if (entry.holds > 0 || holdsOfAll > 0) {
      return;
    }
    Table table = entry.defined;
    if (table == null) {
      byName.remove(tableName);
    } else if (entry.isVoid) {
      // Before it is known again, so that nobody finds what was kept.
      entry.defined = definitions.table(table.description());
    }
    entry.isVoid = false;
    entry.publish(false);
  }
}
