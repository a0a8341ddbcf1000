package io.larder.protocol.expression;

import io.larder.protocol.expression.Operand.Literal;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the service holds against the operands of a condition before any item is seen. A simple
 * condition is one without AND, OR and NOT.
 */
public final class ConditionChecks {
  /** In the order in which the service lists them for expressions. */
  public static final String TYPE_NAMES = "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}";

  private ConditionChecks() {}

  /** The fault of the first faulty simple condition in a tree, null if there is none. */
  static @Nullable String faultWithin(Condition tree) {
    return switch (tree) {
      case Condition.All(var conditions) -> faultWithin(conditions);
      case Condition.Any(var conditions) -> faultWithin(conditions);
      case Condition.Not(var negated) -> faultWithin(negated);
      case Condition.Compare _,
          Condition.Between _,
          Condition.In _,
          Condition.AttributeExists _,
          Condition.AttributeNotExists _,
          Condition.AttributeType _,
          Condition.BeginsWith _,
          Condition.Contains _ ->
          fault(tree);
    };
  }

  private static @Nullable String faultWithin(List<Condition> conditions) {
    for (Condition condition : conditions) {
      String fault = faultWithin(condition);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  /** The fault of a simple condition; null if it has none or is joined of others. */
  public static @Nullable String fault(Condition condition) {
    return switch (condition) {
      case Condition.Compare(var left, var comparison, var right) ->
          compare(left, comparison, right);
      case Condition.Between(var operand, var lower, var upper) -> between(operand, lower, upper);
      case Condition.In(var operand, var candidates) -> in(operand, candidates);
      case Condition.AttributeExists(var path) -> path("attribute_exists", path);
      case Condition.AttributeNotExists(var path) -> path("attribute_not_exists", path);
      case Condition.AttributeType(var operand, var type) -> attributeType(operand, type);
      case Condition.BeginsWith(var operand, var prefix) -> beginsWith(operand, prefix);
      case Condition.Contains(var operand, var part) -> {
        String same = same("contains", operand, part);
        yield same == null ? first(fault(operand), fault(part)) : same;
      }
      case Condition.All _, Condition.Any _, Condition.Not _ -> null;
    };
  }

  /** The fault of an operand alone, null if it has none. */
  public static @Nullable String fault(Operand operand) {
    return operand instanceof Operand.Size(var inner) ? first(fault(inner), sized(inner)) : null;
  }

  private static @Nullable String first(@Nullable String one, @Nullable String two) {
    return one == null ? two : one;
  }

  private static @Nullable String compare(Operand left, Comparison comparison, Operand right) {
    String symbol = comparison.symbol();
    String same = same(symbol, left, right);
    if (same != null) {
      return same;
    }
    String within = first(fault(left), fault(right));
    return within == null && comparison.isOrdering()
        ? first(ordered(symbol, left), ordered(symbol, right))
        : within;
  }

  private static @Nullable String between(Operand operand, Operand lower, Operand upper) {
    String within = first(fault(operand), first(fault(lower), fault(upper)));
    if (within != null) {
      return within;
    }
    String unordered =
        first(
            ordered("BETWEEN", operand),
            first(ordered("BETWEEN", lower), ordered("BETWEEN", upper)));
    if (unordered == null
        && lower instanceof Literal(var least)
        && upper instanceof Literal(var most)) {
      if (least.type() != most.type()) {
        return badBounds("same data type for lower and upper bounds", least, most);
      }
      if (Comparison.GT.holds(least, most)) {
        return badBounds("upper bound to be greater than or equal to lower bound", least, most);
      }
    }
    return unordered;
  }

  private static String badBounds(String requirement, AttributeValue lower, AttributeValue upper) {
    return "The BETWEEN operator requires "
        + requirement
        + "; lower bound operand: "
        + ValueText.of(lower)
        + ", upper bound operand: "
        + ValueText.of(upper);
  }

  private static @Nullable String in(Operand operand, List<Operand> candidates) {
    if (candidates.size() > ServiceQuotas.MAX_IN_OPERANDS) {
      return "The IN operator is provided with too many operands; number of operands: "
          + candidates.size();
    }
    String fault = fault(operand);
    for (int i = 0; fault == null && i < candidates.size(); i++) {
      fault = fault(candidates.get(i));
    }
    return fault;
  }

  private static @Nullable String path(String function, Operand operand) {
    String within = fault(operand);
    return within == null && !(operand instanceof DocumentPath) ? pathRequired(function) : within;
  }

  /** The fault of an operand that is something else. */
  public static String pathRequired(String function) {
    return "Operator or function requires a document path; operator or function: " + function;
  }

  private static @Nullable String attributeType(Operand operand, Operand type) {
    String same = same("attribute_type", operand, type);
    return same == null
        ? first(first(fault(operand), fault(type)), namesType("attribute_type", type))
        : same;
  }

  private static @Nullable String namesType(String function, Operand operand) {
    if (operand instanceof Literal(AttributeValue.Str(var name))) {
      return isTypeName(name)
          ? null
          : "Invalid attribute type name found; type: " + name + ", valid types: " + TYPE_NAMES;
    }
    AttributeValue.Type type = Operand.staticType(operand);
    return wrongType(function, type == null ? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}" : type.name());
  }

  private static boolean isTypeName(String name) {
    for (AttributeValue.Type type : AttributeValue.Type.values()) {
      if (type.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String beginsWith(Operand operand, Operand prefix) {
    String same = same("begins_with", operand, prefix);
    if (same != null) {
      return same;
    }
    String within = first(fault(operand), fault(prefix));
    return within == null
        ? first(text("begins_with", operand), text("begins_with", prefix))
        : within;
  }

  private static @Nullable String same(String operator, Operand first, Operand second) {
    return first instanceof DocumentPath path && first.equals(second)
        ? notDistinct(operator, path)
        : null;
  }

  /** The fault of a path that is compared with itself. */
  public static String notDistinct(String operator, DocumentPath path) {
    return "The first operand must be distinct from the remaining operands for this operator or"
        + " function; operator: "
        + operator
        + ", first operand: "
        + path;
  }

  private static @Nullable String text(String function, Operand operand) {
    AttributeValue.Type type = Operand.staticType(operand);
    return type == null || type == AttributeValue.Type.S || type == AttributeValue.Type.B
        ? null
        : wrongType(function, type.name());
  }

  private static @Nullable String sized(Operand operand) {
    AttributeValue.Type type = Operand.staticType(operand);
    return type == AttributeValue.Type.N
            || type == AttributeValue.Type.BOOL
            || type == AttributeValue.Type.NULL
        ? wrongType("size", type.name())
        : null;
  }

  private static @Nullable String ordered(String operator, Operand operand) {
    AttributeValue.Type type = Operand.staticType(operand);
    return type == null || ValueOrder.isOrdered(type) ? null : wrongType(operator, type.name());
  }

  /** The fault of an operand of a type that is not taken. */
  public static String wrongType(String operator, String type) {
    return "Incorrect operand type for operator or function; operator or function: "
        + operator
        + ", operand type: "
        + type;
  }
}
