package io.larder.protocol.operation;

/** A stream as it is. */
public record DescribeStreamResponse(StreamDescription streamDescription) implements Response {}
