package io.larder.store;

import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.Projection;

/** A secondary index of a {@link Table}. */
public record Index(
    int id,
    String name,
    boolean isGlobal,
    KeySchema keySchema,
    Projection projection,
    boolean isActive) {}
