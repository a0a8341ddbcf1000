package io.larder.proxy;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.ConfigurationSources;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** What the server says about itself. */
final class ServerInfo {
  private ServerInfo() {}

  /** The version of this build; the build tool writes it into the jar. */
  static String version() {
    String version = ServerInfo.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The page {@code /admin/info}. */
  static String json(Configuration configuration, Instant startedAt) {
    var json = new JsonWriter();
    json.beginObject();
    json.name("name").value("larder");
    json.name("version").value(version());
    json.name("java").value(Runtime.version().toString());
    json.name("startedAt").value(startedAt.toString());
    json.name("configuration").beginObject();
    for (Map.Entry<String, String> value : ConfigurationSources.values(configuration).entrySet()) {
      json.name(value.getKey()).value(value.getValue());
    }
    json.endObject();
    json.endObject();
    return new String(json.toByteArray(), StandardCharsets.UTF_8);
  }
}
