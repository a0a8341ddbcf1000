package io.larder.protocol.operation;

/** The table that is being deleted. */
public record DeleteTableResponse(TableDescription tableDescription) implements Response {}
