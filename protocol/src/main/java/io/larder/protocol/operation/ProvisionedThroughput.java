package io.larder.protocol.operation;

/** Provisioned capacity units per second. */
public record ProvisionedThroughput(long readCapacityUnits, long writeCapacityUnits) {}
