package io.larder.protocol.partiql;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.OperatorCount;
import io.larder.protocol.expression.SetValue;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes an update of SET and REMOVE clauses. */
final class Updates {
  private final Tokens tokens;
  private final Values values;
  private final Paths paths;
  private final Conditions conditions;

  Updates(Tokens tokens, Values values, Paths paths, Conditions conditions) {
    this.tokens = tokens;
    this.values = values;
    this.paths = paths;
    this.conditions = conditions;
  }

  /** What is done to one target; {@code value} is null where it is removed. */
  record Clause(Term target, @Nullable Term value) {}

  UpdateExpression update(List<Clause> clauses) {
    List<UpdateAction> actions = new ArrayList<>(clauses.size());
    for (Clause clause : clauses) {
      if (clause.value() != null) {
        actions.add(set(target(clause), clause.value()));
      }
    }
    for (Clause clause : clauses) {
      if (clause.value() == null) {
        actions.add(new UpdateAction.Remove(target(clause)));
      }
    }
    // Of two paths that overlap, the service names the later one first.
    String fault = UpdateExpression.fault(actions.reversed());
    if (fault != null) {
      throw validation(fault);
    }
    return UpdateExpression.ofStatement(actions);
  }

  private DocumentPath target(Clause clause) {
    DocumentPath target = paths.path(clause.target());
    if (target == null) {
      throw Malformed.because(Malformed.NO_PATH);
    }
    return target;
  }

  private UpdateAction set(DocumentPath target, Term value) {
    if (value instanceof Term.Call call) {
      String name = call.at().text().toUpperCase(Locale.ROOT);
      if (name.equals("SET_ADD")) {
        return new UpdateAction.Add(target, members(call, target, name));
      }
      if (name.equals("SET_DELETE")) {
        return new UpdateAction.Delete(target, members(call, target, name));
      }
    }
    return new UpdateAction.Set(target, setValue(value, 0));
  }

  private AttributeValue members(Term.Call call, DocumentPath target, String name) {
    String at = " at " + tokens.position(call.at());
    List<Term> arguments = call.arguments();
    if (arguments.size() != 2) {
      throw validation(name + " must have exactly two arguments" + at);
    }
    if (!target.equals(paths.path(arguments.getFirst()))) {
      throw validation("The first argument to " + name + " must equal the assignment value" + at);
    }
    Term second = arguments.get(1);
    AttributeValue members =
        Values.isValue(second) ? values.value(second) : new AttributeValue.Null();
    if (!members.type().isSet()) {
      throw validation(
          "The second argument to "
              + name
              + " must be a value with type SET at "
              + tokens.position(arguments.getFirst().at()));
    }
    return members;
  }

  /** Goes down no further than operators are counted. */
  private SetValue setValue(Term term, int depth) {
    if (depth > ServiceQuotas.MAX_OPERATORS) {
      throw validation(OperatorCount.FAULT);
    }
    DocumentPath path = paths.path(term);
    if (path != null) {
      return new SetValue.Attribute(path);
    }
    return switch (term) {
      case Term.Infix(_, var operator, var left, var right) when operator.equals("+") ->
          new SetValue.Sum(setValue(left, depth + 1), setValue(right, depth + 1));
      case Term.Infix(_, var operator, var left, var right) when operator.equals("-") ->
          new SetValue.Difference(setValue(left, depth + 1), setValue(right, depth + 1));
      case Term.Call call -> listAppend(call, depth);
      case Term other -> new SetValue.Constant(values.value(other));
    };
  }

  private SetValue listAppend(Term.Call call, int depth) {
    if (!call.at().text().equalsIgnoreCase("list_append")) {
      throw conditions.unrecognized(call.at());
    }
    List<Term> arguments = call.arguments();
    if (arguments.size() != 2) {
      throw validation(
          "Incorrect number of operands for operator or function; operator or function:"
              + " list_append, number of operands: "
              + arguments.size());
    }
    return new SetValue.ListAppend(
        setValue(arguments.get(0), depth + 1), setValue(arguments.get(1), depth + 1));
  }
}
