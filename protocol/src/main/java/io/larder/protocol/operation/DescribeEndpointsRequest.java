package io.larder.protocol.operation;

/** Asks for the endpoint to use. */
public record DescribeEndpointsRequest() implements Request<DescribeEndpointsResponse> {}
