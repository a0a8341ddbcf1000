package io.larder.proxy.metrics.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.proxy.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What collectors of OpenTelemetry are told besides what they collect. */
public final class Collector {
  private static final int MAX_HEADERS = 64 << 10;

  private Collector() {}

  /** The attributes by which this server is known. */
  public static Map<String, String> resource(Configuration configuration) {
    return Map.of(
        "service.name",
        "larder",
        "service.namespace",
        configuration.dax().clusterName(),
        "cloud.region",
        configuration.service().region(),
        "service.instance.id",
        configuration.cluster().enabled()
            ? configuration.cluster().advertisedHost()
            : configuration.listen().host() + ":" + configuration.listen().port());
  }

  /**
   * The headers in {@code file}, {@code name: value} on a line; none if there is no file.
   *
   * @throws IOException if it cannot be read
   */
  public static Map<String, String> headers(@Nullable Path file) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    if (file != null) {
      try (var in = Files.newInputStream(file)) {
        new String(in.readNBytes(MAX_HEADERS), UTF_8)
            .lines()
            .filter(line -> line.indexOf(':') > 0)
            .forEach(
                line ->
                    headers.put(
                        line.substring(0, line.indexOf(':')).strip(),
                        line.substring(line.indexOf(':') + 1).strip()));
      }
    }
    return headers;
  }
}
