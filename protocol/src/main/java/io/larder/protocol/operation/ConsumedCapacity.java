package io.larder.protocol.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call consumed on one table, named as the service names it. {@code table}, {@code
 * localSecondaryIndexes} and {@code globalSecondaryIndexes} are null unless INDEXES was asked for;
 * the maps are empty where no index was touched.
 */
public record ConsumedCapacity(
    String tableName,
    Capacity total,
    @Nullable Capacity table,
    @Nullable Map<String, Capacity> localSecondaryIndexes,
    @Nullable Map<String, Capacity> globalSecondaryIndexes) {

  /** What both consumed on the table; what one of them does not say, the sum does not say. */
  public ConsumedCapacity plus(ConsumedCapacity other) {
    return new ConsumedCapacity(
        tableName,
        total.plus(other.total),
        table == null || other.table == null ? null : table.plus(other.table),
        sum(localSecondaryIndexes, other.localSecondaryIndexes),
        sum(globalSecondaryIndexes, other.globalSecondaryIndexes));
  }

  private static @Nullable Map<String, Capacity> sum(
      @Nullable Map<String, Capacity> one, @Nullable Map<String, Capacity> other) {
    if (one == null || other == null) {
      return null;
    }
    Map<String, Capacity> sum = new LinkedHashMap<>(one);
    other.forEach((index, capacity) -> sum.merge(index, capacity, Capacity::plus));
    return sum;
  }
}
