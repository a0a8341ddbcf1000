package io.larder.cache.entries;

import com.github.benmanes.caffeine.cache.Scheduler;
import java.lang.ref.WeakReference;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Takes items out of the cache whose time is over and for which nobody asks, a few at a time, for
 * as long as there is a cache.
 */
public final class ExpirySweep {
  private static final int AT_ONCE = 10_000;
  private static final long WITHIN_MILLIS = 100;
  private static final long BETWEEN_MILLIS = 1000;

  private final WeakReference<ItemCache> items;
  private final Scheduler scheduler;
  private final Executor executor;

  private ExpirySweep(ItemCache items, Scheduler scheduler, Executor executor) {
    this.items = new WeakReference<>(items);
    this.scheduler = scheduler;
    this.executor = executor;
  }

  public static void start(ItemCache items, Scheduler scheduler, Executor executor) {
    new ExpirySweep(items, scheduler, executor).goOn(BETWEEN_MILLIS);
  }

  private void goOn(long afterMillis) {
    Future<?> _ = scheduler.schedule(executor, this::sweep, afterMillis, TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    ItemCache swept = items.get();
    if (swept == null) {
      return;
    }
    boolean isThrough = true;
    try {
      isThrough = swept.sweep(AT_ONCE);
    } finally {
      goOn(isThrough ? BETWEEN_MILLIS : WITHIN_MILLIS);
    }
  }
}
