package io.larder.proxy;

import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.ConfigurationSources;
import java.util.HashMap;
import java.util.Map;

/** Starts real servers on free ports for tests. */
final class RunningLarder {
  private RunningLarder() {}

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
