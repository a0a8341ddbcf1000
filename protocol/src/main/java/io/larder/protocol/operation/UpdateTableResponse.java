package io.larder.protocol.operation;

/** The table as it is being updated. */
public record UpdateTableResponse(TableDescription tableDescription) implements Response {}
