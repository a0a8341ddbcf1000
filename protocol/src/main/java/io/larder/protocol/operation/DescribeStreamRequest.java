package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * Describes a stream and its shards.
 *
 * @param exclusiveStartShardId behind which to go on, whether or not there is such a shard
 * @param parentShardId whose children are wanted, and nothing else; null for all shards
 * @param limit most shards, 1–100
 */
public record DescribeStreamRequest(
    String streamArn,
    @Nullable String exclusiveStartShardId,
    @Nullable String parentShardId,
    int limit)
    implements Request.OfStream<DescribeStreamResponse> {}
