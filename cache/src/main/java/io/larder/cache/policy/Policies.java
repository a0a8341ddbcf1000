package io.larder.cache.policy;

import java.time.Duration;
import java.util.List;

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
   * @param own what is not as usual
   */
  public record OfTables(String pattern, OwnPolicy own) {
    boolean matches(String name) {
      return NamePattern.matches(pattern, name);
    }
  }

  public TablePolicy of(String tableName) {
    for (OfTables some : ofTables) {
      if (some.matches(tableName)) {
        return some.own().over(usual);
      }
    }
    return usual;
  }

  /** The same for other tables. */
  public Policies with(List<OfTables> others) {
    return new Policies(usual, others);
  }

  /** The same, but that this is usual: also where a policy says nothing of these times. */
  public Policies withTimes(Duration itemTtl, Duration queryTtl) {
    return new Policies(usual.withTimes(itemTtl, queryTtl), ofTables);
  }

  /** Whether any item, of whatever table, is not answered any more some day. */
  public boolean endItems() {
    return usual.endsItems()
        || ofTables.stream().anyMatch(some -> some.own().over(usual).endsItems());
  }

  /** The longest that a page may be there, whatever table it is of; zero if none may be. */
  public Duration longestOfPages() {
    Duration longest = usual.longestOfPages();
    for (OfTables some : ofTables) {
      Duration own = some.own().over(usual).longestOfPages();
      longest = own.compareTo(longest) > 0 ? own : longest;
    }
    return longest;
  }
}
