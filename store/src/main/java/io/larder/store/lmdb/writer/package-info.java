/**
 * The one thread that changes the store. Start with {@link io.larder.store.lmdb.writer.Writer}; a
 * {@link io.larder.store.lmdb.writer.Work} is what others give it, a {@link
 * io.larder.store.lmdb.writer.Chore} what it does by itself, and a {@link
 * io.larder.store.lmdb.writer.WriteGroup} where both write. {@link
 * io.larder.store.lmdb.writer.Tables} and {@link io.larder.store.lmdb.writer.Sizes} are what the
 * last commit has left in memory, for any thread.
 *
 * <p>Knows the engine and the layout, and no operation.
 */
@NullMarked
package io.larder.store.lmdb.writer;

import org.jspecify.annotations.NullMarked;
