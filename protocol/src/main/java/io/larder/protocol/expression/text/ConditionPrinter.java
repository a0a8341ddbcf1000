package io.larder.protocol.expression.text;

import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.expression.Operand.Literal;
import java.util.List;

/** Prints conditions, in parentheses only where they would come apart without. */
final class ConditionPrinter {
  private final PrintedText text;

  ConditionPrinter(PrintedText text) {
    this.text = text;
  }

  void print(Condition condition) {
    switch (condition) {
      case Condition.All(var conditions) -> text.addAll(conditions, "AND", this::printTight);
      // AND binds tighter than OR, so what OR joins needs no parentheses.
      case Condition.Any(var conditions) -> text.addAll(conditions, "OR", this::print);
      case Condition.Not(var negated) -> {
        text.add("NOT");
        printTight(negated);
      }
      case Condition.Compare(var left, var comparison, var right) -> {
        print(left);
        text.add(comparison.symbol());
        print(right);
      }
      case Condition.Between(var operand, var lower, var upper) -> {
        print(operand);
        text.add("BETWEEN");
        text.addAll(List.of(lower, upper), "AND", this::print);
      }
      case Condition.In(var operand, var candidates) -> {
        print(operand);
        printCall("IN", candidates);
      }
      case Condition.AttributeExists(var path) -> printCall("attribute_exists", List.of(path));
      case Condition.AttributeNotExists(var path) ->
          printCall("attribute_not_exists", List.of(path));
      case Condition.AttributeType(var operand, var type) ->
          printCall("attribute_type", List.of(operand, type));
      case Condition.BeginsWith(var operand, var prefix) ->
          printCall("begins_with", List.of(operand, prefix));
      case Condition.Contains(var operand, var part) ->
          printCall("contains", List.of(operand, part));
    }
  }

  /** As what AND or NOT takes: in parentheses if it is joined itself. */
  private void printTight(Condition condition) {
    if (condition instanceof Condition.All || condition instanceof Condition.Any) {
      text.add("(");
      print(condition);
      text.add(")");
    } else {
      print(condition);
    }
  }

  private void printCall(String function, List<Operand> operands) {
    text.add(function).add("(").addAll(operands, ",", this::print).add(")");
  }

  private void print(Operand operand) {
    switch (operand) {
      case DocumentPath path -> text.add(path);
      case Literal(var value) -> text.add(value);
      case Operand.Size(var inner) -> printCall("size", List.of(inner));
    }
  }
}
