package io.larder.proxy.caches;

import io.larder.cache.CachingTableStore;
import io.larder.cache.advice.Advice;
import io.larder.cache.statistics.CacheStatistics;
import io.larder.cache.statistics.TableCounts;
import io.larder.cache.tables.CachedTable;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What meters tell of caches. */
public final class CacheMeters {
  private CacheMeters() {}

  /** What is counted of so many tables at most, by their names. */
  public static Map<String, TableCounts> counts(CachingTableStore caches, int mostTables) {
    SortedMap<String, TableCounts> counts = new TreeMap<>();
    caches.cachedTables().stream()
        .filter(table -> !table.name().isEmpty())
        .sorted(Comparator.comparingInt(CachedTable::id))
        .limit(mostTables)
        .forEach(
            table ->
                counts.computeIfAbsent(table.name(), _ -> new TableCounts()).add(table.counts()));
    return counts;
  }

  /** What is advised on the item cache and on the query cache, by their names in meters. */
  public static Map<String, Advice> advice(CachingTableStore caches) {
    CacheStatistics all = caches.statistics();
    SortedMap<String, Advice> advice = new TreeMap<>();
    Advice onItems = caches.samples().onItems(reads(all.items()));
    if (onItems != null) {
      advice.put("item", onItems);
    }
    Advice onPages = caches.samples().onPages(reads(all.pages()));
    if (onPages != null) {
      advice.put("query", onPages);
    }
    return advice;
  }

  private static long reads(CacheStatistics.Of cache) {
    return cache.hits() + cache.misses();
  }
}
