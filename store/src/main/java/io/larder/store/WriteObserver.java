package io.larder.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hears of every write of a store, before it can be seen and when it has ended. A store may have
 * many writes under way at once; for several that it makes at one moment it may begin one scope.
 * Called by any thread; must be quick.
 */
public interface WriteObserver {
  /**
   * Completes when it is safe to write; nothing of the write is visible before. The store then ends
   * the scope, exactly once. If it does not wait for the scope, it ends that as soon as it comes,
   * as aborted. A failure, thrown or told by the stage, lets the write be given up: then there is
   * no scope to end.
   *
   * @param touched each item that the write may change, in order; one that it changes twice stands
   *     there twice
   */
  CompletionStage<WriteScope> begin(List<? extends Touched> touched);

  /**
   * The same of a write that may change any item of these tables, or their definition; the store
   * itself keeps them from being answered from memory ({@link SharedTables#hold}).
   *
   * @param tableNames empty for all tables
   */
  default CompletionStage<WriteScope> beginTables(List<String> tableNames) {
    return CompletableFuture.completedFuture(WriteScope.NONE);
  }
}
