package io.larder.protocol.operation;

/** The endpoint to use, for so many minutes. */
public record DescribeEndpointsResponse(String address, long cachePeriodInMinutes)
    implements Response {}
