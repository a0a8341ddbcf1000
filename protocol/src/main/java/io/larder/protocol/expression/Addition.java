package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.BinSet;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.AttributeValue.StrSet;
import io.larder.protocol.item.Utf8Order;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What ADD and DELETE make of an existing value and their operand. */
final class Addition {
  private Addition() {}

  /** True if ADD or DELETE can work on the two: nothing yet, or a value of the same type. */
  static boolean fits(@Nullable AttributeValue existing, AttributeValue operand) {
    return existing == null || existing.type() == operand.type();
  }

  static AttributeValue add(@Nullable AttributeValue existing, AttributeValue operand) {
    if (existing instanceof Num(var number) && operand instanceof Num(var more)) {
      return new Num(number.add(more));
    }
    if (existing instanceof StrSet(var members) && operand instanceof StrSet(var more)) {
      return new StrSet(union(members, more, Utf8Order::compare));
    }
    if (existing instanceof NumSet(var members) && operand instanceof NumSet(var more)) {
      return new NumSet(union(members, more, Comparator.naturalOrder()));
    }
    if (existing instanceof BinSet(var members) && operand instanceof BinSet(var more)) {
      return new BinSet(union(members, more, Comparator.naturalOrder()));
    }
    if (existing instanceof ListOf(var elements) && operand instanceof ListOf(var more)) {
      List<AttributeValue> all = new ArrayList<>(elements);
      all.addAll(more);
      return new ListOf(all);
    }
    return operand;
  }

  /** The set without the members of {@code operand}; null if none is left. */
  static @Nullable AttributeValue delete(AttributeValue existing, AttributeValue operand) {
    if (existing instanceof StrSet(var members) && operand instanceof StrSet(var less)) {
      List<String> rest = difference(members, less, Utf8Order::compare);
      return rest.isEmpty() ? null : new StrSet(rest);
    }
    if (existing instanceof NumSet(var members) && operand instanceof NumSet(var less)) {
      var rest = difference(members, less, Comparator.naturalOrder());
      return rest.isEmpty() ? null : new NumSet(rest);
    }
    if (existing instanceof BinSet(var members) && operand instanceof BinSet(var less)) {
      var rest = difference(members, less, Comparator.naturalOrder());
      return rest.isEmpty() ? null : new BinSet(rest);
    }
    return existing;
  }

  /** In order, as both are: sorting is merging then. */
  private static <T> List<T> union(List<T> members, List<T> more, Comparator<T> order) {
    List<T> all = new ArrayList<>(members.size() + more.size());
    all.addAll(members);
    all.addAll(more);
    all.sort(order);
    List<T> union = new ArrayList<>(all.size());
    for (T member : all) {
      if (union.isEmpty() || !union.getLast().equals(member)) {
        union.add(member);
      }
    }
    return union;
  }

  /** {@code less} may be the operand of many actions, so it is searched and not gone over. */
  private static <T> List<T> difference(List<T> members, List<T> less, Comparator<T> order) {
    return members.stream()
        .filter(member -> Collections.binarySearch(less, member, order) < 0)
        .toList();
  }
}
