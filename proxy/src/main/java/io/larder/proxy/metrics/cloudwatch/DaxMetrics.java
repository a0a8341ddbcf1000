package io.larder.proxy.metrics.cloudwatch;

import static io.larder.proxy.metrics.Datum.by;

import io.larder.cache.statistics.CacheStatistics;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.metrics.Datum;
import io.larder.proxy.metrics.Datum.Amount;
import io.larder.proxy.metrics.Datum.Level;
import io.larder.proxy.metrics.Datum.Total;
import io.larder.proxy.metrics.Datum.Unit;
import io.larder.proxy.metrics.DaxCounts;
import io.larder.proxy.metrics.MetricSources;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The metrics of the namespace AWS/DAX: what clients asked the server for, by whatever protocol,
 * and what its caches did.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/dax-metrics-dimensions-dax.html">
 *     DAX metrics and dimensions</a>
 */
public final class DaxMetrics implements Supplier<List<Datum>> {
  private final MetricSources sources;
  private final DaxCounts counts;

  public DaxMetrics(MetricSources sources) {
    this.sources = sources;
    this.counts = new DaxCounts(sources.requests());
  }

  @Override
  public List<Datum> get() {
    List<Datum> data = new ArrayList<>();
    long connections = 0;
    for (ClientProtocol protocol : ClientProtocol.values()) {
      connections += sources.requests().connections(protocol);
    }
    counts
        .names()
        .forEach(name -> add(data, name, Unit.COUNT, new Total((double) counts.ofAll(name))));
    CacheStatistics caches = sources.caches().get();
    add(data, "ItemCacheHits", Unit.COUNT, new Total((double) caches.items().hits()));
    add(data, "ItemCacheMisses", Unit.COUNT, new Total((double) caches.items().misses()));
    add(data, "QueryCacheHits", Unit.COUNT, new Total((double) caches.queryHits()));
    add(data, "QueryCacheMisses", Unit.COUNT, new Total((double) caches.queryMisses()));
    add(data, "ScanCacheHits", Unit.COUNT, new Total((double) caches.scanHits()));
    add(data, "ScanCacheMisses", Unit.COUNT, new Total((double) caches.scanMisses()));
    add(
        data,
        "EvictedSize",
        Unit.BYTES,
        new Total((double) caches.items().evictedBytes() + caches.pages().evictedBytes()));
    add(data, "EstimatedDbSize", Unit.BYTES, new Level((double) sources.cachedBytes()));
    add(data, "CacheMemoryUtilization", Unit.PERCENT, new Level(sources.cacheUtilization()));
    add(data, "CPUUtilization", Unit.PERCENT, new Level(sources.cpuUtilization()));
    add(data, "ClientConnections", Unit.COUNT, new Level((double) connections));
    return data;
  }

  private static void add(List<Datum> data, String name, Unit unit, Amount amount) {
    data.add(new Datum(name, unit, by(), amount));
  }
}
