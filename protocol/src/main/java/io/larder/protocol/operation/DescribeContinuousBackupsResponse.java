package io.larder.protocol.operation;

/** The service's answer for a table without point-in-time recovery. */
public record DescribeContinuousBackupsResponse() implements Response {}
