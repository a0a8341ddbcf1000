package io.larder.protocol.expression.text;

import io.larder.protocol.expression.SetValue;
import io.larder.protocol.item.AttributeValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses the right side of a SET: an operand, or two with {@code +} or {@code -} between them,
 * where an operand is a value, a path, a function or such a right side in parentheses. What {@code
 * list_append} makes is for the target alone: it can be no operand itself.
 */
final class SetValueParser {
  private static final String IF_NOT_EXISTS = "if_not_exists";
  private static final String LIST_APPEND = "list_append";

  private final Tokens tokens;
  private final ExpressionReader reader;
  private final Faults faults;

  SetValueParser(ExpressionReader reader) {
    this.reader = reader;
    this.tokens = reader.tokens();
    this.faults = reader.faults();
  }

  /** True for the functions of updates, in exactly this case. */
  static boolean isFunction(String name) {
    return name.equals(IF_NOT_EXISTS) || name.equals(LIST_APPEND);
  }

  SetValue value() {
    return operation(operand());
  }

  private SetValue operand() {
    return switch (tokens.peek()) {
      case OPEN -> parenthesized();
      case VALUE_PLACEHOLDER -> new SetValue.Constant(reader.value());
      case NAME ->
          tokens.peekAfter() == Token.OPEN ? function() : new SetValue.Attribute(reader.path());
      case NAME_PLACEHOLDER -> new SetValue.Attribute(reader.path());
      default -> throw tokens.syntaxError();
    };
  }

  private SetValue parenthesized() {
    reader.enter();
    tokens.skip();
    boolean isDoubled = tokens.peek() == Token.OPEN;
    SetValue inner = operand();
    if (isDoubled && tokens.peek() == Token.CLOSE) {
      faults.add(Fault.PARENTHESES, "The expression has redundant parentheses;");
    }
    SetValue value = operation(inner);
    tokens.expect(Token.CLOSE);
    reader.leave();
    return value;
  }

  private SetValue operation(SetValue left) {
    if (tokens.skipIf(Token.PLUS)) {
      SetValue right = rightOf(left, "+");
      return new SetValue.Sum(left, right);
    }
    if (tokens.skipIf(Token.MINUS)) {
      SetValue right = rightOf(left, "-");
      return new SetValue.Difference(left, right);
    }
    return left;
  }

  private SetValue rightOf(SetValue left, String operator) {
    reader.operator();
    SetValue right = operand();
    rejectAppended(left);
    rejectAppended(right);
    require(AttributeValue.Type.N, operator, left, right);
    return right;
  }

  private void rejectAppended(SetValue operand) {
    if (operand instanceof SetValue.ListAppend) {
      faults.misusedFunction(LIST_APPEND);
    }
  }

  private SetValue function() {
    reader.enter();
    reader.operator();
    String name = tokens.text();
    tokens.skip();
    tokens.skip();
    List<SetValue> arguments = new ArrayList<>(2);
    do {
      SetValue argument = operand();
      rejectAppended(argument);
      arguments.add(argument);
    } while (tokens.skipIf(Token.COMMA));
    tokens.expect(Token.CLOSE);
    reader.leave();
    return call(name, arguments);
  }

  private SetValue call(String name, List<SetValue> arguments) {
    SetValue first = arguments.getFirst();
    SetValue last = arguments.getLast();
    if (!isFunction(name)) {
      faults.unknownFunction(name, ConditionChecks.isFunction(name), "an update expression");
      return first;
    }
    if (arguments.size() != 2) {
      faults.add(
          Fault.FUNCTION_TYPE,
          "Incorrect number of operands for operator or function; operator or function: "
              + name
              + ", number of operands: "
              + arguments.size());
      return first;
    }
    if (name.equals(LIST_APPEND)) {
      require(AttributeValue.Type.L, name, first, last);
      return new SetValue.ListAppend(first, last);
    }
    if (first instanceof SetValue.Attribute(var path)) {
      return new SetValue.IfNotExists(path, last);
    }
    faults.add(
        Fault.FUNCTION_TYPE,
        "Operator or function requires a document path; operator or function: " + name);
    return first;
  }

  /** Checks the operands whose type is known before an item is seen. */
  private void require(AttributeValue.Type type, String operator, SetValue left, SetValue right) {
    require(type, operator, left);
    require(type, operator, right);
  }

  private void require(AttributeValue.Type type, String operator, SetValue operand) {
    if (operand instanceof SetValue.Constant(AttributeValue value) && value.type() != type) {
      faults.add(
          Fault.FUNCTION_TYPE,
          "Incorrect operand type for operator or function; operator or function: "
              + operator
              + ", operand type: "
              + value.type());
    }
  }
}
