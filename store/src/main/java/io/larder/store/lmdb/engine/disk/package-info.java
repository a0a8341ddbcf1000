/**
 * Folders and files: who may open a data directory, where tables live that are kept in memory, and
 * what a log needs of a disk. Start with {@link io.larder.store.lmdb.engine.disk.DataDirectory} and
 * the port {@link io.larder.store.lmdb.engine.disk.Disk}.
 *
 * <p>Knows nothing else of the store.
 */
@NullMarked
package io.larder.store.lmdb.engine.disk;

import org.jspecify.annotations.NullMarked;
