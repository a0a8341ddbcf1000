package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * Capacity units of a table or of one index. {@code readUnits} and {@code writeUnits} appear in
 * transactional answers only.
 */
public record Capacity(
    double capacityUnits, @Nullable Double readUnits, @Nullable Double writeUnits) {}
