package io.larder.cache.versions;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Until when reads of a stripe may still see what was there before its last write. What is read of
 * it meanwhile is not kept; what the write itself has left may be.
 */
public final class ReadLag {
  private final Ticker ticker;
  private final long origin;
  private final int mask;

  /** In nanoseconds since the origin; null where reads never lag. */
  private final @Nullable AtomicLongArray ends;

  /**
   * @param stripes as of the {@link StripedVersions} that this is for
   * @param isNeeded false where reads never lag
   */
  ReadLag(int stripes, boolean isNeeded, Ticker ticker) {
    this.ticker = ticker;
    this.origin = ticker.read();
    this.mask = stripes - 1;
    this.ends = isNeeded ? new AtomicLongArray(stripes) : null;
  }

  /** Before a write that could be seen leaves the hash's stripe: for so long reads may lag. */
  public void begin(long hash, long nanos) {
    if (ends != null && nanos > 0) {
      ends.accumulateAndGet((int) hash & mask, ticker.read() - origin + nanos, Math::max);
    }
  }

  /** True if a read that begins now sees all writes that have left. */
  boolean isOver(long hash) {
    return ends == null || ticker.read() - origin >= ends.get((int) hash & mask);
  }
}
