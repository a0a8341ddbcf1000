/**
 * What the bytes of records mean: where an item or index entry stands and how it is written, in
 * this layout ({@link io.larder.store.lmdb.layout.KeyLayout}, {@link
 * io.larder.store.lmdb.layout.Records}) and in the one before, from which {@link
 * io.larder.store.lmdb.layout.Migration} comes. {@link io.larder.store.lmdb.layout.EntryWalk} reads
 * entries in the order of their keys. {@code docs/format.md} has an example.
 *
 * <p>Knows the engine and the model of items; not who writes, nor why.
 */
@NullMarked
package io.larder.store.lmdb.layout;

import org.jspecify.annotations.NullMarked;
