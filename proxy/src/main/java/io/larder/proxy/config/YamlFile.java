package io.larder.proxy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The configuration file, read into {@link Values}. */
final class YamlFile {
  private YamlFile() {}

  static void read(Path file, Values target) {
    try {
      JsonNode root = new YAMLMapper().readTree(Files.readString(file));
      if (root.isObject()) {
        flatten(root, "", file.toString(), target);
      } else if (!root.isMissingNode() && !root.isNull()) {
        target.addProblem(file + ": must hold groups of keys");
      }
    } catch (IOException e) {
      target.addProblem(file + ": cannot be read");
    } catch (JacksonException e) {
      target.addProblem(
          file
              + ": is not valid YAML: "
              + e.getOriginalMessage().lines().findFirst().orElse("")
              + (e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")"));
    }
  }

  private static void flatten(JsonNode node, String prefix, String origin, Values target) {
    for (var property : node.properties()) {
      String path = prefix + property.getKey();
      JsonNode value = property.getValue();
      if (value.isObject()) {
        flatten(value, path + ".", origin, target);
      } else if (value.isValueNode() && !value.isNull()) {
        target.put(path, value.asString(), origin);
      } else {
        target.addProblem(path + ": must have one value (" + origin + ")");
      }
    }
  }
}
