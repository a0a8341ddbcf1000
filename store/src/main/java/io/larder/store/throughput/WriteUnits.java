package io.larder.store.throughput;

import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.store.Index;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the write capacity that one call consumes on one table: one unit for 1 KB of the larger
 * of the old and the new item, and the same for each index entry that changes; a transaction pays
 * twice for the table, not for indexes. The table is named as the request names it. Not safe for
 * several threads.
 */
public final class WriteUnits implements WriteCharge {
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

  /** Units for a write of an item, not in a transaction. */
  public static long ofItem(int oldSize, int newSize) {
    return units(Math.max(oldSize, newSize));
  }

  /** Units for the change of an index entry. */
  public static long ofIndexEntry(int oldSize, int newSize, boolean moved) {
    return moved ? units(oldSize) + units(newSize) : units(Math.max(oldSize, newSize));
  }

  @Override
  public void addItem(int oldSize, int newSize) {
    long units = ofItem(oldSize, newSize);
    ofTable += transactional ? 2 * units : units;
  }

  @Override
  public void addIndexEntry(Index index, long collection, int oldSize, int newSize, boolean moved) {
    double units = (double) ofIndexEntry(oldSize, newSize, moved);
    (index.isGlobal() ? global : local).merge(index.name(), units, Double::sum);
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
