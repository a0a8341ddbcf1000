package io.larder.protocol.expression.text;

import io.larder.protocol.expression.UpdateChecks;
import java.util.EnumMap;
import java.util.List;
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

  /** The same with what a check says, which is null if it finds nothing. */
  void addIf(Fault fault, @Nullable String message) {
    if (message != null) {
      add(fault, message);
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

  /** A function with more or fewer operands than it takes. */
  void operandCount(Fault fault, String name, int operands) {
    add(
        fault,
        "Incorrect number of operands for operator or function; operator or function: "
            + name
            + ", number of operands: "
            + operands);
  }

  /** A function where its value cannot be used. */
  void misusedFunction(String name) {
    add(Fault.MISUSED_FUNCTION, UpdateChecks.misusedFunction(name));
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
