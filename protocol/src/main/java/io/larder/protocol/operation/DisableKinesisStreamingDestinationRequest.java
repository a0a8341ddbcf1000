package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** Has a table send its changes there no more. */
public record DisableKinesisStreamingDestinationRequest(
    String tableName, String streamArn, @Nullable CreationTimePrecision precision)
    implements Request.Change<KinesisStreamingDestinationResponse> {}
