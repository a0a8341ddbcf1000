/**
 * What any store of streams needs, however it keeps them: {@link
 * io.larder.store.streams.ShardIterator}, the places in shards that readers are given. Knows
 * nothing of how records are kept.
 */
@NullMarked
package io.larder.store.streams;

import org.jspecify.annotations.NullMarked;
