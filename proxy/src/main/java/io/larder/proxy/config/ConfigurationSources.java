package io.larder.proxy.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where configuration comes from. The command line wins over the environment, the environment over
 * the file, the file over the defaults.
 *
 * @param file the file, if one is named
 * @param environment variables of the process; only those that begin with {@code LARDER_} are ours
 * @param commandLine values by the path of their key
 */
public record ConfigurationSources(
    @Nullable Path file, Map<String, String> environment, Map<String, String> commandLine) {

  public ConfigurationSources {
    environment = Map.copyOf(environment);
    commandLine = Map.copyOf(commandLine);
  }

  /**
   * The configuration of all sources.
   *
   * @throws InvalidConfigurationException with every problem of every source
   */
  public Configuration load() {
    Values values = file == null ? new Values() : YamlFile.read(file);
    Environment.read(environment, values);
    commandLine.forEach((path, value) -> values.put(path, value, "command line"));
    return values.bind();
  }

  /** The documentation of all keys as a Markdown table. */
  public static String documentation() {
    var table =
        new StringBuilder(
            "| key | default | must be | environment | meaning |\n|---|---|---|---|---|\n");
    for (Key key : Key.all()) {
      table.append(
          "| `%s` | `%s` | %s | %s | %s |\n"
              .formatted(
                  key.path(),
                  key.byDefault(),
                  key.domain().description(),
                  key.isOfList() ? "–" : "`" + key.environmentVariable() + "`",
                  key.doc()));
    }
    return table.toString();
  }

  /** The value of every key of {@code configuration}, by its path and written as in the file. */
  public static Map<String, String> values(Configuration configuration) {
    return Values.of(configuration);
  }
}
