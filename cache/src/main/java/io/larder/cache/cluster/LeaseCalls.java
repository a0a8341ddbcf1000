package io.larder.cache.cluster;

import io.larder.cache.cluster.LeaseTable.Members;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The calls of one node to the lease table, of which few are under way. None is waited for longer
 * than a lease: after that its answer says nothing that the next one does not. Used in turns only.
 */
final class LeaseCalls {
  private static final int MAX_CALLS = 4;

  private final Turns turns;
  private final ClusterClock clock;
  private final Duration patience;
  private final long spacing;
  private int underWay;
  private long calledAt;

  /** Grows with each life of the node, so that answers to an earlier one are known as such. */
  private int life;

  /**
   * @param patience how long an answer is waited for
   * @param spacing between calls that are made again and again
   */
  LeaseCalls(Turns turns, ClusterClock clock, Duration patience, Duration spacing) {
    this.turns = turns;
    this.clock = clock;
    this.patience = patience;
    this.spacing = spacing.toNanos();
    this.calledAt = clock.nanoTime() - this.spacing;
  }

  /** True if the last call was made long enough ago. */
  boolean isDue() {
    return isDue(spacing);
  }

  /** True if there is reason to call now, and the last call was not made a moment ago. */
  boolean mayHurry() {
    return isDue(spacing / 4);
  }

  private boolean isDue(long pause) {
    return clock.nanoTime() - calledAt >= pause;
  }

  boolean isFull() {
    return underWay >= MAX_CALLS;
  }

  /** Nobody waits for the answers to what was asked until now. */
  void endLife() {
    life++;
    underWay = 0;
  }

  /** Calls; one of the two follows in a turn, unless the life ends before. */
  void call(
      Supplier<CompletableFuture<Members>> call, Consumer<Members> answered, Runnable failed) {
    calledAt = clock.nanoTime();
    underWay++;
    int inLife = life;
    var answer = new CompletableFuture<Members>();
    clock.schedule(patience, () -> answer.cancel(false));
    var _ =
        answer.whenComplete(
            (members, failure) ->
                turns.take(
                    () -> {
                      if (life != inLife) {
                        return;
                      }
                      underWay--;
                      if (failure == null) {
                        answered.accept(members);
                      } else {
                        failed.run();
                      }
                    }));
    turns.later(
        () -> {
          var _ =
              call.get()
                  .whenComplete(
                      (members, failure) -> {
                        if (failure == null) {
                          answer.complete(members);
                        } else {
                          answer.completeExceptionally(failure);
                        }
                      });
        });
  }
}
