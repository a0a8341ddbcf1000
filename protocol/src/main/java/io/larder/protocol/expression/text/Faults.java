package io.larder.protocol.expression.text;

import java.util.EnumMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The faults found in one expression so far: the first of each kind. */
final class Faults {
  private @Nullable EnumMap<Fault, String> messages;

  void add(Fault fault, String message) {
    if (messages == null) {
      messages = new EnumMap<>(Fault.class);
    }
    messages.putIfAbsent(fault, message);
  }

  /** The same with a message that may be long, so it is made only if it is the first. */
  void add(Fault fault, Supplier<String> message) {
    if (!has(fault)) {
      add(fault, message.get());
    }
  }

  /** A function that this kind of expression does not have; it may be one of the other kind. */
  void unknownFunction(String name, boolean isOfOtherKind, String here) {
    add(
        Fault.UNKNOWN_FUNCTION,
        isOfOtherKind
            ? "The function is not allowed in " + here + "; function: " + name
            : "Invalid function name; function: " + name);
  }

  /** A function where its value cannot be used. */
  void misusedFunction(String name) {
    add(
        Fault.MISUSED_FUNCTION,
        "The function is not allowed to be used this way in an expression; function: " + name);
  }

  boolean areNone() {
    return messages == null;
  }

  boolean has(Fault fault) {
    return messages != null && messages.containsKey(fault);
  }

  /** The message that comes first when kinds are looked at in {@code order}; null if none. */
  @Nullable String first(List<Fault> order) {
    if (messages != null) {
      for (Fault fault : order) {
        String message = messages.get(fault);
        if (message != null) {
          return message;
        }
      }
    }
    return null;
  }
}
