package io.larder.protocol.operation;

/** A place in a shard. */
public record GetShardIteratorResponse(String shardIterator) implements Response {}
