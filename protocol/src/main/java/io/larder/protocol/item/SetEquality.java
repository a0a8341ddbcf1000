package io.larder.protocol.item;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/** Equality of duplicate-free lists regardless of order. */
final class SetEquality {
  private SetEquality() {}

  static <T> boolean sameMembers(List<T> left, List<T> right) {
    // Sets are kept sorted, so equal ones are equal lists as a rule.
    return left.equals(right)
        || (left.size() == right.size() && new HashSet<>(left).containsAll(right));
  }

  static int hashOf(Collection<?> members) {
    int hash = 0;
    for (Object member : members) {
      hash += member.hashCode();
    }
    return hash;
  }
}
