package io.larder.proxy.metrics;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** The counts of requests that DAX has in CloudWatch, by their names there. */
public final class DaxCounts {
  private final Map<String, ToLongFunction<ClientProtocol>> counts = new LinkedHashMap<>();

  /** The counts that {@code requests} has. */
  public DaxCounts(RequestMetrics requests) {
    counts.put(MetricNames.TOTAL_REQUEST_COUNT, requests::total);
    counts.put(
        MetricNames.ERROR_REQUEST_COUNT,
        protocol ->
            requests.count(protocol, Outcome.ERROR) + requests.count(protocol, Outcome.CONDITION));
    counts.put(
        MetricNames.FAULT_REQUEST_COUNT, protocol -> requests.count(protocol, Outcome.FAULT));
    counts.put(
        MetricNames.THROTTLED_REQUEST_COUNT,
        protocol -> requests.count(protocol, Outcome.THROTTLED));
    // Not all but those that succeeded, which may be counted between one look and the other.
    counts.put(
        MetricNames.FAILED_REQUEST_COUNT,
        protocol ->
            EnumSet.complementOf(EnumSet.of(Outcome.SUCCESS)).stream()
                .mapToLong(outcome -> requests.count(protocol, outcome))
                .sum());
    List<String> operations = requests.operations();
    for (int operation = 0; operation < operations.size(); operation++) {
      int index = operation;
      String name = MetricNames.requestCount(operations.get(operation));
      if (name != null) {
        counts.put(name, protocol -> requests.total(protocol, index));
      }
    }
  }

  /** All names. */
  public List<String> names() {
    return List.copyOf(counts.keySet());
  }

  /** The count of that name of what came in that protocol. */
  long of(String name, ClientProtocol protocol) {
    return Objects.requireNonNull(counts.get(name)).applyAsLong(protocol);
  }

  /** The count of that name. */
  public long ofAll(String name) {
    long all = 0;
    for (ClientProtocol protocol : ClientProtocol.values()) {
      all += of(name, protocol);
    }
    return all;
  }
}
