package io.larder.store;

import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the write capacity that one call consumes on one table: one unit for 1 KB of the larger
 * of the old and the new item, and the same for each index entry that changes; a transaction pays
 * twice for the table, not for indexes. The table is named as the request names it. Not safe for
 * several threads.
 */
public final class WriteUnits {
  private static final int BLOCK = 1024;

  private final String tableName;
  private final boolean transactional;
  private final Map<String, Double> local = new LinkedHashMap<>();
  private final Map<String, Double> global = new LinkedHashMap<>();
  private double ofTable;

  public WriteUnits(String tableName, boolean transactional) {
    this.tableName = tableName;
    this.transactional = transactional;
  }

  /** Adds one write, refused or done; sizes are 0 for a missing item. */
  public void addItem(int oldSize, int newSize) {
    long units = units(Math.max(oldSize, newSize));
    ofTable += transactional ? 2 * units : units;
  }

  /**
   * Adds the change of an index entry; sizes are 0 where there was or is no entry. Not to be called
   * for an entry that stays the same.
   *
   * @param moved the index key changed, which costs a delete and an insert
   */
  public void addIndexEntry(Index index, int oldSize, int newSize, boolean moved) {
    long units = moved ? units(oldSize) + units(newSize) : units(Math.max(oldSize, newSize));
    (index.isGlobal() ? global : local).merge(index.name(), (double) units, Double::sum);
  }

  private static long units(int bytes) {
    return Math.max(1, (bytes + BLOCK - 1) / BLOCK);
  }

  /** The answer's member, or null if not asked for. */
  public @Nullable ConsumedCapacity consumed(ReturnConsumedCapacity asked) {
    return switch (asked) {
      case NONE -> null;
      case TOTAL -> new ConsumedCapacity(tableName, capacity(total()), null, null, null);
      case INDEXES ->
          new ConsumedCapacity(
              tableName,
              capacity(total()),
              capacity(ofTable),
              capacities(local),
              capacities(global));
    };
  }

  private double total() {
    double total = ofTable;
    for (double units : local.values()) {
      total += units;
    }
    for (double units : global.values()) {
      total += units;
    }
    return total;
  }

  private Map<String, Capacity> capacities(Map<String, Double> units) {
    Map<String, Capacity> capacities = new LinkedHashMap<>();
    units.forEach((index, value) -> capacities.put(index, capacity(value)));
    return capacities;
  }

  private Capacity capacity(double units) {
    return new Capacity(units, null, transactional ? units : null);
  }
}
