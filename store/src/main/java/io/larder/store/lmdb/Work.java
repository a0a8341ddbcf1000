package io.larder.store.lmdb;

/**
 * One write for the writer's thread. It throws {@link io.larder.protocol.error.ServiceException} to
 * fail alone, and must do so before it has changed anything in the group. It may be run again from
 * the start if the group cannot be committed.
 */
@FunctionalInterface
interface Work<R> {
  R run(WriteGroup group);
}
