package io.larder.security.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads the tables of cases: a case a line, its cells between bars. */
final class PolicyTables {
  private PolicyTables() {}

  static List<String> lines(String table) {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(PolicyTables.class.getResourceAsStream(table), table),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<List<String>> cases(String table) {
    return lines(table).stream().filter(line -> !line.isBlank()).map(PolicyTables::cells);
  }

  static List<String> cells(String line) {
    return Stream.of(line.split("\\|", -1)).map(String::strip).toList();
  }

  /** The texts of a cell between commas; none of "()" and of nothing. */
  static List<String> texts(String cell) {
    return cell.isEmpty() || cell.equals("()")
        ? List.of()
        : Stream.of(cell.split(",")).map(String::strip).toList();
  }
}
