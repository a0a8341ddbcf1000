package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** Has a table send its changes to a Kinesis data stream. */
public record EnableKinesisStreamingDestinationRequest(
    String tableName, String streamArn, @Nullable CreationTimePrecision precision)
    implements Request.Change<KinesisStreamingDestinationResponse> {}
