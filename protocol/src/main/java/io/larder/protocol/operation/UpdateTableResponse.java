package io.larder.protocol.operation;

/** The table as it is being updated, and by what. */
public record UpdateTableResponse(TableDescription tableDescription, UpdateTableRequest request)
    implements Response {}
