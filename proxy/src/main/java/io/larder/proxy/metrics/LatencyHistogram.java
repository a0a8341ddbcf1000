package io.larder.proxy.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/**
 * The latencies of {@link RequestMetrics} as a Prometheus histogram, which Micrometer cannot read.
 */
final class LatencyHistogram implements Collector {
  private final RequestMetrics requests;

  LatencyHistogram(RequestMetrics requests) {
    this.requests = requests;
  }

  @Override
  public MetricFamilyDescriptor getMetricFamilyDescriptor() {
    return MetricFamilyDescriptor.histogram(MetricNames.REQUEST_SECONDS)
        .labelName(MetricNames.PROTOCOL_TAG)
        .labelName(MetricNames.OPERATION_TAG)
        .build();
  }

  @Override
  public MetricSnapshot collect() {
    var histogram =
        HistogramSnapshot.builder()
            .name(MetricNames.REQUEST_SECONDS)
            .help("Time from the whole request to the written answer.");
    for (ClientProtocol protocol : ClientProtocol.values()) {
      for (int operation = 0; operation < requests.operations().size(); operation++) {
        histogram.dataPoint(dataPoint(protocol, operation));
      }
    }
    return histogram.build();
  }

  private HistogramDataPointSnapshot dataPoint(ClientProtocol protocol, int operation) {
    long[] bounds = RequestMetrics.BUCKET_NANOS;
    var buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < bounds.length; i++) {
      buckets.bucket(bounds[i] / 1e9, requests.latencyCount(protocol, operation, i));
    }
    buckets.bucket(
        Double.POSITIVE_INFINITY, requests.latencyCount(protocol, operation, bounds.length));
    var point = HistogramDataPointSnapshot.builder();
    point.classicHistogramBuckets(buckets.build());
    point.sum(requests.latencySeconds(protocol, operation));
    point.labels(
        Labels.of(
            MetricNames.PROTOCOL_TAG,
            protocol.tag(),
            MetricNames.OPERATION_TAG,
            requests.operations().get(operation)));
    return point.build();
  }
}
