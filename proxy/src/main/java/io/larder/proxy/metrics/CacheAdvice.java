package io.larder.proxy.metrics;

import io.larder.cache.advice.Advice;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Which hit ratio the caches would have had in other forms. */
final class CacheAdvice implements Collector {
  private static final List<String> LABELS =
      List.of(MetricNames.CACHE_TAG, "memory", "time_to_live");

  private final Supplier<Map<String, Advice>> source;

  /**
   * @param source the advice by the names of caches
   */
  CacheAdvice(Supplier<Map<String, Advice>> source) {
    this.source = source;
  }

  @Override
  public MetricSnapshot collect() {
    var ratios =
        GaugeSnapshot.builder()
            .name(MetricNames.CACHE_ADVISED_HIT_RATIO)
            .help(
                "Hit ratio since the start with so many times the memory and the time to live,"
                    + " told from a sample.");
    source
        .get()
        .forEach(
            (cache, advice) -> {
              for (Advice.Case form : advice.cases()) {
                ratios.dataPoint(
                    GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(
                            Labels.of(
                                LABELS, List.of(cache, times(form.memory()), times(form.time()))))
                        .value(form.hitRatio())
                        .build());
              }
            });
    return ratios.build();
  }

  private static String times(double factor) {
    if (Double.isInfinite(factor)) {
      return "never";
    }
    String text = Double.toString(factor);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
