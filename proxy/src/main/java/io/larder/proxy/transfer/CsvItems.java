package io.larder.proxy.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Items in lines of separated values, as the service's import reads them: the first line names the
 * attributes, those of keys have the types that the table gives them, all others are strings, and
 * what is empty is left out.
 */
final class CsvItems {
  /** More than any item has. */
  private static final int MAX_FIELD = 1 << 20;

  private static final int QUOTE = '"';

  private final SourceFile file;
  private final BufferedReader text;
  private final char delimiter;
  private final Map<String, String> types;
  private final List<String> names;
  private long line = 1;

  /** {@code types} are those of key attributes, by name. */
  CsvItems(SourceFile file, char delimiter, Map<String, String> types) throws IOException {
    this.file = file;
    this.text = new BufferedReader(new InputStreamReader(file.text(), StandardCharsets.UTF_8));
    this.delimiter = delimiter;
    this.types = types;
    List<String> first = fields();
    if (first == null) {
      throw new IOException(file.path() + " has no line that names the attributes");
    }
    this.names = first;
  }

  ItemReader.@Nullable Row next() throws IOException {
    List<String> fields = fields();
    if (fields == null) {
      return null;
    }
    if (fields.size() > names.size()) {
      throw new IOException(
          "%s, line %d: there are %d values, and %d names"
              .formatted(file.path(), line - 1, fields.size(), names.size()));
    }
    ObjectNode item = TableClient.MAPPER.createObjectNode();
    for (int at = 0; at < fields.size(); at++) {
      String value = fields.get(at);
      if (!value.isEmpty()) {
        String name = names.get(at);
        item.putObject(name).put(types.getOrDefault(name, "S"), value);
      }
    }
    return new ItemReader.Row(null, item);
  }

  /** The values of the next line that is not empty; null at the end. */
  private @Nullable List<String> fields() throws IOException {
    List<String> fields = new ArrayList<>();
    var field = new StringBuilder();
    boolean isQuoted = false;
    boolean isEmpty = true;
    for (int next = text.read(); next >= 0; next = text.read()) {
      if (isQuoted) {
        if (next == QUOTE) {
          text.mark(1);
          if (text.read() == QUOTE) {
            field.append('"');
          } else {
            text.reset();
            isQuoted = false;
          }
        } else {
          add(field, next);
        }
      } else if (next == '\n') {
        line++;
        if (!isEmpty) {
          fields.add(field.toString());
          return fields;
        }
      } else if (next == delimiter) {
        isEmpty = false;
        fields.add(field.toString());
        field.setLength(0);
      } else if (next == QUOTE && field.isEmpty()) {
        isEmpty = false;
        isQuoted = true;
      } else if (next != '\r') {
        isEmpty = false;
        add(field, next);
      }
    }
    if (isQuoted) {
      throw new IOException(file.path() + ", line " + line + ": a quote is not closed");
    }
    if (isEmpty) {
      return null;
    }
    fields.add(field.toString());
    return fields;
  }

  private void add(StringBuilder field, int character) throws IOException {
    if (character == '\n') {
      line++;
    }
    if (field.length() >= MAX_FIELD) {
      throw new IOException(file.path() + ", line " + line + ": a value is too long");
    }
    field.append((char) character);
  }
}
