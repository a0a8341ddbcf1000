package io.larder.proxy.metrics;

import io.larder.cache.CacheStatistics;
import io.larder.store.StoreGauge;
import java.util.List;
import java.util.function.Supplier;

/** Where the values of the meters come from. */
public record MetricSources(
    RequestMetrics requests,
    Supplier<CacheStatistics> caches,
    List<StoreGauge> store,
    Supplier<Integer> readsInFlight,
    Supplier<Long> requestMemory) {}
