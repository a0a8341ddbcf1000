package io.larder.proxy.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the server as they are told. They are made when they are first asked for: a server
 * that nobody watches need not load all this. For any number of threads, one at a time.
 */
public final class MetricsExport {
  private final MetricSources sources;
  private @Nullable PrometheusMeterRegistry registry;

  public MetricsExport(MetricSources sources) {
    this.sources = sources;
  }

  /** All meters in Prometheus' text form. */
  public synchronized String scrape() {
    return registry().scrape();
  }

  /** What all meters say now. */
  public synchronized MetricSnapshots snapshots() {
    return registry().getPrometheusRegistry().scrape();
  }

  private PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry current = registry;
    if (current == null) {
      current = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      new Meters(current).add(sources);
      registry = current;
    }
    return current;
  }
}
