/**
 * The long work on a whole store, stopped or serving: {@link
 * io.larder.store.lmdb.maintenance.StoreMaintenance} verifies it and writes copies, {@link
 * io.larder.store.lmdb.maintenance.StoppedStore} opens one for that without changing it, and {@link
 * io.larder.store.lmdb.maintenance.Backups} keeps copies and brings them back. All of it reads
 * snapshots, so it stands in nobody's way but the disk's.
 *
 * <p>Knows all rooms that say what must be in a store; nobody but the store knows this one.
 */
@NullMarked
package io.larder.store.lmdb.maintenance;

import org.jspecify.annotations.NullMarked;
