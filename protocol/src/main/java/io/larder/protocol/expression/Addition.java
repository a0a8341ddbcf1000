package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.BinSet;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.AttributeValue.StrSet;
import io.larder.protocol.item.Utf8Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
      List<String> rest = difference(members, less);
      return rest.isEmpty() ? null : new StrSet(rest);
    }
    if (existing instanceof NumSet(var members) && operand instanceof NumSet(var less)) {
      var rest = difference(members, less);
      return rest.isEmpty() ? null : new NumSet(rest);
    }
    if (existing instanceof BinSet(var members) && operand instanceof BinSet(var less)) {
      var rest = difference(members, less);
      return rest.isEmpty() ? null : new BinSet(rest);
    }
    return existing;
  }

  // The service keeps sets sorted.
  private static <T> List<T> union(List<T> members, List<T> more, Comparator<T> order) {
    Set<T> all = new LinkedHashSet<>(members);
    all.addAll(more);
    return all.stream().sorted(order).toList();
  }

  private static <T> List<T> difference(List<T> members, List<T> less) {
    Set<T> gone = new HashSet<>(less);
    return members.stream().filter(member -> !gone.contains(member)).toList();
  }
}
