/**
 * The operations on items: reads of single items and of pages, writes, batches, transactions, and
 * the expiry of items. Start with {@link io.larder.store.lmdb.items.PointReads} and {@link
 * io.larder.store.lmdb.items.SingleWrites}; {@link io.larder.store.lmdb.items.ItemWrite} is what a
 * write does to records.
 *
 * <p>Knows the writer, the layout and the engine's snapshots; a table only as it is given.
 */
@NullMarked
package io.larder.store.lmdb.items;

import org.jspecify.annotations.NullMarked;
