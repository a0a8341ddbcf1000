package io.larder.protocol.operation;

/**
 * Reads a shard from a place on.
 *
 * @param shardIterator as its maker gave it: only who did can say what it means
 * @param limit most records, 1–1,000
 */
public record GetRecordsRequest(String shardIterator, int limit)
    implements Request.OfStream<GetRecordsResponse> {}
