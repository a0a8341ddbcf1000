package io.larder.proxy;

import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.ConfigurationSources;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of {@code serve}; each stands for a key of the configuration. They are read by hand
 * if they are plain, for the command line takes longer to say what options it has than the server
 * takes to start. Whatever else is given, what is wrong above all, is left to it.
 */
final class ServeOptions {
  @Option(names = "--config", paramLabel = "FILE", description = "Configuration file.")
  private @Nullable Path config;

  @Option(names = "--host", paramLabel = "HOST", description = "Address for clients (127.0.0.1).")
  private @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "Port for clients (8000).")
  private @Nullable String port;

  @Option(
      names = "--dax-port",
      paramLabel = "PORT",
      description = "Port for DAX clients (8111 if it is free; none for none).")
  private @Nullable String daxPort;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "Port for health checks and metrics (8001).")
  private @Nullable String adminPort;

  @Option(names = "--data-dir", paramLabel = "DIR", description = "Folder of the tables (./data).")
  private @Nullable String dataDir;

  @Option(names = "--in-memory", description = "Keep the tables in memory only.")
  private boolean inMemory;

  @Option(
      names = "--upstream",
      paramLabel = "URL",
      description = "Server that keeps the tables instead (store.kind: upstream).")
  private @Nullable String upstream;

  @Option(
      names = "--upstream-writers",
      paramLabel = "WHO",
      description = "Who writes to it: exclusive, shared or dax (shared).")
  private @Nullable String upstreamWriters;

  /** The options, if there is nothing else in {@code arguments}; else null. */
  static @Nullable ServeOptions plain(String... arguments) {
    var options = new ServeOptions();
    Set<String> given = new HashSet<>();
    int at = arguments.length > 0 && arguments[0].equals("serve") ? 1 : 0;
    while (at < arguments.length) {
      String name = arguments[at++];
      boolean hasValue = !name.equals("--in-memory");
      if (!given.add(name)
          || (hasValue && at == arguments.length)
          || !options.take(name, hasValue ? arguments[at++] : "true")) {
        return null;
      }
    }
    return options;
  }

  /** Takes the value of an option; false if there is no such option, or more to the value. */
  private boolean take(String name, String value) {
    if (value.isEmpty() || value.startsWith("-") || value.startsWith("@")) {
      return false;
    }
    switch (name) {
      case "--config" -> {
        try {
          config = Path.of(value);
        } catch (InvalidPathException e) {
          return false;
        }
      }
      case "--host" -> host = value;
      case "--port" -> port = value;
      case "--dax-port" -> daxPort = value;
      case "--admin-port" -> adminPort = value;
      case "--data-dir" -> dataDir = value;
      case "--in-memory" -> inMemory = true;
      case "--upstream" -> upstream = value;
      case "--upstream-writers" -> upstreamWriters = value;
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * The configuration of command line, environment, file and defaults.
   *
   * @throws io.larder.proxy.config.InvalidConfigurationException if anything in it is wrong
   */
  Configuration load(Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>();
    put(values, "listen.host", host);
    put(values, "listen.port", port);
    put(values, "dax.port", daxPort);
    put(values, "admin.port", adminPort);
    put(values, "store.data-dir", dataDir);
    put(values, "store.in-memory", inMemory ? "true" : null);
    put(values, "store.kind", upstream == null ? null : "upstream");
    put(values, "upstream.endpoint", upstream);
    put(values, "upstream.writers", upstreamWriters);
    return new ConfigurationSources(file(environment), environment, values).load();
  }

  private @Nullable Path file(Map<String, String> environment) {
    String fromEnvironment = environment.get("LARDER_CONFIG");
    return config == null && fromEnvironment != null ? Path.of(fromEnvironment) : config;
  }

  private static void put(Map<String, String> values, String path, @Nullable String value) {
    if (value != null) {
      values.put(path, value);
    }
  }
}
