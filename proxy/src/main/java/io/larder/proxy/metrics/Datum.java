package io.larder.proxy.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * One metric as CloudWatch has it, and what it says now.
 *
 * @param dimensions in their order; together with the name they make one series
 */
public record Datum(
    String name, Unit unit, SequencedMap<String, String> dimensions, Amount amount) {
  public Datum {
    dimensions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(dimensions));
  }

  /** CloudWatch's units, as far as they are needed here. */
  public enum Unit {
    COUNT("Count"),
    BYTES("Bytes"),
    MILLISECONDS("Milliseconds"),
    PERCENT("Percent");

    private final String word;

    Unit(String word) {
      this.word = word;
    }

    /** As CloudWatch spells it. */
    public String word() {
      return word;
    }
  }

  /** What is said of a series. */
  public sealed interface Amount {}

  /** So much since the server was started, which only grows. */
  public record Total(double value) implements Amount {}

  /** So much now. */
  public record Level(double value) implements Amount {}

  /**
   * How much each time since the server was started.
   *
   * @param upTo the largest values that are counted in each place
   * @param counts how many were, in the same order
   * @param sum of all values
   */
  public record Spread(List<Double> upTo, List<Long> counts, double sum) implements Amount {
    public Spread {
      upTo = List.copyOf(upTo);
      counts = List.copyOf(counts);
    }

    /** How many values there were. */
    public long count() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }

  /** The dimensions of these names and values, in turn. */
  public static SequencedMap<String, String> by(String... namesAndValues) {
    SequencedMap<String, String> dimensions = new LinkedHashMap<>();
    for (int at = 0; at < namesAndValues.length; at += 2) {
      dimensions.put(namesAndValues[at], namesAndValues[at + 1]);
    }
    return dimensions;
  }

  /** True if there is nothing to say: what never happened is not told. */
  boolean isEmpty() {
    return switch (amount) {
      case Total(var value) -> value == 0;
      case Level _ -> false;
      case Spread spread -> spread.count() == 0;
    };
  }
}
