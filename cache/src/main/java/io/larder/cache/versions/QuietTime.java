package io.larder.cache.versions;

import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Holds stripes in flux for a while after writes of which nobody knows whether they will still
 * become visible. Of all such writes on a stripe one stays in flux, for as long as the last of them
 * must: so what is held is never more than there are stripes, and never fills one.
 */
public final class QuietTime {
  /** Makes the quiet time of stripes. */
  public interface Of {
    QuietTime of(StripedVersions versions);
  }

  private final StripedVersions versions;
  private final long nanos;
  private final Ticker ticker;
  private final Scheduler scheduler;
  private final Executor executor;

  /** When each stripe that is held may be left, the next to leave first; guarded by this. */
  private final Map<Integer, Long> held = new LinkedHashMap<>();

  /**
   * @param executor where stripes are left when their time has come
   */
  public QuietTime(
      StripedVersions versions,
      Duration length,
      Ticker ticker,
      Scheduler scheduler,
      Executor executor) {
    this.versions = versions;
    this.nanos = length.toNanos();
    this.ticker = ticker;
    this.scheduler = scheduler;
    this.executor = executor;
  }

  /** Takes over stripes that a write has entered, and leaves them in its place. */
  void hold(int[] stripes) {
    if (nanos == 0) {
      for (int stripe : stripes) {
        versions.leave(stripe);
      }
    } else {
      holdLonger(stripes);
    }
  }

  private synchronized void holdLonger(int[] stripes) {
    boolean isScheduled = !held.isEmpty();
    long end = ticker.read() + nanos;
    for (int stripe : stripes) {
      if (held.remove(stripe) != null) {
        versions.leave(stripe);
      }
      held.put(stripe, end);
    }
    if (!isScheduled && !held.isEmpty()) {
      schedule(nanos);
    }
  }

  private void schedule(long delay) {
    var _ = scheduler.schedule(executor, this::settle, delay, TimeUnit.NANOSECONDS);
  }

  private synchronized void settle() {
    long now = ticker.read();
    Iterator<Map.Entry<Integer, Long>> next = held.entrySet().iterator();
    while (next.hasNext()) {
      Map.Entry<Integer, Long> first = next.next();
      long left = first.getValue() - now;
      if (left > 0) {
        schedule(left);
        return;
      }
      next.remove();
      versions.leave(first.getKey());
    }
  }
}
