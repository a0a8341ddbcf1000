package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * Reads a table or index in the order of its partitions; {@code segment} is null unless the scan is
 * parallel.
 */
public record ScanRequest(
    String tableName,
    @Nullable ScanSegment segment,
    PageRequest page,
    ReturnConsumedCapacity returnConsumedCapacity)
    implements Request.Read {}
