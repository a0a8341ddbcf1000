package io.larder.store.throughput;

import io.larder.store.Table;
import io.larder.store.TableEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all tables consume and may consume, from memory: a restart begins anew. Safe for any number
 * of threads.
 */
public final class Throughput {
  private final Options options;
  private final @Nullable KeyRanges keyRanges;
  private final LongSupplier nanos;
  private final Map<Integer, TableThroughput> tables = new ConcurrentHashMap<>();

  /**
   * How throughput is looked at.
   *
   * @param isLimited true if what exceeds a table's throughput is refused; else it is only counted
   * @param exempt names of tables of which nothing is counted or refused
   */
  public record Options(boolean isLimited, Set<String> exempt) {
    public static final Options UNLIMITED = new Options(false, Set.of());

    public Options {
      exempt = Set.copyOf(exempt);
    }
  }

  /** {@code nanos} is a clock as {@link System#nanoTime} is. */
  public Throughput(Options options, LongSupplier nanos) {
    this.options = options;
    this.nanos = nanos;
    this.keyRanges = options.isLimited ? new KeyRanges(nanos.getAsLong()) : null;
  }

  /** Takes in a table that there is. */
  public void add(Table table) {
    tables.put(
        id(table),
        new TableThroughput(table.description(), isExempt(table) ? null : keyRanges, nanos));
  }

  private boolean isExempt(Table table) {
    return options.exempt.contains(table.name());
  }

  /** By which a table is known here. */
  private static int id(Table table) {
    return table.coherenceId();
  }

  /** Takes in what becomes of tables. */
  public void changed(TableEvent event) {
    switch (event) {
      case TableEvent.Created(var table) -> add(table);
      case TableEvent.Changed(_, var table) -> {
        TableThroughput known = tables.get(id(table));
        if (known == null) {
          add(table);
        } else {
          known.redefine(table.description());
        }
      }
      case TableEvent.Dropped(var table) -> tables.remove(id(table));
    }
  }

  /** The throughput of that table. */
  public TableThroughput of(Table table) {
    TableThroughput known = tables.get(id(table));
    // One that is gone may still be read or written by who has found it before.
    return known == null ? new TableThroughput(table.description(), null, nanos) : known;
  }

  /** The throughput of all tables that are not exempt. */
  public List<TableThroughput> tables() {
    return tables.values().stream()
        .filter(table -> !options.exempt.contains(table.tableName()))
        .toList();
  }
}
