package io.larder.cache.statistics;

/**
 * The counters of the caches at one moment.
 *
 * @param items the item cache
 * @param pages the query cache, which holds the pages of Query and of Scan
 * @param coalesced misses that joined the read of another, identical miss
 */
public record CacheStatistics(
    Of items,
    Of pages,
    long queryHits,
    long queryMisses,
    long scanHits,
    long scanMisses,
    long coalesced) {

  /**
   * One cache.
   *
   * @param evictions entries that left because of size or age
   * @param entries estimated number of entries
   * @param bytes estimated bytes held
   */
  public record Of(
      long hits, long misses, long evictions, long evictedBytes, long entries, long bytes) {}
}
