package io.larder.protocol.operation;

/** Asks whether the items of a table expire. */
public record DescribeTimeToLiveRequest(String tableName)
    implements Request.Describe<DescribeTimeToLiveResponse> {}
