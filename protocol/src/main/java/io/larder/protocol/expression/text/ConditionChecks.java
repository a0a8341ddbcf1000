package io.larder.protocol.expression.text;

import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.expression.Operand.Literal;
import io.larder.protocol.expression.ValueOrder;
import io.larder.protocol.expression.ValueText;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.List;
import java.util.Map;

/** What can be said against the operands of a condition before any item is seen. */
final class ConditionChecks {
  private static final Map<String, Integer> OPERANDS_BY_FUNCTION =
      Map.of(
          "attribute_exists", 1,
          "attribute_not_exists", 1,
          "attribute_type", 2,
          "begins_with", 2,
          "contains", 2,
          "size", 1);

  private final Faults faults;

  ConditionChecks(Faults faults) {
    this.faults = faults;
  }

  /** True for the functions of conditions, in exactly this case. */
  static boolean isFunction(String name) {
    return OPERANDS_BY_FUNCTION.containsKey(name);
  }

  void compare(Operand left, Comparison comparison, Operand right) {
    distinct(comparison.symbol(), left, right);
    if (comparison.isOrdering()) {
      ordered(comparison.symbol(), left);
      ordered(comparison.symbol(), right);
    }
  }

  void between(Operand operand, Operand lower, Operand upper) {
    ordered("BETWEEN", operand);
    ordered("BETWEEN", lower);
    ordered("BETWEEN", upper);
    if (lower instanceof Literal(var least) && upper instanceof Literal(var most)) {
      if (least.type() != most.type()) {
        badBounds("same data type for lower and upper bounds", least, most);
      } else if (Comparison.GT.holds(least, most)) {
        badBounds("upper bound to be greater than or equal to lower bound", least, most);
      }
    }
  }

  private void badBounds(String requirement, AttributeValue lower, AttributeValue upper) {
    faults.add(
        Fault.OPERAND_TYPE,
        () ->
            "The BETWEEN operator requires "
                + requirement
                + "; lower bound operand: "
                + ValueText.of(lower)
                + ", upper bound operand: "
                + ValueText.of(upper));
  }

  void in(int candidates) {
    if (candidates > ServiceQuotas.MAX_IN_OPERANDS) {
      faults.add(
          Fault.OPERAND_COUNT,
          "The IN operator is provided with too many operands; number of operands: " + candidates);
    }
  }

  void function(String name, List<Operand> arguments) {
    Integer expected = OPERANDS_BY_FUNCTION.get(name);
    if (expected == null) {
      faults.unknownFunction(name, SetValueParser.isFunction(name), "a condition expression");
      return;
    }
    if (expected != arguments.size()) {
      faults.add(
          Fault.OPERAND_COUNT,
          "Incorrect number of operands for operator or function; operator or function: "
              + name
              + ", number of operands: "
              + arguments.size());
      return;
    }
    Operand first = arguments.getFirst();
    Operand last = arguments.getLast();
    switch (name) {
      case "attribute_exists", "attribute_not_exists" -> isPath(name, first);
      case "attribute_type" -> {
        distinct(name, first, last);
        namesType(name, last);
      }
      case "begins_with" -> {
        distinct(name, first, last);
        isText(name, first);
        isText(name, last);
      }
      case "contains" -> distinct(name, first, last);
      default -> hasSize(name, first);
    }
  }

  private void distinct(String operator, Operand first, Operand second) {
    if (first instanceof DocumentPath path && first.equals(second)) {
      faults.add(
          Fault.SAME_OPERANDS,
          () ->
              "The first operand must be distinct from the remaining operands for this operator or"
                  + " function; operator: "
                  + operator
                  + ", first operand: "
                  + path);
    }
  }

  private void isPath(String function, Operand operand) {
    if (!(operand instanceof DocumentPath)) {
      faults.add(
          Fault.OPERAND_TYPE,
          "Operator or function requires a document path; operator or function: " + function);
    }
  }

  private void namesType(String function, Operand operand) {
    if (operand instanceof Literal(AttributeValue.Str(var name))) {
      if (!isTypeName(name)) {
        faults.add(
            Fault.OPERAND_TYPE,
            "Invalid attribute type name found; type: "
                + name
                + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
      }
      return;
    }
    AttributeValue.Type type = Operand.staticType(operand);
    wrongType(function, type == null ? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}" : type.name());
  }

  private static boolean isTypeName(String name) {
    for (AttributeValue.Type type : AttributeValue.Type.values()) {
      if (type.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private void isText(String function, Operand operand) {
    AttributeValue.Type type = Operand.staticType(operand);
    if (type != null && type != AttributeValue.Type.S && type != AttributeValue.Type.B) {
      wrongType(function, type.name());
    }
  }

  private void hasSize(String function, Operand operand) {
    AttributeValue.Type type = Operand.staticType(operand);
    if (type == AttributeValue.Type.N
        || type == AttributeValue.Type.BOOL
        || type == AttributeValue.Type.NULL) {
      wrongType(function, type.name());
    }
  }

  private void ordered(String operator, Operand operand) {
    AttributeValue.Type type = Operand.staticType(operand);
    if (type != null && !ValueOrder.isOrdered(type)) {
      wrongType(operator, type.name());
    }
  }

  private void wrongType(String operator, String type) {
    faults.add(
        Fault.OPERAND_TYPE,
        "Incorrect operand type for operator or function; operator or function: "
            + operator
            + ", operand type: "
            + type);
  }
}
