package io.larder.protocol.expression.text;

import io.larder.protocol.expression.SetValue;
import io.larder.protocol.expression.UpdateAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints updates: each section once, where its first action stands. */
final class UpdatePrinter {
  private final PrintedText text;

  UpdatePrinter(PrintedText text) {
    this.text = text;
  }

  void print(List<UpdateAction> actions) {
    Map<String, List<UpdateAction>> sections = new LinkedHashMap<>();
    for (UpdateAction action : actions) {
      sections.computeIfAbsent(section(action), _ -> new ArrayList<>()).add(action);
    }
    sections.forEach((section, all) -> text.add(section).addAll(all, ",", this::print));
  }

  private static String section(UpdateAction action) {
    return switch (action) {
      case UpdateAction.Set _ -> "SET";
      case UpdateAction.Remove _ -> "REMOVE";
      case UpdateAction.Add _ -> "ADD";
      case UpdateAction.Delete _ -> "DELETE";
    };
  }

  private void print(UpdateAction action) {
    text.add(action.target());
    switch (action) {
      case UpdateAction.Set(_, var value) -> {
        text.add("=");
        print(value);
      }
      case UpdateAction.Add(_, var value) -> text.add(value);
      case UpdateAction.Delete(_, var value) -> text.add(value);
      case UpdateAction.Remove _ -> {}
    }
  }

  private void print(SetValue value) {
    switch (value) {
      case SetValue.Constant(var constant) -> text.add(constant);
      case SetValue.Attribute(var path) -> text.add(path);
      case SetValue.IfNotExists(var path, var otherwise) -> {
        text.add("if_not_exists").add("(");
        text.add(path);
        text.add(",");
        printTight(otherwise);
        text.add(")");
      }
      case SetValue.ListAppend _ ->
          text.add("list_append").add("(").addAll(value.operands(), ",", this::printTight).add(")");
      case SetValue.Sum _ -> text.addAll(value.operands(), "+", this::printTight);
      case SetValue.Difference _ -> text.addAll(value.operands(), "-", this::printTight);
    }
  }

  /** As an operand of another value: in parentheses if it is an operation itself. */
  private void printTight(SetValue value) {
    if (value instanceof SetValue.Sum || value instanceof SetValue.Difference) {
      text.add("(");
      print(value);
      text.add(")");
    } else {
      print(value);
    }
  }
}
