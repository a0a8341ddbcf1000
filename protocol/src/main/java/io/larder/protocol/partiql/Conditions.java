package io.larder.protocol.partiql;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionChecks;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes conditions of terms. Functions that are conditions themselves may be compared like the
 * truth values that they are, which comes to conditions without such comparisons.
 */
final class Conditions {
  /** In the order in which the service lists them for statements. */
  private static final String TYPE_NAMES = "{N,BS,L,B,NULL,M,S,SS,NS,BOOL}";

  private static final Bool TRUE = new Bool(true);
  private static final Bool FALSE = new Bool(false);
  private static final String IS_TYPES =
      ". Supported data types are [MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE,"
          + " LIST] at ";

  private final Tokens tokens;
  private final Values values;
  private final Paths paths;

  /** What is wrong with operands is told after what else is wrong. */
  private @Nullable String fault;

  Conditions(Tokens tokens, Values values, Paths paths) {
    this.tokens = tokens;
    this.values = values;
    this.paths = paths;
  }

  /**
   * The condition that a WHERE clause is.
   *
   * @throws ServiceException Validation, if the service takes it for none
   */
  Condition condition(Term term) {
    Condition condition = condition(term, null);
    String found = fault == null ? ConditionExpression.fault(condition) : fault;
    if (found != null) {
      throw validation(found.replace(ConditionChecks.TYPE_NAMES, TYPE_NAMES));
    }
    return condition;
  }

  /** {@code within} is the operator that the term stands under, null if it is all there is. */
  private Condition condition(Term term, @Nullable String within) {
    return switch (term) {
      case Term.Joined(_, var isOr, var terms) -> {
        String operator = isOr ? "OR" : "AND";
        List<Condition> parts = new ArrayList<>(terms.size());
        terms.forEach(part -> parts.add(condition(part, operator)));
        yield isOr ? new Condition.Any(parts) : new Condition.All(parts);
      }
      case Term.Not(_, var negated) -> new Condition.Not(condition(negated, "NOT"));
      case Term.Infix infix -> comparison(infix);
      case Term.Between(_, var operand, var lower, var upper) -> {
        Term function = function(operand);
        yield function == null
            ? new Condition.Between(operand(operand), operand(lower), operand(upper))
            : refused("BETWEEN", function);
      }
      case Term.In(_, var operand, var candidates) -> in(operand, candidates);
      case Term.Is(var at, var operand, var type) -> is(operand(operand), type, at);
      case Term.Call call -> call(call, within);
      case Term.Subquery(_, var select) ->
          throw validation("Unsupported token in expression: SELECT at " + tokens.position(select));
      case Term.Missing _ -> throw missing();
      case Term.Path _,
          Term.Name _,
          Term.Text _,
          Term.Numeral _,
          Term.Truth _,
          Term.Null _,
          Term.Ion _,
          Term.Parameter _,
          Term.Elements _,
          Term.Bag _,
          Term.Struct _,
          Term.Sign _ ->
          noCondition(operand(term), within);
    };
  }

  private static ServiceException missing() {
    return validation("MISSING must be compared using IS operator");
  }

  /** A value is no condition. */
  private Condition noCondition(Operand operand, @Nullable String within) {
    AttributeValue.Type type = Operand.staticType(operand);
    if (within == null || type == null) {
      throw Malformed.because("WHERE clause must contain an expression that resolves to a boolean");
    }
    return fault(ConditionChecks.wrongType(within, type.name()));
  }

  /** Notes a fault of operands; what is returned is never evaluated. */
  private Condition fault(String text) {
    if (fault == null) {
      fault = text;
    }
    return new Condition.Compare(
        new Operand.Literal(TRUE), Comparison.EQ, new Operand.Literal(TRUE));
  }

  private Condition comparison(Term.Infix infix) {
    Comparison comparison = comparison(infix.operator());
    if (comparison == null) {
      throw validation(
          "Unsupported operator in Condition Expression. Operator: " + infix.operator());
    }
    Term left = function(infix.left());
    Term right = function(infix.right());
    if (left == null && right == null) {
      return new Condition.Compare(operand(infix.left()), comparison, operand(infix.right()));
    }
    if (comparison.isOrdering()) {
      return refused(comparison.symbol(), left == null ? infix.right() : infix.left());
    }
    Condition equal =
        left != null
            ? equality(condition(left, null), infix.right())
            : equality(condition(infix.right(), null), infix.left());
    return comparison == Comparison.EQ ? equal : new Condition.Not(equal);
  }

