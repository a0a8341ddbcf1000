/**
 * The bundled table store, on LMDB. Start with {@link io.larder.store.lmdb.LmdbTableStore}, which
 * implements the port; {@code Environment} opens the files, {@code KeyLayout} and {@code Records}
 * say what is in them, {@code Writer} is the one thread that changes them, {@code Snapshots} lets
 * any number of threads read. No type of LMDB's binding leaves this package.
 */
@NullMarked
package io.larder.store.lmdb;

import org.jspecify.annotations.NullMarked;
