package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * A Kinesis data stream that a table sends its changes to, or has sent or was to send them to.
 *
 * @param statusDescription why it is so, where that is to be said
 */
public record KinesisDataStreamDestination(
    String streamArn,
    DestinationStatus status,
    @Nullable String statusDescription,
    CreationTimePrecision precision) {}
