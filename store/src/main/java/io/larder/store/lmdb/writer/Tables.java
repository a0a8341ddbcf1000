package io.larder.store.lmdb.writer;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.store.Table;
import io.larder.store.access.TableAccess;
import io.larder.store.lmdb.changes.Streams;
import io.larder.store.settings.TableSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All tables at one moment; immutable, so a change makes another one. */
public final class Tables {
  private final NavigableMap<String, Entry> byName;
  private final Map<String, Entry> byNameAndArn;
  private final Streams streams;
  private final int nextId;

  private Tables(NavigableMap<String, Entry> byName, Streams streams, int nextId) {
    this.byName = byName;
    this.streams = streams;
    this.nextId = nextId;
    this.byNameAndArn = HashMap.newHashMap(2 * byName.size());
    byName.forEach(
        (name, entry) -> {
          byNameAndArn.put(name, entry);
          byNameAndArn.put(entry.table().description().identity().tableArn(), entry);
        });
  }

  /** A table, what bears on who may use it, and what else is set of it. */
  public record Entry(Table table, TableAccess access, TableSettings settings) {
    /** The same table, defined otherwise. */
    public Entry with(Table changed) {
      return new Entry(changed, access, settings);
    }

    /** The same with other tags or policies. */
    public Entry with(TableAccess changed) {
      return new Entry(table, changed, settings);
    }

    /** The same with other settings. */
    public Entry with(TableSettings changed) {
      return new Entry(table, access, changed);
    }
  }

  public static Tables of(Map<String, Entry> entries, Streams streams, int nextId) {
    return new Tables(new TreeMap<>(entries), streams, nextId);
  }

  public @Nullable Entry find(String nameOrArn) {
    return byNameAndArn.get(nameOrArn);
  }

  /** What bears on who may use that table. */
  public TableAccess access(String nameOrArn) {
    Entry entry = find(nameOrArn);
    return entry == null ? TableAccess.NONE : entry.access();
  }

  /** The table for an operation on items, or null. */
  public @Nullable Table serving(String nameOrArn) {
    Entry entry = find(nameOrArn);
    return entry == null || !entry.table().isServing() ? null : entry.table();
  }

  /** The table for an operation on items, whose error does not name it. */
  public Table table(String nameOrArn) {
    Table table = serving(nameOrArn);
    if (table == null) {
      Entry entry = find(nameOrArn);
      if (entry != null && entry.table().isInaccessible()) {
        throw keyTaken();
      }
      throw new ServiceException(new ServiceError.ResourceNotFound(Messages.NOT_FOUND));
    }
    return table;
  }

  /** What an operation on items of a table is answered whose key cannot be used. */
  public static ServiceException keyTaken() {
    return ServiceException.validation(
        "KMS validation error: The key with which the table is encrypted cannot be used");
  }

  /** The table for an operation on tables. */
  public Entry described(String nameOrArn) {
    Entry entry = find(nameOrArn);
    if (entry == null) {
      throw new ServiceException(
          new ServiceError.ResourceNotFound(
              Messages.NOT_FOUND + ": Table: " + nameOf(nameOrArn) + " not found"));
    }
    return entry;
  }

  /** The table's name, if it is given by its ARN. */
  public static String nameOf(String nameOrArn) {
    int slash = nameOrArn.startsWith("arn:") ? nameOrArn.indexOf('/') : -1;
    return nameOrArn.substring(slash + 1);
  }

  public NavigableMap<String, Entry> byName() {
    return byName;
  }

  /** The tables after that name, in order. */
  public SortedMap<String, Entry> after(@Nullable String name) {
    return name == null ? byName : byName.tailMap(name, false);
  }

  /** What the tables tell, and what those that are gone have told. */
  public Streams streams() {
    return streams;
  }

  /** The first id that no table, index or stream ever had. */
  public int nextId() {
    return nextId;
  }

  public Tables with(Entry entry, int firstFreeId) {
    var changed = new TreeMap<>(byName);
    changed.put(entry.table().name(), entry);
    return new Tables(changed, streams, firstFreeId);
  }

  /** The same tables with other streams. */
  public Tables with(Streams changed) {
    return new Tables(byName, changed, nextId);
  }

  /** The same when the ids before that one are used up. */
  public Tables withNextId(int firstFreeId) {
    return new Tables(byName, streams, firstFreeId);
  }

  public Tables without(Table table) {
    var changed = new TreeMap<>(byName);
    changed.remove(table.name());
    return new Tables(changed, streams, nextId);
  }
}
