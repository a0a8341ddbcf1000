package io.larder.protocol.operation;

/** Asks where a table sends its changes. */
public record DescribeKinesisStreamingDestinationRequest(String tableName)
    implements Request.Describe<DescribeKinesisStreamingDestinationResponse> {}
