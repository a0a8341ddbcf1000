package io.larder.protocol.operation;

/** The capacity limits of the account and of one table. */
public record DescribeLimitsResponse(
    long accountMaxReadCapacityUnits,
    long accountMaxWriteCapacityUnits,
    long tableMaxReadCapacityUnits,
    long tableMaxWriteCapacityUnits)
    implements Response {}
