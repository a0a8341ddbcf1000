package io.larder.protocol.operation;

/** Asks for a place in a shard, from where it is read. */
public record GetShardIteratorRequest(String streamArn, String shardId, ShardPosition position)
    implements Request.OfStream<GetShardIteratorResponse> {}