  private static @Nullable Comparison comparison(String operator) {
    return switch (operator) {
      case "=" -> Comparison.EQ;
      case "<>", "!=" -> Comparison.NE;
      case "<" -> Comparison.LT;
      case "<=" -> Comparison.LE;
      case ">" -> Comparison.GT;
      case ">=" -> Comparison.GE;
      default -> null;
    };
  }

  /** The term if it is a function that is a condition, else null. */
  private static @Nullable Term function(Term term) {
    if (!(term instanceof Term.Call(var at, _))) {
      return null;
    }
    return switch (at.text().toLowerCase(Locale.ROOT)) {
      case "attribute_exists",
          "attribute_not_exists",
          "attribute_type",
          "begins_with",
          "contains" ->
          term;
      default -> null;
    };
  }

  private Condition refused(String operator, Term function) {
    condition(function, null);
    return fault(ConditionChecks.wrongType(operator, AttributeValue.Type.BOOL.name()));
  }

  /** That a function has the value that {@code other} has. */
  private Condition equality(Condition function, Term other) {
    Term otherFunction = function(other);
    if (otherFunction != null) {
      Condition right = condition(otherFunction, null);
      return either(function, right, new Condition.Not(right));
    }
    Operand operand = operand(other);
    if (operand instanceof Operand.Literal(Bool(var isTrue))) {
      return isTrue ? function : new Condition.Not(function);
    }
    return either(
        function,
        new Condition.Compare(operand, Comparison.EQ, new Operand.Literal(TRUE)),
        new Condition.Compare(operand, Comparison.EQ, new Operand.Literal(FALSE)));
  }

  private static Condition either(Condition function, Condition ifTrue, Condition ifFalse) {
    return new Condition.Any(
        List.of(
            new Condition.All(List.of(function, ifTrue)),
            new Condition.All(List.of(new Condition.Not(function), ifFalse))));
  }

  private Condition in(Term operand, Term candidates) {
    if (!(candidates instanceof Term.Elements(_, var terms))) {
      if (candidates instanceof Term.Subquery(_, var select)) {
        throw validation("Unsupported token in expression: SELECT at " + tokens.position(select));
      }
      throw Malformed.because(Malformed.UNEXPECTED_TERM);
    }
    Term function = function(operand);
    boolean hasFunction =
        function != null || terms.stream().anyMatch(term -> function(term) != null);
    if (!hasFunction) {
      Operand left = operand(operand);
      List<Operand> operands = terms.stream().map(this::operand).toList();
      if (operands.contains(left) && left instanceof DocumentPath path) {
        return fault(ConditionChecks.notDistinct("IN", path));
      }
      return operands.isEmpty() ? never() : new Condition.In(left, operands);
    }
    List<Condition> equalities = new ArrayList<>(terms.size());
    for (Term term : terms) {
      equalities.add(
          function != null
              ? equality(condition(function, null), term)
              : comparison(new Term.Infix(operand.at(), "=", operand, term)));
    }
    return switch (equalities.size()) {
      case 0 -> never();
      case 1 -> equalities.getFirst();
      default -> new Condition.Any(equalities);
    };
  }

  /** No value is in an empty list. */
  private static Condition never() {
    return new Condition.Compare(
        new Operand.Literal(TRUE), Comparison.EQ, new Operand.Literal(FALSE));
  }

  private Condition is(Operand operand, String type, Token at) {
    return switch (type) {
      case "MISSING" -> new Condition.AttributeNotExists(operand);
      case "NULL" -> ofType(operand, AttributeValue.Type.NULL);
      case "BOOL", "BOOLEAN" -> ofType(operand, AttributeValue.Type.BOOL);
      case "STRING" -> ofType(operand, AttributeValue.Type.S);
      case "NUMERIC" -> ofType(operand, AttributeValue.Type.N);
      case "BLOB" -> ofType(operand, AttributeValue.Type.B);
      case "STRUCT", "TUPLE" -> ofType(operand, AttributeValue.Type.M);
      case "LIST" -> ofType(operand, AttributeValue.Type.L);
      default ->
          throw validation(
              "Unsupported data type for IS operator: "
                  + nameOf(type)
                  + IS_TYPES
                  + tokens.position(at));
    };
  }

