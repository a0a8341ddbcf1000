package io.larder.protocol.operation;

/** The new table. */
public record CreateTableResponse(TableDescription tableDescription) implements Response {}
