package io.larder.protocol.operation;

/** The table. */
public record DescribeTableResponse(TableDescription table) implements Response {}
