package io.larder.proxy.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the server as Prometheus reads them. They are made when they are first asked for: a
 * server that nobody watches need not load all this. For one thread.
 */
public final class MetricsExport {
  private final MetricSources sources;
  private @Nullable PrometheusMeterRegistry registry;

  public MetricsExport(MetricSources sources) {
    this.sources = sources;
  }

  /** All meters in Prometheus' text form. */
  public String scrape() {
    PrometheusMeterRegistry current = registry;
    if (current == null) {
      current = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      new Meters(current).add(sources);
      registry = current;
    }
    return current.scrape();
  }
}
