package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * What begins to be so, told to who has enabled, disabled or updated a destination.
 *
 * @param status the passing one, which says what was asked for
 * @param precision null if nothing was said of it
 */
public record KinesisStreamingDestinationResponse(
    String tableName,
    String streamArn,
    DestinationStatus status,
    @Nullable CreationTimePrecision precision)
    implements Response {}
