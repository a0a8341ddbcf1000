package io.larder.proxy.metrics;

import io.larder.cache.statistics.CacheStatistics;
import io.larder.store.StoreGauge;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Registers every meter of the server. */
final class Meters {
  private final PrometheusMeterRegistry registry;

  Meters(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  void add(MetricSources sources) {
    addRequests(sources.requests());
    addConnections(sources.requests().connectionMetrics());
    addCaches(sources.caches());
    sources.store().forEach(this::add);
    gauge(
        MetricNames.READS_IN_FLIGHT,
        "Reads beside the event loops that run or wait.",
        sources.readsInFlight());
    gauge(
        MetricNames.REQUEST_MEMORY,
        "Bytes of requests under way and of answers not yet sent.",
        sources.requestMemory());
    gauge(
        MetricNames.CPU_UTILIZATION,
        "Percent of the machine's processors that the server takes.",
        sources::cpuUtilization);
    gauge(
        MetricNames.CACHE_MEMORY_UTILIZATION,
        "Percent of the memory for both caches that is taken.",
        sources::cacheUtilization);
    registry.getPrometheusRegistry().register(new DataCollector(sources.dynamoDb()));
    registry.getPrometheusRegistry().register(new TableCaches(sources.cachedTables()));
    registry.getPrometheusRegistry().register(new CacheAdvice(sources.advice()));
    addJvm();
  }

  private void addRequests(RequestMetrics requests) {
    registry.getPrometheusRegistry().register(new LatencyHistogram(requests));
    for (ClientProtocol protocol : ClientProtocol.values()) {
      addRequests(requests, protocol);
      addOperations(requests, protocol);
    }
  }

  private void addRequests(RequestMetrics requests, ClientProtocol protocol) {
    var counts = new DaxCounts(requests);
    for (String name : counts.names()) {
      counter(
          name,
          "Requests as DAX counts them.",
          () -> counts.of(name, protocol),
          MetricNames.PROTOCOL_TAG,
          protocol.tag());
    }
    gauge(
        MetricNames.CLIENT_CONNECTIONS,
        "Client connections that are open.",
        () -> requests.connections(protocol),
        MetricNames.PROTOCOL_TAG,
        protocol.tag());
  }

  private void addOperations(RequestMetrics requests, ClientProtocol protocol) {
    List<String> operations = requests.operations();
    for (int i = 0; i < operations.size(); i++) {
      int operation = i;
      for (Outcome outcome : Outcome.values()) {
        counter(
            MetricNames.REQUESTS,
            "Requests by protocol, operation and outcome.",
            () -> requests.count(protocol, operation, outcome),
            MetricNames.PROTOCOL_TAG,
            protocol.tag(),
            MetricNames.OPERATION_TAG,
            operations.get(operation),
            MetricNames.OUTCOME_TAG,
            lowerCase(outcome));
      }
    }
  }

  private void addConnections(ConnectionMetrics connections) {
    counter(
        MetricNames.ACCEPTED_CONNECTIONS,
        "Client connections that were let in.",
        connections::acceptedCount);
    counter(
        MetricNames.REFUSED_CONNECTIONS,
        "Client connections that were closed at once, because none could give way at the limit.",
        connections::refusedCount);
    counter(
        MetricNames.FORBIDDEN_CONNECTIONS,
        "Client connections that were closed at once, because their clients may not connect.",
        connections::forbiddenCount);
    for (ConnectionMetrics.Closing reason : ConnectionMetrics.Closing.values()) {
      counter(
          MetricNames.CLOSED_CONNECTIONS,
          "Client connections that the server closed: at the limit, or by the time-out named.",
          () -> connections.count(reason),
          MetricNames.REASON_TAG,
          lowerCase(reason));
    }
    counter(
        MetricNames.FAILED_HANDSHAKES,
        "Client connections that did not get through the handshake of TLS.",
        connections::failedHandshakeCount);
    for (ConnectionMetrics.Refusal reason : ConnectionMetrics.Refusal.values()) {
      counter(
          MetricNames.REFUSED_REQUESTS,
          "Requests refused for their head or size.",
          () -> connections.count(reason),
          MetricNames.REASON_TAG,
          lowerCase(reason));
    }
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void addCaches(Supplier<CacheStatistics> caches) {
    counter(
        MetricNames.ITEM_CACHE_HITS,
        "Items found in the item cache.",
        () -> caches.get().items().hits());
    counter(
        MetricNames.ITEM_CACHE_MISSES,
        "Items not found in the item cache.",
        () -> caches.get().items().misses());
    counter(
        MetricNames.QUERY_CACHE_HITS,
        "Query pages found in the query cache.",
        () -> caches.get().queryHits());
    counter(
        MetricNames.QUERY_CACHE_MISSES,
        "Query pages not found in the query cache.",
        () -> caches.get().queryMisses());
    counter(
        MetricNames.SCAN_CACHE_HITS,
        "Scan pages found in the query cache.",
        () -> caches.get().scanHits());
    counter(
        MetricNames.SCAN_CACHE_MISSES,
        "Scan pages not found in the query cache.",
        () -> caches.get().scanMisses());
    counter(
        MetricNames.EVICTED_SIZE,
        "Bytes that left the caches because of size or age.",
        () -> caches.get().items().evictedBytes() + caches.get().pages().evictedBytes());
    gauge(
        MetricNames.ESTIMATED_DB_SIZE,
        "Estimated bytes in both caches.",
        () -> caches.get().items().bytes() + caches.get().pages().bytes());
    counter(
        MetricNames.COALESCED_READS,
        "Misses that joined the read of an identical miss.",
        () -> caches.get().coalesced());
    addCache("item", () -> caches.get().items());
    addCache("query", () -> caches.get().pages());
  }

  private void addCache(String name, Supplier<CacheStatistics.Of> cache) {
    counter(
        MetricNames.CACHE_EVICTIONS,
        "Entries that left because of size or age.",
        () -> cache.get().evictions(),
        MetricNames.CACHE_TAG,
        name);
    gauge(
        MetricNames.CACHE_ENTRIES,
        "Estimated entries.",
        () -> cache.get().entries(),
        MetricNames.CACHE_TAG,
        name);
    gauge(
        MetricNames.CACHE_BYTES,
        "Estimated bytes held.",
        () -> cache.get().bytes(),
        MetricNames.CACHE_TAG,
        name);
  }

  private void add(StoreGauge gauge) {
    String name = MetricNames.STORE_PREFIX + gauge.name();
    if (gauge.onlyGrows()) {
      counter(name, gauge.description(), gauge.value());
    } else {
      gauge(name, gauge.description(), gauge.value());
    }
  }

  private void addJvm() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    // Its listeners live as long as the process.
    @SuppressWarnings("resource")
    var garbageCollection = new JvmGcMetrics();
    garbageCollection.bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  // Micrometer holds the observed object weakly; the registry lives as long as its meters.
  private void counter(
      String name, String description, Supplier<? extends Number> value, String... tags) {
    FunctionCounter.builder(name, registry, _ -> value.get().doubleValue())
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private void gauge(
      String name, String description, Supplier<? extends Number> value, String... tags) {
    Gauge.builder(name, registry, _ -> value.get().doubleValue())
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
