package io.larder.store;

import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Read capacity: one unit for 4 KB read consistently, half of it for an eventually consistent read,
 * twice in a transaction. The same for an answer from a cache, since the service would charge it.
 * The table is named as the request names it, by its ARN if it does.
 */
public final class ReadUnits {
  private static final int BLOCK = 4096;

  private ReadUnits() {}

  /** 4 KB blocks of an item of that size; a missing item (0) counts as one. */
  public static long blocks(long bytes) {
    return Math.max(1, (bytes + BLOCK - 1) / BLOCK);
  }

  /** Units for so many blocks. */
  public static double units(long blocks, boolean consistent) {
    return consistent ? blocks : blocks * 0.5;
  }

  /** What reading one item of that size (0 if missing) consumed; null if not asked for. */
  public static @Nullable ConsumedCapacity item(
      ReturnConsumedCapacity asked, String tableName, int size, boolean consistent) {
    return asked == ReturnConsumedCapacity.NONE
        ? null
        : table(asked, tableName, units(blocks(size), consistent));
  }

  /** A total that was all spent on the table itself; null if not asked for. */
  public static @Nullable ConsumedCapacity table(
      ReturnConsumedCapacity asked, String tableName, double units) {
    var capacity = new Capacity(units, null, null);
    return switch (asked) {
      case NONE -> null;
      case TOTAL -> new ConsumedCapacity(tableName, capacity, null, null, null);
      case INDEXES -> new ConsumedCapacity(tableName, capacity, capacity, Map.of(), Map.of());
    };
  }

  /** What reading so many blocks of each table in a transaction consumed; null if not asked for. */
  public static @Nullable List<ConsumedCapacity> transaction(
      ReturnConsumedCapacity asked, Map<String, Long> blocks) {
    if (asked == ReturnConsumedCapacity.NONE) {
      return null;
    }
    List<ConsumedCapacity> consumed = new ArrayList<>(blocks.size());
    blocks.forEach((tableName, count) -> consumed.add(transaction(asked, tableName, count)));
    return consumed;
  }

  /** As {@link #table} for a transactional read, whose answers also name the read units. */
  private static ConsumedCapacity transaction(
      ReturnConsumedCapacity asked, String tableName, long blocks) {
    double units = blocks * 2.0;
    var capacity = new Capacity(units, units, null);
    return asked == ReturnConsumedCapacity.INDEXES
        ? new ConsumedCapacity(tableName, capacity, capacity, Map.of(), Map.of())
        : new ConsumedCapacity(tableName, capacity, null, null, null);
  }

  /** What a page of a Query or Scan consumed; {@code index} is null for the table itself. */
  public static @Nullable ConsumedCapacity page(
      ReturnConsumedCapacity asked,
      String tableName,
      @Nullable Index index,
      PageCost cost,
      boolean consistent) {
    double read = units(blocks(cost.evaluatedBytes()), consistent);
    if (index == null) {
      return table(asked, tableName, read);
    }
    double fetched = units(cost.fetchedBlocks(), consistent);
    var total = new Capacity(read + fetched, null, null);
    var ofIndex = Map.of(index.name(), new Capacity(read, null, null));
    return switch (asked) {
      case NONE -> null;
      case TOTAL -> new ConsumedCapacity(tableName, total, null, null, null);
      case INDEXES ->
          new ConsumedCapacity(
              tableName,
              total,
              new Capacity(fetched, null, null),
              index.isGlobal() ? Map.of() : ofIndex,
              index.isGlobal() ? ofIndex : Map.of());
    };
  }
}
