package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * A part of a stream.
 *
 * @param parentShardId the shard that it goes on from, which may have been trimmed
 * @param startingSequenceNumber not greater than any in it; a record need not have it
 * @param endingSequenceNumber the last one in it; null while it is open
 */
public record Shard(
    String shardId,
    @Nullable String parentShardId,
    String startingSequenceNumber,
    @Nullable String endingSequenceNumber) {}
