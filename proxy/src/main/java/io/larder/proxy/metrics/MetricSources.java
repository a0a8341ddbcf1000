package io.larder.proxy.metrics;

import io.larder.cache.advice.Advice;
import io.larder.cache.statistics.CacheStatistics;
import io.larder.cache.statistics.TableCounts;
import io.larder.store.StoreGauge;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Where the values of the meters come from.
 *
 * @param cachedTables what the caches count of tables, by their names
 * @param advice on the caches, by their names
 * @param cacheBytes how much both caches may take
 * @param cpu the part of the machine's processors that the process takes, from 0 to 1
 * @param dynamoDb the metrics of the tables
 */
public record MetricSources(
    RequestMetrics requests,
    Supplier<CacheStatistics> caches,
    Supplier<Map<String, TableCounts>> cachedTables,
    Supplier<Map<String, Advice>> advice,
    long cacheBytes,
    List<StoreGauge> store,
    Supplier<Integer> readsInFlight,
    Supplier<Long> requestMemory,
    DoubleSupplier cpu,
    Supplier<List<Datum>> dynamoDb) {
  private static final double PERCENT = 100;

  /** What both caches take, in estimated bytes. */
  public long cachedBytes() {
    CacheStatistics now = caches.get();
    return now.items().bytes() + now.pages().bytes();
  }

  /** How full the caches are, in percent. */
  public double cacheUtilization() {
    return cacheBytes == 0 ? 0 : PERCENT * cachedBytes() / cacheBytes;
  }

  /** How busy the processors are with the server, in percent; 0 where that is not known. */
  public double cpuUtilization() {
    return PERCENT * Math.max(0, cpu.getAsDouble());
  }
}
