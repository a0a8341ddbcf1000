/**
 * How the values of records are sealed before the engine takes them, so that the log, the memtable
 * and LMDB hold nothing that can be read. Start with {@link
 * io.larder.store.lmdb.engine.sealed.KeyRing}; one {@link
 * io.larder.store.lmdb.engine.sealed.RecordSeal} is for one thread.
 *
 * <p>Knows keys and bytes; a database is a number here.
 */
@NullMarked
package io.larder.store.lmdb.engine.sealed;

import org.jspecify.annotations.NullMarked;
