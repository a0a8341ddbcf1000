package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** Throughput that a table or index can take at once. */
public record WarmThroughput(
    @Nullable Long readUnitsPerSecond, @Nullable Long writeUnitsPerSecond) {}
