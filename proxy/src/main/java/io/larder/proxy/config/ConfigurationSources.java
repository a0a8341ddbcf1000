package io.larder.proxy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where configuration comes from. The command line wins over the environment, the environment over
 * the file, the file over the defaults.
 *
 * @param file the file, if one is named
 * @param environment variables of the process; those that name no key are not ours to judge
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
    var values = new Values();
    if (file != null) {
      YamlFile.read(file, values);
    }
    for (Key key : Key.all()) {
      String value = environment.get(key.environmentVariable());
      if (value != null) {
        values.put(key.path(), value, key.environmentVariable());
      }
    }
    commandLine.forEach((path, value) -> values.put(path, value, "command line"));
    return values.bind();
  }

  /** The documentation of all keys as a Markdown table. */
  public static String documentation() {
    var table = new StringBuilder("| key | default | environment | meaning |\n|---|---|---|---|\n");
    for (Key key : Key.all()) {
      table
          .append("| `")
          .append(
              String.join("` | `", List.of(key.path(), key.byDefault(), key.environmentVariable())))
          .append("` | ")
          .append(key.doc())
          .append(" |\n");
    }
    return table.toString();
  }

  /** The value of every key of {@code configuration}, by its path and written as in the file. */
  public static Map<String, String> values(Configuration configuration) {
    return Values.of(configuration);
  }
}
