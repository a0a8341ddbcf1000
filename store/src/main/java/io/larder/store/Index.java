package io.larder.store;

import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.Projection;

/**
 * A secondary index of a {@link Table}.
 *
 * @param id never the same for two tables or indexes
 * @param coherenceId as {@link Table#coherenceId}
 */
public record Index(
    int id,
    int coherenceId,
    String name,
    boolean isGlobal,
    KeySchema keySchema,
    Projection projection,
    boolean isActive) {}
