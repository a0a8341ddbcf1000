package io.larder.cache.policy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The policies of all tables at one moment.
 *
 * @param usual of the tables of which no other speaks
 * @param ofTables the first whose pattern matches a table's name holds for it
 */
public record Policies(TablePolicy usual, List<OfTables> ofTables) {
  public Policies {
    ofTables = List.copyOf(ofTables);
  }

  public static Policies of(TablePolicy usual) {
    return new Policies(usual, List.of());
  }

  /**
   * The policy of tables with a name.
   *
   * @param pattern a name, in which {@code *} stands for any text and {@code ?} for one character
   */
  public record OfTables(String pattern, TablePolicy policy) {
    boolean matches(String name) {
      return pattern.equals(name) || regex(pattern).matcher(name).matches();
    }

    private static Pattern regex(String pattern) {
      return Pattern.compile(
          pattern
              .codePoints()
              .mapToObj(
                  each ->
                      switch (each) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(Character.toString(each));
                      })
              .collect(Collectors.joining()));
    }
  }

  public TablePolicy of(String tableName) {
    for (OfTables some : ofTables) {
      if (some.matches(tableName)) {
        return some.policy();
      }
    }
    return usual;
  }
}
