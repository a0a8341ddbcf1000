package io.larder.proxy.call;

import io.larder.protocol.operation.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What requests are counted by: the operations, and two more for what is handed to an upstream
 * because only that knows it, and for what is no operation, or one whose feature is not here.
 */
public final class MeasuredOperations {
  private static final List<String> NAMES = new ArrayList<>();
  private static final Map<Operation, Integer> INDEXES = new EnumMap<>(Operation.class);

  /** The index of what only an upstream knows. */
  static final int FORWARDED;

  private static final int OTHER;

  static {
    for (Operation operation : Operation.values()) {
      if (operation.kind() != Operation.Kind.ABSENT) {
        INDEXES.put(operation, NAMES.size());
        NAMES.add(operation.wireName());
      }
    }
    FORWARDED = NAMES.size();
    NAMES.add("Forwarded");
    OTHER = NAMES.size();
    NAMES.add("Other");
  }

  private MeasuredOperations() {}

  /** Their names, in the order of the indexes. */
  public static List<String> names() {
    return List.copyOf(NAMES);
  }

  /** The index of {@code operation} among the names. */
  public static int indexOf(@Nullable Operation operation) {
    Integer index = operation == null ? null : INDEXES.get(operation);
    return index == null ? OTHER : index;
  }
}
