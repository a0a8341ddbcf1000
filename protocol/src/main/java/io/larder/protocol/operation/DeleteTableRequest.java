package io.larder.protocol.operation;

/** Deletes a table with its indexes. */
public record DeleteTableRequest(String tableName) implements Request.Change<DeleteTableResponse> {}