  private static Condition ofType(Operand operand, AttributeValue.Type type) {
    return new Condition.AttributeType(
        operand, new Operand.Literal(new AttributeValue.Str(type.name())));
  }

  /** How the service calls a type that it does not look for. */
  private static String nameOf(String type) {
    return switch (type) {
      case "INT", "INTEGER" -> "IntegerType";
      case "INT4" -> "Integer4Type";
      case "INT8", "BIGINT" -> "Integer8Type";
      case "DOUBLE PRECISION" -> "DoublePrecisionType";
      case "CHARACTER VARYING", "VARCHAR" -> "CharacterVaryingType";
      case "CHAR" -> "CharacterType";
      default -> type.charAt(0) + type.substring(1).toLowerCase(Locale.ROOT) + "Type";
    };
  }

  private Condition call(Term.Call call, @Nullable String within) {
    String name = call.at().text().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "attribute_exists", "attribute_not_exists" ->
          hasOperands(call, 1) ? existence(call, name) : miscounted(call);
      case "attribute_type", "begins_with", "contains" ->
          hasOperands(call, 2) ? relation(call, name) : miscounted(call);
      case "size" -> noCondition(operand(call), within);
      default -> throw unrecognized(call.at());
    };
  }

  private Condition existence(Term.Call call, String name) {
    Operand path = operand(call.arguments().getFirst());
    return name.equals("attribute_exists")
        ? new Condition.AttributeExists(path)
        : new Condition.AttributeNotExists(path);
  }

  private Condition relation(Term.Call call, String name) {
    Operand first = operand(call.arguments().get(0));
    Operand second = operand(call.arguments().get(1));
    return switch (name) {
      case "attribute_type" -> new Condition.AttributeType(first, second);
      case "begins_with" -> new Condition.BeginsWith(first, second);
      default -> new Condition.Contains(first, second);
    };
  }

  ServiceException unrecognized(Token name) {
    return validation(
        "Unrecognized function: "
            + name.text().toLowerCase(Locale.ROOT)
            + " at "
            + tokens.position(name));
  }

  private static boolean hasOperands(Term.Call call, int count) {
    return call.arguments().size() == count;
  }

  private Condition miscounted(Term.Call call) {
    return fault(
        "Incorrect number of operands for operator or function; operator or function: "
            + call.at().text().toLowerCase(Locale.ROOT)
            + ", number of operands: "
            + call.arguments().size());
  }

  private Operand operand(Term term) {
    DocumentPath path = paths.path(term);
    if (path != null) {
      return path;
    }
    return switch (term) {
      case Term.Missing _ -> throw missing();
      case Term.Call call -> size(call);
      case Term.Infix(_, var operator, _, _) ->
          throw validation("Unsupported operator in Condition Expression. Operator: " + operator);
      case Term.Sign(var at, _) ->
          throw validation("Unsupported operator in Condition Expression. Operator: " + at.text());
      case Term.Subquery(_, var select) ->
          throw validation("Unsupported token in expression: SELECT at " + tokens.position(select));
      case Term.Joined _, Term.Not _, Term.Between _, Term.In _, Term.Is _ ->
          throw Malformed.because(Malformed.UNEXPECTED_TERM);
      default -> new Operand.Literal(values.value(term));
    };
  }

  private Operand size(Term.Call call) {
    if (!call.at().text().equalsIgnoreCase("size")) {
      if (function(call) != null) {
        refused("size", call);
        return new Operand.Literal(TRUE);
      }
      throw unrecognized(call.at());
    }
    if (!hasOperands(call, 1)) {
      miscounted(call);
      return new Operand.Literal(TRUE);
    }
    return new Operand.Size(operand(call.arguments().getFirst()));
  }
}
