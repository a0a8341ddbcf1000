/**
 * The changes of items as streams keep them: what a stream and its shards are, the blocks of
 * records that a group of writes adds to them, and the newest of these in memory. Knows keys and
 * items, but neither the writer nor who reads. Start reading at {@link
 * io.larder.store.lmdb.changes.StreamChanges}.
 */
@NullMarked
package io.larder.store.lmdb.changes;

import org.jspecify.annotations.NullMarked;
