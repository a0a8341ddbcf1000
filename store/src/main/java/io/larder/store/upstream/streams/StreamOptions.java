package io.larder.store.upstream.streams;

import java.time.Duration;

/**
 * How streams are read.
 *
 * @param poll from one round over a stream's shards to the next
 * @param lagLimit a table whose stream is read with more delay is not answered from memory
 * @param delay how much later than a change the upstream tells of it, by design
 * @param cachesWithoutStream whether a table without a stream is answered from memory for as long
 *     as entries live; otherwise not at all
 */
public record StreamOptions(
    Duration poll, Duration lagLimit, Duration delay, boolean cachesWithoutStream) {}
