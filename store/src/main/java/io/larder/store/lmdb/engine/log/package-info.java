/**
 * The files of the write-ahead log, as {@code docs/format.md} describes them: written by a {@link
 * io.larder.store.lmdb.engine.log.LogSession}, read by a {@link
 * io.larder.store.lmdb.engine.log.LogSurvey}, which says what is missing. Those two are the door; a
 * group is bytes here, and a database a number.
 *
 * <p>Knows the disk, and nothing else of the store.
 */
@NullMarked
package io.larder.store.lmdb.engine.log;

import org.jspecify.annotations.NullMarked;
