package io.larder.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An observer that is ready at once and hears itself how what it has begun ends. */
public interface WriteListener extends WriteObserver {
  default void begun(List<? extends Touched> touched) {}

  default void committed(List<ItemChange> changes) {}

  default void aborted() {}

  default void unknown() {}

  @Override
  default CompletionStage<WriteScope> begin(List<? extends Touched> touched) {
    begun(touched);
    return CompletableFuture.completedFuture(
        new WriteScope() {
          @Override
          public void committed(List<ItemChange> known) {
            WriteListener.this.committed(known);
          }

          @Override
          public void aborted() {
            WriteListener.this.aborted();
          }

          @Override
          public void unknown() {
            WriteListener.this.unknown();
          }
        });
  }
}
