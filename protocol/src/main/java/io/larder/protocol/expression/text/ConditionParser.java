package io.larder.protocol.expression.text;

import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionChecks;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.expression.Operand.Literal;
import io.larder.protocol.item.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses conditions, filters and key conditions by recursive descent. From loosest to tightest: OR,
 * AND, NOT, then comparisons and functions. What stands in parentheses may turn out to be a
 * condition or an operand, so terms are read as either and made sure of afterwards.
 */
final class ConditionParser {
  private static final List<Fault> ORDER =
      List.of(
          Fault.PARENTHESES,
          Fault.OPERATOR_COUNT,
          Fault.UNKNOWN_FUNCTION,
          Fault.MISUSED_FUNCTION,
          Fault.RESERVED_WORD,
          Fault.PATH_DEPTH,
          Fault.CONDITION);

  /** What a condition is looked at for before what {@link ConditionChecks} says of it. */
  private static final List<Fault> BEFORE_OPERANDS =
      List.of(Fault.UNDEFINED_NAME, Fault.OPERAND_COUNT);

  /** Faults of operands that stand before parentheses, which may decide before the condition. */
  private static final List<Fault> OPERANDS = List.of(Fault.OPERAND_TYPE);

  private static final Map<String, Integer> OPERANDS_BY_FUNCTION =
      Map.of(
          "attribute_exists", 1,
          "attribute_not_exists", 1,
          "attribute_type", 2,
          "begins_with", 2,
          "contains", 2,
          "size", 1);

  /** Stands for what cannot be built because of a fault. */
  private static final Literal FAULTY = new Literal(new AttributeValue.Null());

  private final Tokens tokens;
  private final ExpressionReader reader;
  private final Faults faults;

  private ConditionParser(ExpressionReader reader) {
    this.reader = reader;
    this.tokens = reader.tokens();
    this.faults = reader.faults();
  }

  /** Parses {@code text}, the value of {@code parameter}. */
  static ConditionExpression parse(String parameter, String text, ExpressionAttributes attributes) {
    Tokens tokens = Tokens.of(parameter, text, Token.OF_CONDITIONS);
    var reader = new ExpressionReader(tokens, attributes, Fault.UNDEFINED_NAME);
    var parser = new ConditionParser(reader);
    Condition condition = parser.condition(parser.disjunction());
    reader.end(ORDER);
    return ConditionExpression.ofChecked(condition);
  }

  /** True for the functions of conditions, in exactly this case. */
  static boolean isFunction(String name) {
    return OPERANDS_BY_FUNCTION.containsKey(name);
  }

  /** A part of the expression: an operand, or a condition that may be a function's call. */
  private sealed interface Term {
    record OfOperand(Operand operand, boolean isParenthesized) implements Term {}

    record OfCondition(Condition condition, @Nullable String function, boolean isParenthesized)
        implements Term {}
  }

  private static Term.OfOperand plain(Operand operand) {
    return new Term.OfOperand(operand, false);
  }

  private static Term.OfCondition plain(Condition condition) {
    return new Term.OfCondition(condition, null, false);
  }

  private Condition condition(Term term) {
    return switch (term) {
      case Term.OfCondition(var condition, _, _) -> condition;
      case Term.OfOperand(Operand.Size _, _) -> {
        faults.misusedFunction("size");
        yield new Condition.AttributeExists(FAULTY);
      }
      case Term.OfOperand _ -> throw tokens.syntaxError();
    };
  }

  private Operand operand(Term term) {
    return switch (term) {
      case Term.OfOperand(var operand, _) -> operand;
      case Term.OfCondition(_, var function, _) -> {
        if (function == null) {
          throw tokens.syntaxError();
        }
        faults.misusedFunction(function);
        yield FAULTY;
      }
    };
  }

  /** OR and AND in one loop: each level of parentheses takes as little of the stack as it can. */
  private Term disjunction() {
    Term first = negation();
    if (tokens.peek() != Token.AND && tokens.peek() != Token.OR) {
      return first;
    }
    List<Condition> any = new ArrayList<>(2);
    List<Condition> all = new ArrayList<>(2);
    all.add(condition(first));
    while (tokens.peek() == Token.AND || tokens.peek() == Token.OR) {
      if (tokens.peek() == Token.OR) {
        any.add(conjunction(all));
        all.clear();
      }
      tokens.skip();
      reader.operator();
      all.add(condition(negation()));
    }
    Condition last = conjunction(all);
    if (any.isEmpty()) {
      return plain(last);
    }
    any.add(last);
    return plain(new Condition.Any(any));
  }

  private static Condition conjunction(List<Condition> conditions) {
    return conditions.size() == 1 ? conditions.getFirst() : new Condition.All(conditions);
  }

  private Term negation() {
    int negations = 0;
    while (tokens.skipIf(Token.NOT)) {
      reader.operator();
      negations++;
    }
    Term term = completed(term());
    if (negations == 0) {
      return term;
    }
    Condition condition = condition(term);
    for (int i = 0; i < negations; i++) {
      condition = new Condition.Not(condition);
    }
    return plain(condition);
  }

