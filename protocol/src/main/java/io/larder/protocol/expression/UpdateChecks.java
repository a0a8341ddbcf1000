package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the service holds against the operands of an update before any item is seen. */
public final class UpdateChecks {
  private UpdateChecks() {}

  /** The first fault of the actions of one update, in the order in which the service looks. */
  static @Nullable String fault(List<UpdateAction> actions) {
    String fault = null;
    for (UpdateAction action : actions) {
      if (fault == null && action instanceof UpdateAction.Set(_, var value)) {
        fault = operandFaultWithin(value);
      }
    }
    if (fault == null) {
      fault = PathChecks.faultTogether(actions.stream().map(UpdateAction::target).toList());
    }
    for (UpdateAction action : actions) {
      if (fault == null) {
        fault = typeFault(action);
      }
    }
    for (UpdateAction action : actions) {
      if (fault == null && action instanceof UpdateAction.Set(_, var value)) {
        fault = typeFaultWithin(value);
      }
    }
    return fault;
  }

  private static @Nullable String operandFaultWithin(SetValue value) {
    for (SetValue operand : value.operands()) {
      String within = operandFaultWithin(operand);
      String fault = within == null ? operandFault(operand) : within;
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static @Nullable String typeFaultWithin(SetValue value) {
    for (SetValue operand : value.operands()) {
      String fault = typeFaultWithin(operand);
      if (fault != null) {
        return fault;
      }
    }
    return typeFault(value);
  }

  /**
   * The fault of {@code value} as an operand of another one: what {@code list_append} makes is for
   * the target alone. Null if it has none.
   */
  public static @Nullable String operandFault(SetValue value) {
    return value instanceof SetValue.ListAppend ? misusedFunction("list_append") : null;
  }

  /** The fault of a function where its value cannot be used. */
  public static String misusedFunction(String name) {
    return "The function is not allowed to be used this way in an expression; function: " + name;
  }

  /** The fault in the operands of {@code value}, as far as their types are known; or null. */
  public static @Nullable String typeFault(SetValue value) {
    return switch (value) {
      case SetValue.Constant _, SetValue.Attribute _, SetValue.IfNotExists _ -> null;
      case SetValue.ListAppend(var first, var second) ->
          typeFault(AttributeValue.Type.L, "list_append", first, second);
      case SetValue.Sum(var left, var right) -> typeFault(AttributeValue.Type.N, "+", left, right);
      case SetValue.Difference(var left, var right) ->
          typeFault(AttributeValue.Type.N, "-", left, right);
    };
  }

  private static @Nullable String typeFault(
      AttributeValue.Type type, String operator, SetValue left, SetValue right) {
    String fault = typeFault(type, operator, left);
    return fault == null ? typeFault(type, operator, right) : fault;
  }

  private static @Nullable String typeFault(
      AttributeValue.Type type, String operator, SetValue operand) {
    return operand instanceof SetValue.Constant(var value) && value.type() != type
        ? ConditionChecks.wrongType(operator, value.type().name())
        : null;
  }

  /** The fault of what an action adds or deletes, null if it has none. */
  public static @Nullable String typeFault(UpdateAction action) {
    return switch (action) {
      case UpdateAction.Add(_, var value) ->
          value.type() == AttributeValue.Type.N ? null : setFault("ADD", value.type());
      case UpdateAction.Delete(_, var value) -> setFault("DELETE", value.type());
      case UpdateAction.Set _, UpdateAction.Remove _ -> null;
    };
  }

  private static @Nullable String setFault(String section, AttributeValue.Type type) {
    return type.isSet()
        ? null
        : "Incorrect operand type for operator or function; operator: "
            + section
            + ", operand type: "
            + longName(type)
            + ", typeSet: ALLOWED_FOR_"
            + section
            + "_OPERAND";
  }

  private static String longName(AttributeValue.Type type) {
    return switch (type) {
      case S -> "STRING";
      case N -> "NUMBER";
      case B -> "Binary";
      case L -> "LIST";
      case M -> "MAP";
      case BOOL, NULL, SS, NS, BS -> type.name();
    };
  }
}
