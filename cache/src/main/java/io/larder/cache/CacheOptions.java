package io.larder.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.larder.cache.entries.CacheBounds;
import io.larder.cache.policy.Consistency;
import io.larder.cache.policy.Kept;
import io.larder.cache.policy.Policies;
import io.larder.cache.policy.TablePolicy;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How large the caches are and how long their entries live. Ages count from the time of storing, as
 * in DAX.
 *
 * @param itemCacheBytes most bytes of the item cache, keys and bookkeeping included; 0 turns it off
 * @param itemTtl age at which items leave the cache at first; zero for never
 * @param queryCacheBytes most bytes of the query cache; 0 turns it off
 * @param queryTtl age at which pages leave the cache at first; with zero none are kept
 * @param negativeEntries whether absent items and empty pages are remembered too
 * @param consistency what is promised of what is answered from memory
 * @param ticker the clock that entries age by
 * @param clock tells the time by which items expire
 */
public record CacheOptions(
    long itemCacheBytes,
    Duration itemTtl,
    long queryCacheBytes,
    Duration queryTtl,
    boolean negativeEntries,
    Consistency consistency,
    Ticker ticker,
    InstantSource clock) {

  /** DAX's default for both caches (parameter group, record-ttl-millis and query-ttl-millis). */
  public static final Duration DEFAULT_TTL = Duration.ofMinutes(5);

  public CacheOptions {
    if (itemCacheBytes < 0 || queryCacheBytes < 0) {
      throw new IllegalArgumentException("a cache size must not be negative");
    }
    if (itemTtl.isNegative() || queryTtl.isNegative()) {
      throw new IllegalArgumentException("a TTL must not be negative");
    }
  }

  /** Coherent. */
  public CacheOptions(
      long itemCacheBytes,
      Duration itemTtl,
      long queryCacheBytes,
      Duration queryTtl,
      boolean negativeEntries,
      Ticker ticker) {
    this(
        itemCacheBytes,
        itemTtl,
        queryCacheBytes,
        queryTtl,
        negativeEntries,
        Consistency.COHERENT,
        ticker,
        InstantSource.system());
  }

  /** Coherent; entries age by the clock of the system. */
  public CacheOptions(
      long itemCacheBytes,
      Duration itemTtl,
      long queryCacheBytes,
      Duration queryTtl,
      boolean negativeEntries) {
    this(
        itemCacheBytes, itemTtl, queryCacheBytes, queryTtl, negativeEntries, Ticker.systemTicker());
  }

  public CacheOptions withConsistency(Consistency other) {
    return new CacheOptions(
        itemCacheBytes, itemTtl, queryCacheBytes, queryTtl, negativeEntries, other, ticker, clock);
  }

  public CacheOptions withClock(InstantSource other) {
    return new CacheOptions(
        itemCacheBytes,
        itemTtl,
        queryCacheBytes,
        queryTtl,
        negativeEntries,
        consistency,
        ticker,
        other);
  }

  /** The policies of all tables at first. */
  public Policies policies() {
    TablePolicy all = TablePolicy.of(itemTtl, queryTtl);
    return Policies.of(negativeEntries ? all : all.without(Kept.ABSENT));
  }

  /** Of the item cache. */
  public CacheBounds ofItems() {
    return new CacheBounds(itemCacheBytes, itemTtl, ticker);
  }

  /** Of the query cache. */
  public CacheBounds ofPages() {
    return new CacheBounds(queryCacheBytes, queryTtl, ticker);
  }
}
