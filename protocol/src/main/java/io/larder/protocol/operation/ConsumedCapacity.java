package io.larder.protocol.operation;

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
    @Nullable Map<String, Capacity> globalSecondaryIndexes) {}
