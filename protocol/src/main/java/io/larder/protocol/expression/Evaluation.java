package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.BinSet;
import io.larder.protocol.item.AttributeValue.Bool;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import io.larder.protocol.item.AttributeValue.Null;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.AttributeValue.StrSet;
import io.larder.protocol.item.Utf8Order;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of a condition on one item. Hundreds of operators may ask about the same large
 * values; all of them together take time linear in the values, since from the fifth question on
 * {@link LargeValues} answers.
 */
public final class Evaluation {
  /** Fewer questions about large values are answered without preparations. */
  private static final int FEW = 4;

  private static final int LARGE_TEXT = 4096;
  private static final int LARGE_SET = 256;
  private static final int LONG_LIST = 64;

  /** So many steps may a search take that goes over the text for each place of the part. */
  private static final long SHORT_SEARCH = 1 << 16;

  private final Map<String, AttributeValue> attributes;
  private int questions;
  private @Nullable LargeValues large;

  Evaluation(Map<String, AttributeValue> attributes) {
    this.attributes = attributes;
  }

  Map<String, AttributeValue> attributes() {
    return attributes;
  }

  /** As {@link Comparison#holds}. */
  boolean holds(
      @Nullable AttributeValue left, Comparison comparison, @Nullable AttributeValue right) {
    if (left == null || right == null || comparison.isOrdering()) {
      return comparison.holds(left, right);
    }
    return areEqual(left, right) == (comparison == Comparison.EQ);
  }

  private boolean areEqual(AttributeValue left, AttributeValue right) {
    if (left.type() == right.type() && isLarge(left) && isLarge(right) && needsPreparation()) {
      return large().areEqual(left, right);
    }
    return left.equals(right);
  }

  private boolean needsPreparation() {
    return ++questions > FEW;
  }

  private LargeValues large() {
    LargeValues values = large;
    if (values == null) {
      values = new LargeValues();
      large = values;
    }
    return values;
  }

  /** True if it may take long to compare the value with its like. */
  private static boolean isLarge(AttributeValue value) {
    return switch (value) {
      case Num _, Bool _, Null _ -> false;
      case Str(var text) -> text.length() >= LARGE_TEXT;
      case Bin(var bytes) -> bytes.length() >= LARGE_TEXT;
      case StrSet(var members) -> members.size() >= LARGE_SET;
      case NumSet(var members) -> members.size() >= LARGE_SET;
      case BinSet(var members) -> members.size() >= LARGE_SET;
      case ListOf(var elements) -> !elements.isEmpty();
      case MapOf(var members) -> !members.isEmpty();
    };
  }

  /** True for a substring of a string or binary, a member of a set, or an element of a list. */
  boolean contains(AttributeValue whole, AttributeValue part) {
    return switch (whole) {
      case Str(var text) -> part instanceof Str(var other) && containsText(whole, text, other);
      case Bin(var bytes) ->
          part instanceof Bin(var other)
              && other.length() <= bytes.length()
              && (isShortSearch(bytes.length(), other.length())
                  ? bytes.contains(other)
                  : large().search(whole, bytes::toByteArray).finds(other.toByteArray()));
      case StrSet(var members) ->
          part instanceof Str(var other)
              && Collections.binarySearch(members, other, Utf8Order::compare) >= 0;
      case NumSet(var members) ->
          part instanceof Num(var other) && Collections.binarySearch(members, other) >= 0;
      case BinSet(var members) ->
          part instanceof Bin(var other) && Collections.binarySearch(members, other) >= 0;
      case ListOf(var elements) -> containsElement(whole, elements, part);
      case Num _, Bool _, Null _, MapOf _ -> false;
    };
  }

  private static boolean isShortSearch(long length, long partLength) {
    return length * partLength <= SHORT_SEARCH;
  }

  private boolean containsText(AttributeValue whole, String text, String part) {
    if (part.length() > text.length()) {
      return false;
    }
    return isShortSearch(text.length(), part.length())
        ? text.contains(part)
        : large()
            .search(whole, () -> text.getBytes(StandardCharsets.UTF_8))
            .finds(part.getBytes(StandardCharsets.UTF_8));
  }

  private boolean containsElement(
      AttributeValue list, List<AttributeValue> elements, AttributeValue part) {
    int[] hashes = null;
    int hash = 0;
    if (elements.size() >= LONG_LIST && needsPreparation()) {
      hashes = large().elementHashes(list, elements);
      hash = large().hash(part);
    }
    for (int i = 0; i < elements.size(); i++) {
      if ((hashes == null || hashes[i] == hash) && areEqual(elements.get(i), part)) {
        return true;
      }
    }
    return false;
  }
}
