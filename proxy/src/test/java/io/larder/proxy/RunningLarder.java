package io.larder.proxy;

import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.ConfigurationSources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts real servers on free ports for tests. */
final class RunningLarder {
  private RunningLarder() {}

  /** A server before {@code upstream}, which it alone writes to; {@code values} are set besides. */
  static Larder before(Larder upstream, Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("store.kind", "upstream");
    all.putIfAbsent("upstream.endpoint", url(upstream));
    all.putIfAbsent("upstream.engine", "larder");
    all.putIfAbsent("upstream.writers", "exclusive");
    return inMemory(all);
  }

  /** A server before another one, both with these values; the one behind comes last. */
  static List<Larder> beforeAnother(Map<String, String> values) {
    Larder upstream = inMemory(values);
    return List.of(before(upstream, values), upstream);
  }

  /** Where DynamoDB clients reach that server. */
  static String url(Larder larder) {
    return "http://127.0.0.1:" + larder.addresses().getFirst().getPort();
  }

  /** A server that keeps its tables in memory; {@code values} are set beside that. */
  static Larder inMemory(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.putIfAbsent("listen.port", "0");
    all.putIfAbsent("listen.tls-port", "0");
    all.putIfAbsent("dax.port", "0");
    all.putIfAbsent("dax.tls-port", "0");
    all.putIfAbsent("admin.port", "0");
    all.put("store.in-memory", "true");
    all.put("store.map-size", "1 GB");
    try {
      Configuration configuration = new ConfigurationSources(null, Map.of(), all).load();
      return Wiring.start(configuration, StoreWiring.open(configuration));
    } catch (StartupException e) {
      throw new IllegalStateException(e);
    }
  }
}
