package io.larder.protocol.operation;

/** Describes a table. */
public record DescribeTableRequest(String tableName)
    implements Request.Describe<DescribeTableResponse> {}
