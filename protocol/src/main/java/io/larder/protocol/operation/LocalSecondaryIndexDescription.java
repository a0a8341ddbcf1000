package io.larder.protocol.operation;

/** A local secondary index as DescribeTable shows it. */
public record LocalSecondaryIndexDescription(
    LocalSecondaryIndex index, String indexArn, StoredSize size) {}
