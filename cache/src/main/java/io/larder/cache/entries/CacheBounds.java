package io.larder.cache.entries;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * How large one cache is and how long its entries live.
 *
 * @param maximumBytes most bytes of it, keys and bookkeeping included; 0 turns it off
 * @param ttl age at which entries leave at first
 * @param ticker the clock that entries age by
 */
public record CacheBounds(long maximumBytes, Duration ttl, Ticker ticker) {
  boolean isOff() {
    return maximumBytes == 0;
  }
}
