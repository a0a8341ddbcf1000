package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** Upper bounds of an on-demand table or index; −1 or null where there is none. */
public record OnDemandThroughput(
    @Nullable Long maxReadRequestUnits, @Nullable Long maxWriteRequestUnits) {}
