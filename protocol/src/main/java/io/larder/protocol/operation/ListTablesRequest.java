package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * Lists table names in the order of their UTF-8 bytes, up to {@code limit} (1–100) after {@code
 * exclusiveStartTableName}.
 */
public record ListTablesRequest(@Nullable String exclusiveStartTableName, int limit)
    implements Request.Describe<ListTablesResponse> {}
