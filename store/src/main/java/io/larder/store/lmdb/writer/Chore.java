package io.larder.store.lmdb.writer;

import org.jspecify.annotations.Nullable;

/**
 * Work that the writer does by itself, in chunks so small that a write behind one hardly waits.
 * Belongs to the writer's thread.
 */
public interface Chore {
  /** The next chunk, or null if nothing is due. */
  @Nullable Work<Boolean> next();

  /** How long nothing more is due, unless a write makes it so. */
  default long nanosUntilNext() {
    return Long.MAX_VALUE;
  }
}
