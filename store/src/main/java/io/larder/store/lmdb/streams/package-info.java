/**
 * Streams of tables: how they come and go, what is kept of them and for how long, and what is
 * answered of them. Knows tables by their descriptions only. Start reading at {@link
 * io.larder.store.lmdb.streams.StreamLife} and {@link io.larder.store.lmdb.streams.StreamReads}.
 */
@NullMarked
package io.larder.store.lmdb.streams;

import org.jspecify.annotations.NullMarked;
