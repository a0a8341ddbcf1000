/**
 * The bundled table store, on LMDB. Start with {@link io.larder.store.lmdb.LmdbTableStore}, which
 * implements the port and joins the rooms below:
 *
 * <pre>
 * engine   records by key, durable       (engine.disk, engine.log)
 * layout   what records mean
 * changes  what streams hold
 * writer   the thread that changes all of them
 * streams  streams of tables, and what is answered of them
 * items    operations on items
 * tables   operations on tables
 * </pre>
 *
 * Each knows those above it and none below. No type of LMDB's binding leaves this package.
 */
@NullMarked
package io.larder.store.lmdb;

import org.jspecify.annotations.NullMarked;
