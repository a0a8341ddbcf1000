package io.larder.protocol.draft.item;

import io.larder.protocol.error.Messages;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.Utf8Order;
import io.larder.protocol.operation.ValidationLayer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the service says of a member that a set is given twice. */
final class SetMembers {
  private static final String INVALID = Messages.INVALID_PARAMETER + "Input collection ";
  private static final int FEW = 8;

  private static final Comparator<String> BY_BYTES = Utf8Order::compare;

  private SetMembers() {}

  /** The message about strings given twice, null if there are none. */
  static @Nullable String duplicateStrings(List<String> members, ValidationLayer layer) {
    if (allDistinct(members)) {
      return null;
    }
    return switch (layer) {
      case NEWER ->
          INVALID
              + joined(inOddOrder(members, BY_BYTES), JsonEcho::quoted, ", ")
              + " contains duplicates.";
      case OLDER -> INVALID + members + " contains duplicates.";
    };
  }

  /** The message about byte strings given twice, null if there are none. */
  static @Nullable String duplicateBytes(List<Bytes> members, ValidationLayer layer) {
    if (allDistinct(members)) {
      return null;
    }
    return switch (layer) {
      case NEWER ->
          INVALID
              + joined(
                  inOddOrder(members, Comparator.naturalOrder()),
                  bytes -> JsonEcho.quoted(bytes.toBase64()),
                  ",")
              + "of type BS contains duplicates.";
      case OLDER ->
          INVALID + joined(members, Bytes::toBase64, ", ") + "of type BS contains duplicates.";
    };
  }

  /** The message about numbers given twice, null if there are none. */
  static @Nullable String duplicateNumbers(List<DynamoNumber> members, ValidationLayer layer) {
    if (allDistinct(members)) {
      return null;
    }
    return switch (layer) {
      case NEWER -> INVALID + "contains duplicates.";
      case OLDER -> "Input collection contains duplicates";
    };
  }

  private static <T> boolean allDistinct(List<T> members) {
    int size = members.size();
    if (size > FEW) {
      return new HashSet<>(members).size() == size;
    }
    for (int i = 1; i < size; i++) {
      for (int j = 0; j < i; j++) {
        if (members.get(i).equals(members.get(j))) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The newer layer shows what it had read into a sorted set, then the member that was there
   * already, then the unread rest.
   */
  private static <T> Collection<T> inOddOrder(List<T> members, Comparator<T> order) {
    Set<T> read = new TreeSet<>(order);
    int next = 0;
    while (next < members.size() && read.add(members.get(next))) {
      next++;
    }
    List<T> shown = new ArrayList<>(read);
    shown.addAll(members.subList(next, members.size()));
    return shown;
  }

  private static <T> String joined(
      Collection<T> members, Function<T, String> text, String separator) {
    return members.stream().map(text).collect(Collectors.joining(separator, "[", "]"));
  }
}
