package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key condition resolved against a key schema: which partition, and which range of it. {@code
 * sortEquals} holds the values of leading sort-key attributes that are fixed by equality (at most
 * all of them, then {@code sortRange} is null); {@code sortRange} bounds the attribute after those.
 */
public record KeyCondition(
    List<AttributeValue> partition,
    List<AttributeValue> sortEquals,
    @Nullable SortRange sortRange) {
  public KeyCondition {
    partition = List.copyOf(partition);
    sortEquals = List.copyOf(sortEquals);
  }

  /** A condition on a sort-key attribute other than equality. */
  public sealed interface SortRange {
    record LessThan(AttributeValue bound, boolean inclusive) implements SortRange {}

    record GreaterThan(AttributeValue bound, boolean inclusive) implements SortRange {}

    /** Both bounds are inclusive. */
    record Between(AttributeValue lower, AttributeValue upper) implements SortRange {}

    /** For strings and binary only. */
    record BeginsWith(AttributeValue prefix) implements SortRange {}
  }
}