  /** The comparison that {@code left} begins, or {@code left} if it stands alone. */
  private Term completed(Term left) {
    Token token = tokens.peek();
    Condition condition =
        switch (token) {
          case BETWEEN -> between(operand(left));
          case IN -> in(operand(left));
          default -> {
            Comparison comparison = comparison(token);
            yield comparison == null ? null : compare(operand(left), comparison);
          }
        };
    if (condition != null) {
      close(condition);
      return plain(condition);
    }
    if (left instanceof Term.OfOperand(var operand, _)
        && !(operand instanceof Operand.Size)
        && token != Token.CLOSE) {
      throw tokens.syntaxError();
    }
    close(left);
    return left;
  }

  /** The operator of a token, null if it is none. */
  private static @Nullable Comparison comparison(Token token) {
    return switch (token) {
      case EQUAL -> Comparison.EQ;
      case NOT_EQUAL -> Comparison.NE;
      case LESS -> Comparison.LT;
      case LESS_OR_EQUAL -> Comparison.LE;
      case GREATER -> Comparison.GT;
      case GREATER_OR_EQUAL -> Comparison.GE;
      default -> null;
    };
  }

  private Condition compare(Operand left, Comparison comparison) {
    tokens.skip();
    reader.operator();
    return new Condition.Compare(left, comparison, operand(term()));
  }

  private Condition between(Operand operand) {
    tokens.skip();
    reader.operator();
    Operand lower = operand(term());
    tokens.expect(Token.AND);
    return new Condition.Between(operand, lower, operand(term()));
  }

  private Condition in(Operand operand) {
    tokens.skip();
    reader.operator();
    tokens.expect(Token.OPEN);
    return new Condition.In(operand, arguments());
  }

  /** The rest of a list of operands in parentheses. */
  private List<Operand> arguments() {
    List<Operand> arguments = new ArrayList<>(2);
    do {
      arguments.add(operand(term()));
    } while (tokens.skipIf(Token.COMMA));
    tokens.expect(Token.CLOSE);
    return arguments;
  }

  private Term term() {
    return switch (tokens.peek()) {
      case OPEN -> parenthesized();
      case VALUE_PLACEHOLDER -> plain(new Literal(reader.value()));
      case NAME -> tokens.peekAfter() == Token.OPEN ? function() : plain(reader.path());
      case NAME_PLACEHOLDER -> plain(reader.path());
      default -> throw tokens.syntaxError();
    };
  }

  private Term parenthesized() {
    reader.enter();
    tokens.skip();
    Term term = disjunction();
    tokens.expect(Token.CLOSE);
    reader.leave();
    return switch (term) {
      case Term.OfOperand(var operand, var isParenthesized) -> {
        redundantIf(isParenthesized);
        yield new Term.OfOperand(operand, true);
      }
      case Term.OfCondition(var condition, var function, var isParenthesized) -> {
        redundantIf(isParenthesized);
        yield new Term.OfCondition(condition, function, true);
      }
    };
  }

  private void redundantIf(boolean isParenthesized) {
    if (isParenthesized) {
      faults.add(Fault.PARENTHESES, "The expression has redundant parentheses;");
    }
  }

  private Term function() {
    reader.enter();
    reader.operator();
    String name = tokens.text();
    tokens.skip();
    tokens.skip();
    List<Operand> arguments = arguments();
    reader.leave();
    return call(name, arguments);
  }

  private Term call(String name, List<Operand> arguments) {
    Operand first = arguments.getFirst();
    Operand last = arguments.getLast();
    checkFunction(name, arguments.size());
    if (name.equals("size")) {
      var size = new Operand.Size(first);
      faults.addIf(Fault.OPERAND_TYPE, ConditionChecks.fault(size));
      return plain(size);
    }
    Condition condition =
        switch (name) {
          case "attribute_exists" -> new Condition.AttributeExists(first);
          case "attribute_not_exists" -> new Condition.AttributeNotExists(first);
          case "attribute_type" -> new Condition.AttributeType(first, last);
          case "begins_with" -> new Condition.BeginsWith(first, last);
          default -> new Condition.Contains(first, last);
        };
    return new Term.OfCondition(condition, name, false);
  }

  private void checkFunction(String name, int operands) {
    Integer expected = OPERANDS_BY_FUNCTION.get(name);
    if (expected == null) {
      faults.unknownFunction(name, SetValueParser.isFunction(name), "a condition expression");
    } else if (expected != operands) {
      faults.operandCount(Fault.OPERAND_COUNT, name, operands);
    }
  }

  private void close(Term term) {
    close(term instanceof Term.OfCondition(var condition, _, _) ? condition : null);
  }

  /** Decides which of the faults of the condition just read would be reported. */
  private void close(@Nullable Condition condition) {
    String fault = faults.first(BEFORE_OPERANDS);
    if (fault == null && condition != null) {
      fault = ConditionChecks.fault(condition);
    }
    faults.addIf(Fault.CONDITION, fault == null ? faults.first(OPERANDS) : fault);
  }
}
