package io.larder.proxy.transfer;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes items as lines of separated values: strings, numbers and binary as text, others as JSON.
 */
final class CsvLine {
  private CsvLine() {}

  static String of(List<String> texts) {
    return texts.stream().map(CsvLine::quoted).collect(Collectors.joining(","));
  }

  static String of(List<String> names, JsonNode item) {
    return of(names.stream().map(name -> text(item.get(name))).toList());
  }

  private static String text(@Nullable JsonNode value) {
    if (value == null) {
      return "";
    }
    Map.Entry<String, JsonNode> typed = value.properties().iterator().next();
    return switch (typed.getKey()) {
      case "S", "N", "B", "BOOL" -> typed.getValue().asString();
      default -> value.toString();
    };
  }

  private static String quoted(String text) {
    return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
