package io.larder.protocol.expression.text;

import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.expression.Operand.Literal;
import io.larder.protocol.item.AttributeValue;
import java.util.ArrayList;
import java.util.List;
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

  private static final List<Fault> ORDER_WITHIN_CONDITION =
      List.of(Fault.UNDEFINED_NAME, Fault.OPERAND_COUNT, Fault.SAME_OPERANDS, Fault.OPERAND_TYPE);

  /** Stands for what cannot be built because of a fault. */
  private static final Literal FAULTY = new Literal(new AttributeValue.Null());

  private final Tokens tokens;
  private final ExpressionReader reader;
  private final Faults faults;
  private final ConditionChecks checks;

  private ConditionParser(ExpressionReader reader) {
    this.reader = reader;
    this.tokens = reader.tokens();
    this.faults = reader.faults();
    this.checks = new ConditionChecks(faults);
  }

  /** Parses {@code text}, the value of {@code parameter}. */
  static ConditionExpression parse(String parameter, String text, ExpressionAttributes attributes) {
    Tokens tokens = Tokens.of(parameter, text, Token.OF_CONDITIONS);
    var reader = new ExpressionReader(tokens, attributes, Fault.UNDEFINED_NAME);
    var parser = new ConditionParser(reader);
    Condition condition = parser.condition(parser.disjunction());
    reader.end(ORDER);
    return new ConditionExpression(
        condition, reader.topLevelNames(), reader.dereferencedNames(), false);
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

  private Term disjunction() {
    Term first = conjunction();
    if (tokens.peek() != Token.OR) {
      return first;
    }
    List<Condition> conditions = new ArrayList<>();
    conditions.add(condition(first));
    while (tokens.skipIf(Token.OR)) {
      reader.operator();
      conditions.add(condition(conjunction()));
    }
    return plain(new Condition.Any(conditions));
  }

  private Term conjunction() {
    Term first = negation();
    if (tokens.peek() != Token.AND) {
      return first;
    }
    List<Condition> conditions = new ArrayList<>();
    conditions.add(condition(first));
    while (tokens.skipIf(Token.AND)) {
      reader.operator();
      conditions.add(condition(negation()));
    }
    return plain(new Condition.All(conditions));
  }

  private Term negation() {
    int negations = 0;
    while (tokens.skipIf(Token.NOT)) {
      reader.operator();
      negations++;
    }
    Term term = comparison();
    if (negations == 0) {
      return term;
    }
    Condition condition = condition(term);
    for (int i = 0; i < negations; i++) {
      condition = new Condition.Not(condition);
    }
    return plain(condition);
  }

  private Term comparison() {
    Term left = term();
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
      closeCondition();
      return plain(condition);
    }
    if (left instanceof Term.OfOperand(var operand, _)
        && !(operand instanceof Operand.Size)
        && token != Token.CLOSE) {
      throw tokens.syntaxError();
    }
    closeCondition();
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
    Operand right = operand(term());
    checks.compare(left, comparison, right);
    return new Condition.Compare(left, comparison, right);
  }

  private Condition between(Operand operand) {
    tokens.skip();
    reader.operator();
    Operand lower = operand(term());
    tokens.expect(Token.AND);
    Operand upper = operand(term());
    checks.between(operand, lower, upper);
    return new Condition.Between(operand, lower, upper);
  }

  private Condition in(Operand operand) {
    tokens.skip();
    reader.operator();
    tokens.expect(Token.OPEN);
    List<Operand> candidates = arguments();
    checks.in(candidates.size());
    return new Condition.In(operand, candidates);
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
    checks.function(name, arguments);
    Condition condition =
        switch (name) {
          case "size" -> null;
          case "attribute_exists" -> new Condition.AttributeExists(first);
          case "attribute_not_exists" -> new Condition.AttributeNotExists(first);
          case "attribute_type" -> new Condition.AttributeType(first, typeName(last));
          case "begins_with" -> new Condition.BeginsWith(first, last);
          default -> new Condition.Contains(first, last);
        };
    return condition == null
        ? plain(new Operand.Size(first))
        : new Term.OfCondition(condition, name, false);
  }

  private static String typeName(Operand operand) {
    return operand instanceof Literal(AttributeValue.Str(var text)) ? text : "";
  }

  /** Decides which of the faults of the condition just read would be reported. */
  private void closeCondition() {
    if (!faults.areNone() && !faults.has(Fault.CONDITION)) {
      String message = faults.first(ORDER_WITHIN_CONDITION);
      if (message != null) {
        faults.add(Fault.CONDITION, message);
      }
    }
  }
}
