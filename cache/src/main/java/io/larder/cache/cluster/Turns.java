package io.larder.cache.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread at a time see and change what a node knows, and does what leads out of the node
 * when it has let go again: whatever is called there may come back.
 */
final class Turns {
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private List<Runnable> effects = new ArrayList<>();

  /** Takes a turn, then does what was left for later in it. */
  void take(Runnable action) {
    var _ =
        take(
            () -> {
              action.run();
              return true;
            });
  }

  /** The same with a result. */
  <T> T take(Supplier<T> action) {
    T result;
    List<Runnable> left;
    lock.lock();
    try {
      result = action.get();
    } finally {
      left = effects;
      if (!left.isEmpty()) {
        effects = new ArrayList<>();
      }
      lock.unlock();
    }
    run(left);
    return result;
  }

  /** Whatever one of them throws, the others are run. */
  private static void run(List<Runnable> left) {
    for (int i = 0; i < left.size(); i++) {
      try {
        left.get(i).run();
      } catch (RuntimeException | Error e) {
        run(left.subList(i + 1, left.size()));
        throw e;
      }
    }
  }

  /** Leaves something for the end of this turn. */
  void later(Runnable effect) {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("there is no turn to end");
    }
    effects.add(effect);
  }
}
