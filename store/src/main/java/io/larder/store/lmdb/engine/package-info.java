/**
 * Records by key, durable, in a few databases that each have one order of keys: LMDB's files, the
 * memtable over them, the log, and the checkpoints that bring the one to the other. Start with
 * {@link io.larder.store.lmdb.engine.Environment} (the open files), {@link
 * io.larder.store.lmdb.engine.Snapshots} (how any number of threads read) and {@link
 * io.larder.store.lmdb.engine.Journal} (how one thread writes); these, with {@link
 * io.larder.store.lmdb.engine.Snapshot}, {@link io.larder.store.lmdb.engine.RecordCursor} and
 * {@link io.larder.store.lmdb.engine.ChangedRecords}, are the door. What else is public is so for
 * those who repair a store, and for tests.
 *
 * <p>Keys and values are bytes here, whatever they mean. Knows its own disk and log, and LMDB's
 * binding; nothing of the protocol, of items or of tables.
 */
@NullMarked
package io.larder.store.lmdb.engine;

import org.jspecify.annotations.NullMarked;
