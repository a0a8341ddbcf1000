package io.larder.proxy.call;

import io.larder.protocol.operation.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What requests are counted by: the operations, and one more for what is none. */
public final class MeasuredOperations {
  private static final List<String> NAMES = new ArrayList<>();
  private static final Map<Operation, Integer> INDEXES = new EnumMap<>(Operation.class);
  private static final int OTHER;

  static {
    for (Operation operation : Operation.values()) {
      INDEXES.put(operation, NAMES.size());
      NAMES.add(operation.wireName());
    }
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
