package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * Lists streams, those that are disabled and not yet trimmed among them, in the order of their
 * ARNs.
 *
 * @param tableName of the only table to look at; null for all
 * @param exclusiveStartStreamArn behind which to go on, whether or not there is such a stream
 * @param limit 1–100
 */
public record ListStreamsRequest(
    @Nullable String tableName, @Nullable String exclusiveStartStreamArn, int limit)
    implements Request.OfStream<ListStreamsResponse> {}
