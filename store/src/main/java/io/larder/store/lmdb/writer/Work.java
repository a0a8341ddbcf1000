package io.larder.store.lmdb.writer;

/**
 * One write for the writer's thread. It throws {@link io.larder.protocol.error.ServiceException} to
 * fail alone, and must do so before it has changed anything in the group. It may be run again from
 * the start if the group cannot be committed.
 */
@FunctionalInterface
public interface Work<R> {
  /**
   * @throws UnfinishedException if it takes long, before it has changed anything: it is run again
   *     after other writes, and may have kept what it knows by then
   */
  R run(WriteGroup group);

  /** True if a run may end unfinished. */
  default boolean mayTakeLong() {
    return false;
  }

  /** Lets go of what an unfinished run has kept. */
  default void forget() {}
}
