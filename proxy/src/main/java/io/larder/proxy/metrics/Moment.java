package io.larder.proxy.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.statistics.CacheStatistics;
import io.larder.protocol.wire.JsonWriter;
import java.util.List;
import java.util.Locale;

/**
 * What can be seen of the server at one moment, as JSON: what it has counted since it started, and
 * what it holds. Operations that nobody has asked for are left out.
 */
public final class Moment {
  private static final int BUCKETS = RequestMetrics.BUCKET_NANOS.length + 1;

  private final MetricSources sources;
  private final JsonWriter json = new JsonWriter();

  private Moment(MetricSources sources) {
    this.sources = sources;
  }

  /** What {@code sources} say now, which is {@code millis} since 1970. */
  public static String json(MetricSources sources, long millis) {
    var moment = new Moment(sources);
    moment.write(millis);
    return new String(moment.json.buffer(), 0, moment.json.length(), UTF_8);
  }

  private void write(long millis) {
    json.beginObject();
    json.name("at").value(millis);
    operations(sources.requests());
    connections(sources.requests());
    caches(sources.caches().get());
    json.name("memory").beginObject();
    Runtime runtime = Runtime.getRuntime();
    json.name("heap").value(runtime.totalMemory() - runtime.freeMemory());
    json.name("heapMax").value(runtime.maxMemory());
    json.name("requests").value(sources.requestMemory().get());
    json.endObject();
    json.name("cpu").value(sources.cpuUtilization());
    json.name("readsInFlight").value(sources.readsInFlight().get());
    json.name("gauges").beginObject();
    sources
        .store()
        .forEach(gauge -> json.name(gauge.name()).value(gauge.value().get().doubleValue()));
    json.endObject();
    json.endObject();
  }

  private void operations(RequestMetrics requests) {
    json.name("bounds").beginArray();
    for (long nanos : RequestMetrics.BUCKET_NANOS) {
      json.value(nanos);
    }
    json.endArray();
    json.name("operations").beginObject();
    List<String> names = requests.operations();
    for (int operation = 0; operation < names.size(); operation++) {
      if (requests.total(ClientProtocol.HTTP, operation) > 0
          || requests.total(ClientProtocol.DAX, operation) > 0) {
        json.name(names.get(operation)).beginObject();
        operation(requests, operation);
        json.endObject();
      }
    }
    json.endObject();
  }

  private void operation(RequestMetrics requests, int operation) {
    for (Outcome outcome : Outcome.values()) {
      long count = 0;
      for (ClientProtocol protocol : ClientProtocol.values()) {
        count += requests.count(protocol, operation, outcome);
      }
      json.name(lowerCase(outcome)).value(count);
    }
    json.name("latencies").beginArray();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      long count = 0;
      for (ClientProtocol protocol : ClientProtocol.values()) {
        count += requests.latencyCount(protocol, operation, bucket);
      }
      json.value(count);
    }
    json.endArray();
  }

  private void connections(RequestMetrics requests) {
    json.name("connections").beginObject();
    for (ClientProtocol protocol : ClientProtocol.values()) {
      json.name(protocol.tag()).value(requests.connections(protocol));
    }
    json.endObject();
    ConnectionMetrics connections = requests.connectionMetrics();
    json.name("refusals").beginObject();
    json.name("connections").value(connections.refusedCount());
    json.name("forbidden").value(connections.forbiddenCount());
    json.name("handshakes").value(connections.failedHandshakeCount());
    for (ConnectionMetrics.Refusal reason : ConnectionMetrics.Refusal.values()) {
      json.name(lowerCase(reason)).value(connections.count(reason));
    }
    json.endObject();
  }

  private void caches(CacheStatistics caches) {
    json.name("caches").beginObject();
    cache("items", caches.items().hits(), caches.items().misses());
    cache("queries", caches.queryHits(), caches.queryMisses());
    cache("scans", caches.scanHits(), caches.scanMisses());
    json.name("coalesced").value(caches.coalesced());
    json.name("most").value(sources.cacheBytes());
    json.name("held").beginObject();
    held("items", caches.items());
    held("pages", caches.pages());
    json.endObject();
    json.endObject();
  }

  private void cache(String name, long hits, long misses) {
    json.name(name).beginObject();
    json.name("hits").value(hits);
    json.name("misses").value(misses);
    json.endObject();
  }

  private void held(String name, CacheStatistics.Of cache) {
    json.name(name).beginObject();
    json.name("entries").value(cache.entries());
    json.name("bytes").value(cache.bytes());
    json.name("evictions").value(cache.evictions());
    json.endObject();
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
