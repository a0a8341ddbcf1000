package io.larder.protocol.operation;

/** The tags were removed. */
public record UntagResourceResponse() implements Response {}
