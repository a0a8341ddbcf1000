package io.larder.store.upstream;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.larder.store.StoreGauge;
import java.util.List;
import java.util.function.Supplier;

/** What can be read off a store that an upstream keeps. */
final class UpstreamGauges {
  private UpstreamGauges() {}

  static List<StoreGauge> of(
      Upstream upstream,
      CircuitBreaker breaker,
      Bulkhead reads,
      Bulkhead writes,
      UpstreamTables tables,
      UpstreamAttributeLists lists) {
    return List.of(
        count("upstream_calls", "Calls that were sent to the upstream.", upstream.calls::sum),
        count(
            "upstream_failed_calls",
            "Calls that the upstream did not answer, or by an error of its own.",
            upstream.failedCalls::sum),
        count(
            "upstream_unknown_writes",
            "Writes of which nobody knows whether the upstream carried them out.",
            upstream.unknownWrites::sum),
        level("upstream_reads", "Reads of the upstream under way.", () -> underWay(reads)),
        level("upstream_writes", "Writes of the upstream under way.", () -> underWay(writes)),
        level(
            "upstream_breaker",
            "Whether the upstream is called: 0 it is, 1 it is tried, 2 it is left alone.",
            () -> state(breaker)),
        count(
            "upstream_calls_not_sent",
            "Calls that were not sent because the upstream is left alone.",
            breaker.getMetrics()::getNumberOfNotPermittedCalls),
        level(
            "upstream_known_tables",
            "Tables that may be answered from memory.",
            tables::knownCount),
        level(
            "upstream_held_tables",
            "Tables that are kept from being answered from memory for now.",
            tables::heldCount),
        level(
            "attribute_lists",
            "Lists of attribute names in memory that have numbers for DAX clients.",
            lists::count),
        level("attribute_list_bytes", "Memory that these lists count for.", lists::bytes));
  }

  private static int underWay(Bulkhead bulkhead) {
    Bulkhead.Metrics metrics = bulkhead.getMetrics();
    return metrics.getMaxAllowedConcurrentCalls() - metrics.getAvailableConcurrentCalls();
  }

  private static int state(CircuitBreaker breaker) {
    return switch (breaker.getState()) {
      case CLOSED, DISABLED, METRICS_ONLY -> 0;
      case HALF_OPEN -> 1;
      case OPEN, FORCED_OPEN -> 2;
    };
  }

  private static StoreGauge level(String name, String description, Supplier<Number> value) {
    return new StoreGauge(name, description, false, value);
  }

  private static StoreGauge count(String name, String description, Supplier<Number> value) {
    return new StoreGauge(name, description, true, value);
  }
}
