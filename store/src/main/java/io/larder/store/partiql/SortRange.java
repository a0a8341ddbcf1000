package io.larder.store.partiql;

import io.larder.protocol.expression.ValueOrder;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.Str;
import org.jspecify.annotations.Nullable;

/**
 * The sort keys that a read looks for: from {@code lower} to {@code upper}, null for no bound, or
 * those that begin with {@code prefix}.
 */
record SortRange(
    @Nullable AttributeValue lower,
    boolean includesLower,
    @Nullable AttributeValue upper,
    boolean includesUpper,
    @Nullable AttributeValue prefix) {
  private static final SortRange ALL = new SortRange(null, true, null, true, null);

  static SortRange of(@Nullable KeyTerm term) {
    if (term == null) {
      return ALL;
    }
    AttributeValue first = term.values().getFirst();
    return switch (term.operator()) {
      case EQ -> new SortRange(first, true, first, true, null);
      case LT -> new SortRange(null, true, first, false, null);
      case LE -> new SortRange(null, true, first, true, null);
      case GT -> new SortRange(first, false, null, true, null);
      case GE -> new SortRange(first, true, null, true, null);
      case BETWEEN -> new SortRange(first, true, term.values().get(1), true, null);
      case BEGINS_WITH -> new SortRange(first, true, null, true, first);
      case NOT_INDEXABLE -> ALL;
    };
  }

  /** True if there may be a key in both. */
  boolean overlaps(SortRange other) {
    if (prefix != null && other.prefix != null) {
      return startsWith(prefix, other.prefix) || startsWith(other.prefix, prefix);
    }
    if (other.prefix != null) {
      return other.overlaps(this);
    }
    AttributeValue mine = prefix;
    if (mine != null) {
      AttributeValue low = other.lower;
      boolean reaches = low == null || ValueOrder.compare(low, mine) <= 0 || startsWith(low, mine);
      return reaches && isBelow(mine, true, other.upper, other.includesUpper);
    }
    return isBelow(lower, includesLower, other.upper, other.includesUpper)
        && isBelow(other.lower, other.includesLower, upper, includesUpper);
  }

  private static boolean isBelow(
      @Nullable AttributeValue lower,
      boolean includesLower,
      @Nullable AttributeValue upper,
      boolean includesUpper) {
    if (lower == null || upper == null) {
      return true;
    }
    int order = ValueOrder.compare(lower, upper);
    return order < 0 || (order == 0 && includesLower && includesUpper);
  }

  /** Which of two ranges that have nothing in common comes first. */
  int compareTo(SortRange other) {
    if (lower == null || other.lower == null) {
      return lower == null ? (other.lower == null ? 0 : -1) : 1;
    }
    return ValueOrder.compare(lower, other.lower);
  }

  static boolean isOrdered(AttributeValue lower, AttributeValue upper) {
    return ValueOrder.areOrdered(lower, upper) && ValueOrder.compare(lower, upper) <= 0;
  }

  private static boolean startsWith(AttributeValue value, AttributeValue prefix) {
    return switch (value) {
      case Str(var text) -> prefix instanceof Str(var start) && text.startsWith(start);
      case Bin(var bytes) -> prefix instanceof Bin(var start) && bytes.startsWith(start);
      default -> false;
    };
  }
}
