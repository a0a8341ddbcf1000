package io.larder.protocol.expression.text;

import io.larder.protocol.expression.ConditionChecks;
import io.larder.protocol.expression.SetValue;
import io.larder.protocol.expression.UpdateChecks;
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
      return checked(new SetValue.Sum(left, rightOf(left)));
    }
    if (tokens.skipIf(Token.MINUS)) {
      return checked(new SetValue.Difference(left, rightOf(left)));
    }
    return left;
  }

  private SetValue rightOf(SetValue left) {
    reader.operator();
    SetValue right = operand();
    checkOperand(left);
    checkOperand(right);
    return right;
  }

  private void checkOperand(SetValue operand) {
    faults.addIf(Fault.MISUSED_FUNCTION, UpdateChecks.operandFault(operand));
  }

  /** The value, after a look at those operands whose type is known before an item is seen. */
  private SetValue checked(SetValue value) {
    faults.addIf(Fault.FUNCTION_TYPE, UpdateChecks.typeFault(value));
    return value;
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
      checkOperand(argument);
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
      faults.unknownFunction(name, ConditionParser.isFunction(name), "an update expression");
      return first;
    }
    if (arguments.size() != 2) {
      faults.operandCount(Fault.FUNCTION_TYPE, name, arguments.size());
      return first;
    }
    if (name.equals(LIST_APPEND)) {
      return checked(new SetValue.ListAppend(first, last));
    }
    if (first instanceof SetValue.Attribute(var path)) {
      return new SetValue.IfNotExists(path, last);
    }
    faults.add(Fault.FUNCTION_TYPE, ConditionChecks.pathRequired(name));
    return first;
  }
}
