package io.larder.protocol.operation;

/** The setting as it was made. */
public record UpdateTimeToLiveResponse(TimeToLiveSpecification specification) implements Response {}
