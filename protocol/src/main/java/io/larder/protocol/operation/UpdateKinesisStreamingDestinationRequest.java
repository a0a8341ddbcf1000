package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** Changes how a table sends its changes to a Kinesis data stream. */
public record UpdateKinesisStreamingDestinationRequest(
    String tableName, String streamArn, @Nullable CreationTimePrecision precision)
    implements Request.Change<KinesisStreamingDestinationResponse> {}
