package io.larder.protocol.operation;

/** Asks for the capacity limits of the account. */
public record DescribeLimitsRequest() implements Request.Describe<DescribeLimitsResponse> {}
