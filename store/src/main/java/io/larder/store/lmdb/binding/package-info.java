/**
 * LMDB for Java through the foreign function API: as much of its C interface as the store needs,
 * with keys and values as arrays of bytes. Start with {@link io.larder.store.lmdb.binding.Env}. The
 * native library comes from the project lmdbjava. Why not its Java part as well is in ADR 5.
 *
 * <p>The rules of LMDB hold: a write transaction belongs to one thread, a read transaction or
 * cursor to one thread at a time. What is closed refuses to be used, since LMDB itself would not
 * notice.
 */
@NullMarked
package io.larder.store.lmdb.binding;

import org.jspecify.annotations.NullMarked;
