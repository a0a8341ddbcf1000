package io.larder.proxy.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * CloudWatch's metrics in Prometheus' form, with the dimensions as labels. Which series there are
 * depends on what there is to say.
 */
final class DataCollector implements MultiCollector {
  private final Supplier<List<Datum>> source;

  DataCollector(Supplier<List<Datum>> source) {
    this.source = source;
  }

  @Override
  public MetricSnapshots collect() {
    Map<String, List<Datum>> byName = new LinkedHashMap<>();
    for (Datum datum : source.get()) {
      if (!datum.isEmpty()) {
        byName.computeIfAbsent(datum.name(), _ -> new ArrayList<>()).add(datum);
      }
    }
    return new MetricSnapshots(byName.values().stream().map(DataCollector::snapshot).toList());
  }

  private static MetricSnapshot snapshot(List<Datum> data) {
    Datum first = data.getFirst();
    String help = "CloudWatch's " + first.name() + ", in " + first.unit().word() + ".";
    return switch (first.amount()) {
      case Datum.Total _ -> counter(first.name(), help, data);
      case Datum.Level _ -> gauge(first.name(), help, data);
      case Datum.Spread _ -> summary(first.name(), help, data);
    };
  }

  private static MetricSnapshot counter(String name, String help, List<Datum> data) {
    var snapshot = CounterSnapshot.builder().name(name).help(help);
    for (Datum datum : data) {
      if (datum.amount() instanceof Datum.Total(double value)) {
        snapshot.dataPoint(
            CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels(datum))
                .value(value)
                .build());
      }
    }
    return snapshot.build();
  }

  private static MetricSnapshot gauge(String name, String help, List<Datum> data) {
    var snapshot = GaugeSnapshot.builder().name(name).help(help);
    for (Datum datum : data) {
      if (datum.amount() instanceof Datum.Level(double value)) {
        snapshot.dataPoint(
            GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels(datum))
                .value(value)
                .build());
      }
    }
    return snapshot.build();
  }

  private static MetricSnapshot summary(String name, String help, List<Datum> data) {
    var snapshot = SummarySnapshot.builder().name(name).help(help);
    for (Datum datum : data) {
      if (datum.amount() instanceof Datum.Spread spread) {
        var point = SummarySnapshot.SummaryDataPointSnapshot.builder();
        point.count(spread.count());
        point.sum(spread.sum());
        point.labels(labels(datum));
        snapshot.dataPoint(point.build());
      }
    }
    return snapshot.build();
  }

  private static Labels labels(Datum datum) {
    return Labels.of(
        List.copyOf(datum.dimensions().sequencedKeySet()),
        List.copyOf(datum.dimensions().sequencedValues()));
  }
}
