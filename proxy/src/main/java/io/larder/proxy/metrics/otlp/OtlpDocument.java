package io.larder.proxy.metrics.otlp;

import io.larder.protocol.wire.JsonWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Metrics as an ExportMetricsServiceRequest in JSON. What counts, counts since the start, so that
 * one request that is lost takes nothing with it.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">JSON Protobuf
 *     Encoding</a>
 */
final class OtlpDocument {
  private static final int CUMULATIVE = 2;

  private final JsonWriter json = new JsonWriter();
  private final String start;
  private final String now;

  private OtlpDocument(Instant start, Instant now) {
    this.start = nanos(start);
    this.now = nanos(now);
  }

  /**
   * Writes what those say now.
   *
   * @param resource attributes of the server
   * @param start since when is counted
   */
  static byte[] of(
      MetricSnapshots snapshots, Map<String, String> resource, Instant start, Instant now) {
    var document = new OtlpDocument(start, now);
    document.write(snapshots, resource);
    return document.json.toByteArray();
  }

  private static String nanos(Instant time) {
    return String.valueOf(Duration.between(Instant.EPOCH, time).toNanos());
  }

  private void write(MetricSnapshots snapshots, Map<String, String> resource) {
    json.beginObject().name("resourceMetrics").beginArray().beginObject();
    json.name("resource").beginObject().name("attributes").beginArray();
    resource.forEach(this::attribute);
    json.endArray().endObject();
    json.name("scopeMetrics").beginArray().beginObject();
    json.name("scope").beginObject().name("name").value("io.larder").endObject();
    json.name("metrics").beginArray();
    snapshots.stream().forEach(this::metric);
    json.endArray().endObject().endArray().endObject().endArray().endObject();
  }

  private void attribute(String name, String value) {
    json.beginObject().name("key").value(name).name("value").beginObject();
    json.name("stringValue").value(value).endObject().endObject();
  }

  private void metric(MetricSnapshot metric) {
    switch (metric) {
      case CounterSnapshot counter -> {
        begin(metric, "sum");
        sinceStart().name("isMonotonic").value(true).name("dataPoints").beginArray();
        counter.getDataPoints().forEach(point -> number(point, point.getValue()));
        end();
      }
      case GaugeSnapshot gauge -> {
        begin(metric, "gauge");
        json.name("dataPoints").beginArray();
        gauge.getDataPoints().forEach(point -> number(point, point.getValue()));
        end();
      }
      case SummarySnapshot summary -> {
        begin(metric, "summary");
        json.name("dataPoints").beginArray();
        summary.getDataPoints().forEach(this::summary);
        end();
      }
      case HistogramSnapshot histogram -> {
        begin(metric, "histogram");
        sinceStart().name("dataPoints").beginArray();
        histogram.getDataPoints().forEach(this::histogram);
        end();
      }
      // There are no others among the server's.
      default -> {}
    }
  }

  private void begin(MetricSnapshot metric, String kind) {
    json.beginObject().name("name").value(metric.getMetadata().getName());
    String help = metric.getMetadata().getHelp();
    if (help != null) {
      json.name("description").value(help);
    }
    json.name(kind).beginObject();
  }

  private JsonWriter sinceStart() {
    return json.name("aggregationTemporality").value(CUMULATIVE);
  }

  private void end() {
    json.endArray().endObject().endObject();
  }

  private void number(DataPointSnapshot point, double value) {
    // JSON has no other numbers.
    if (Double.isFinite(value)) {
      point(point);
      json.name("asDouble").value(value).endObject();
    }
  }

  private void point(DataPointSnapshot point) {
    json.beginObject().name("attributes").beginArray();
    Labels labels = point.getLabels();
    for (int at = 0; at < labels.size(); at++) {
      attribute(labels.getName(at), labels.getValue(at));
    }
    json.endArray().name("startTimeUnixNano").value(start).name("timeUnixNano").value(now);
  }

  private void summary(SummarySnapshot.SummaryDataPointSnapshot point) {
    point(point);
    json.name("count").value(String.valueOf(point.getCount()));
    json.name("sum").value(point.getSum()).endObject();
  }

  private void histogram(HistogramSnapshot.HistogramDataPointSnapshot point) {
    ClassicHistogramBuckets buckets = point.getClassicBuckets();
    point(point);
    json.name("count").value(String.valueOf(point.getCount()));
    json.name("sum").value(point.getSum());
    json.name("bucketCounts").beginArray();
    for (int at = 0; at < buckets.size(); at++) {
      json.value(String.valueOf(buckets.getCount(at)));
    }
    json.endArray().name("explicitBounds").beginArray();
    // The last one has no bound.
    for (int at = 0; at < buckets.size() - 1; at++) {
      json.value(buckets.getUpperBound(at));
    }
    json.endArray().endObject();
  }
}
