package io.larder.proxy.metrics.cloudwatch;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.metrics.Datum;
import io.larder.proxy.metrics.Datum.Amount;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Writes metrics in CloudWatch's embedded metric format: one line of JSON for those that have the
 * same dimensions.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     Specification: embedded metric format</a>
 */
final class EmfDocuments {
  private static final int MAX_METRICS = 100;

  /** A dimension that CloudWatch adds up over as well. */
  private static final String SOURCE = "Source";

  private EmfDocuments() {}

  /**
   * The lines that tell {@code data}.
   *
   * @param common what every series is told by too, and added up over
   * @param millis the time that they are of
   */
  static List<String> lines(
      String namespace, SequencedMap<String, String> common, List<Datum> data, long millis) {
    Map<SequencedMap<String, String>, List<Datum>> byDimensions = new LinkedHashMap<>();
    for (Datum datum : data) {
      byDimensions.computeIfAbsent(datum.dimensions(), _ -> new ArrayList<>()).add(datum);
    }
    List<String> lines = new ArrayList<>();
    byDimensions.forEach(
        (dimensions, alike) -> {
          for (int from = 0; from < alike.size(); from += MAX_METRICS) {
            List<Datum> some = alike.subList(from, Math.min(alike.size(), from + MAX_METRICS));
            lines.add(line(namespace, common, dimensions, some, millis));
          }
        });
    return lines;
  }

  private static String line(
      String namespace,
      SequencedMap<String, String> common,
      SequencedMap<String, String> dimensions,
      List<Datum> data,
      long millis) {
    var out = new JsonWriter();
    out.beginObject().name("_aws").beginObject();
    out.name("Timestamp").value(millis);
    out.name("CloudWatchMetrics").beginArray().beginObject();
    out.name("Namespace").value(namespace);
    out.name("Dimensions").beginArray();
    for (List<String> names : sets(common, dimensions)) {
      out.beginArray();
      names.forEach(out::value);
      out.endArray();
    }
    out.endArray().name("Metrics").beginArray();
    for (Datum datum : data) {
      out.beginObject().name("Name").value(datum.name());
      out.name("Unit").value(datum.unit().word()).endObject();
    }
    out.endArray().endObject().endArray().endObject();
    common.forEach((name, value) -> out.name(name).value(value));
    dimensions.forEach((name, value) -> out.name(name).value(value));
    for (Datum datum : data) {
      write(datum.amount(), out.name(datum.name()));
    }
    out.endObject();
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  /** The sets of names that CloudWatch is to add up by. */
  private static List<List<String>> sets(
      SequencedMap<String, String> common, SequencedMap<String, String> dimensions) {
    List<List<String>> sets = new ArrayList<>();
    List<String> names = new ArrayList<>(dimensions.keySet());
    if (names.contains(SOURCE)) {
      sets.add(names.stream().filter(name -> !name.equals(SOURCE)).toList());
    }
    sets.add(List.copyOf(names));
    for (String name : common.keySet()) {
      names.add(name);
      sets.add(List.copyOf(names));
    }
    return sets;
  }

  private static void write(Amount amount, JsonWriter out) {
    switch (amount) {
      case Datum.Total(double value) -> out.value(value);
      case Datum.Level(double value) -> out.value(value);
      case Datum.Spread spread -> write(spread, out);
    }
  }

  /** As values and how often each was there, which is how the agents of CloudWatch write it. */
  private static void write(Datum.Spread spread, JsonWriter out) {
    List<Double> values = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (int at = 0; at < spread.counts().size(); at++) {
      if (spread.counts().get(at) > 0) {
        values.add(spread.upTo().get(at));
        counts.add(spread.counts().get(at));
      }
    }
    out.beginObject().name("Values").beginArray();
    values.forEach(out::value);
    out.endArray().name("Counts").beginArray();
    counts.forEach(out::value);
    out.endArray();
    out.name("Max").value((double) values.getLast());
    out.name("Min").value((double) values.getFirst());
    out.name("Count").value(spread.count());
    out.name("Sum").value(spread.sum());
    out.endObject();
  }
}
