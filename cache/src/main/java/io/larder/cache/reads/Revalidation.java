package io.larder.cache.reads;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Reads anew what is answered still though its time is over: one read for each key, and only so
 * many at once. For any number of threads.
 */
public final class Revalidation {
  private static final int MAX_READS = 16;

  private final Executor executor;
  private final Set<Object> underWay = ConcurrentHashMap.newKeySet();
  private final Semaphore room = new Semaphore(MAX_READS);

  /**
   * @param executor runs the reads
   */
  public Revalidation(Executor executor) {
    this.executor = executor;
  }

  /** Has {@code read} done, unless that is under way or there are too many. Does not block. */
  void start(Object key, Runnable read) {
    if (!underWay.add(key)) {
      return;
    }
    if (!room.tryAcquire()) {
      underWay.remove(key);
      return;
    }
    executor.execute(
        () -> {
          try {
            read.run();
          } catch (RuntimeException e) {
            // The next that finds it old tries again; once nobody may, who reads hears why.
          } finally {
            room.release();
            underWay.remove(key);
          }
        });
  }
}
