package io.larder.protocol.operation;

/** Which attribute holds the time at which an item expires, and whether that has any effect. */
public record TimeToLiveSpecification(String attributeName, boolean enabled) {}
