/**
 * The operations on tables: creating, changing and deleting them, their time to live, throughput
 * and tags, at the pace of the service or at once, and the {@link
 * io.larder.store.lmdb.tables.Backlog} of work that a change leaves. Start with {@link
 * io.larder.store.lmdb.tables.Catalog}, which says how tables are stored, and {@link
 * io.larder.store.lmdb.tables.TableChanges}. Beside them in the catalogue are the {@link
 * io.larder.store.lmdb.tables.StoredAttributeLists}.
 *
 * <p>Knows the writer and, to fill an index, how items are written.
 */
@NullMarked
package io.larder.store.lmdb.tables;

import org.jspecify.annotations.NullMarked;
