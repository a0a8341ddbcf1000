package io.larder.protocol.operation;

/** The tags were set. */
public record TagResourceResponse() implements Response {}
