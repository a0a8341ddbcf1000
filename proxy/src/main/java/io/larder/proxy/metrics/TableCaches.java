package io.larder.proxy.metrics;

import io.larder.cache.statistics.Eviction;
import io.larder.cache.statistics.Evictions;
import io.larder.cache.statistics.TableCounts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What the caches count of each table, with the table as a label. */
final class TableCaches implements MultiCollector {
  private static final String ITEM = "item";
  private static final String QUERY = "query";
  private static final String SCAN = "scan";
  private static final double NANOS = 1e9;

  private final Supplier<Map<String, TableCounts>> source;

  /**
   * @param source the counts by the names of tables
   */
  TableCaches(Supplier<Map<String, TableCounts>> source) {
    this.source = source;
  }

  @Override
  public MetricSnapshots collect() {
    var hits =
        CounterSnapshot.builder().name(MetricNames.TABLE_CACHE_HITS).help("Found in memory.");
    var misses =
        CounterSnapshot.builder().name(MetricNames.TABLE_CACHE_MISSES).help("Not found in memory.");
    var evictions =
        CounterSnapshot.builder()
            .name(MetricNames.TABLE_CACHE_EVICTIONS)
            .help("Entries that left a cache, by cause.");
    var evicted =
        CounterSnapshot.builder()
            .name(MetricNames.TABLE_CACHE_EVICTED_BYTES)
            .help("Bytes of the entries that left a cache, by cause.");
    var refused =
        CounterSnapshot.builder()
            .name(MetricNames.TABLE_CACHE_REFUSED_FILLS)
            .help("Reads that were not kept, because something was written meanwhile.");
    var loads =
        SummarySnapshot.builder()
            .name(MetricNames.TABLE_CACHE_LOAD_SECONDS)
            .help("Reads of the store for what was not in memory.");
    source
        .get()
        .forEach(
            (table, counts) -> {
              add(hits, table, ITEM, counts.items().hits());
              add(hits, table, QUERY, counts.queries().hits());
              add(hits, table, SCAN, counts.scans().hits());
              add(misses, table, ITEM, counts.items().misses());
              add(misses, table, QUERY, counts.queries().misses());
              add(misses, table, SCAN, counts.scans().misses());
              add(evictions, evicted, table, ITEM, counts.itemEvictions());
              add(evictions, evicted, table, QUERY, counts.pageEvictions());
              add(refused, table, ITEM, counts.itemLoads().refusedFills());
              add(refused, table, QUERY, counts.pageLoads().refusedFills());
              add(loads, table, ITEM, counts.itemLoads());
              add(loads, table, QUERY, counts.pageLoads());
            });
    return MetricSnapshots.of(
        hits.build(),
        misses.build(),
        evictions.build(),
        evicted.build(),
        refused.build(),
        loads.build());
  }

  private static void add(CounterSnapshot.Builder series, String table, String cache, long value) {
    add(series, Labels.of(List.of("table", MetricNames.CACHE_TAG), List.of(table, cache)), value);
  }

  private static void add(CounterSnapshot.Builder series, Labels labels, long value) {
    series.dataPoint(
        CounterSnapshot.CounterDataPointSnapshot.builder()
            .labels(labels)
            .value((double) value)
            .build());
  }

  private static void add(
      CounterSnapshot.Builder entries,
      CounterSnapshot.Builder bytes,
      String table,
      String cache,
      Evictions evictions) {
    for (Eviction cause : Eviction.values()) {
      var labels =
          Labels.of(
              List.of("table", MetricNames.CACHE_TAG, "cause"),
              List.of(table, cache, cause.name().toLowerCase(Locale.ROOT)));
      add(entries, labels, evictions.entries(cause));
      add(bytes, labels, evictions.bytes(cause));
    }
  }

  private static void add(
      SummarySnapshot.Builder series, String table, String cache, TableCounts.Loads loads) {
    series.dataPoint(
        SummarySnapshot.SummaryDataPointSnapshot.builder()
            .labels(Labels.of(List.of("table", MetricNames.CACHE_TAG), List.of(table, cache)))
            .count(loads.count())
            .sum(loads.nanos() / NANOS)
            .build());
  }
}
