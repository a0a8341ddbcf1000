package io.larder.proxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.proxy.config.value.ByteSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** The configuration file, read into {@link Values}. */
final class YamlFile {
  private static final int MAX_BYTES = 1 << 20;

  private final String name;
  private final Values target;
  private final Set<String> seen = new HashSet<>();

  private YamlFile(String name, Values target) {
    this.name = name;
    this.target = target;
  }

  /** What the file gives; nothing but a problem if it cannot be read as a whole. */
  static Values read(Path file) {
    String name = file.toString();
    if (name.isBlank()) {
      return problem("--config or LARDER_CONFIG", "must be the path of a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        return problem(name, "must have at most " + new ByteSize(MAX_BYTES));
      }
      var values = new Values();
      try (JsonParser tokens =
          new YAMLFactory().createParser(ObjectReadContext.empty(), new String(bytes, UTF_8))) {
        new YamlFile(name, values).document(tokens);
      }
      return values;
    } catch (IOException _) {
      return problem(name, "cannot be read");
    } catch (JacksonException e) {
      return problem(
          name,
          "is not valid YAML: "
              + e.getOriginalMessage().lines().findFirst().orElse("")
              + (e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")"));
    }
  }

  private static Values problem(String key, String rule) {
    var values = new Values();
    values.addProblem(key, rule);
    return values;
  }

  private void document(JsonParser tokens) {
    JsonToken first = tokens.nextToken();
    if (first == JsonToken.START_OBJECT) {
      group(tokens, "");
    } else if (first != null && first != JsonToken.VALUE_NULL) {
      target.addProblem(name, "must hold groups of keys");
      tokens.skipChildren();
    }
    if (tokens.nextToken() != null) {
      target.addProblem(name, "must hold one document");
    }
  }

  private void list(JsonParser tokens, String path) {
    int number = 0;
    for (JsonToken next = tokens.nextToken();
        next != JsonToken.END_ARRAY;
        next = tokens.nextToken()) {
      String each = path + "[" + number + "]";
      if (number >= Values.MAX_OF_LIST) {
        tokens.skipChildren();
      } else if (next == JsonToken.START_OBJECT) {
        target.begin(path, number);
        group(tokens, each + ".");
      } else {
        tokens.skipChildren();
        target.addProblem(each, "must be a group of keys", name);
      }
      number++;
    }
    if (number > Values.MAX_OF_LIST) {
      target.addProblem(path, "must be at most " + Values.MAX_OF_LIST, name);
    }
  }

  /** Each value as it is written, and so as it would be in the environment. */
  private void group(JsonParser tokens, String prefix) {
    while (tokens.nextToken() == JsonToken.PROPERTY_NAME) {
      String path = prefix + tokens.currentName();
      if (!seen.add(path)) {
        target.addProblem(path, "must be given once", name);
      }
      switch (tokens.nextToken()) {
        case START_OBJECT -> group(tokens, path + ".");
        case START_ARRAY -> {
          if (Key.isList(path)) {
            list(tokens, path);
          } else {
            tokens.skipChildren();
            target.addProblem(path, "must have one value", name);
          }
        }
        case VALUE_NULL -> target.put(path, "", name);
        default -> target.put(path, tokens.getString(), name);
      }
    }
  }
}
