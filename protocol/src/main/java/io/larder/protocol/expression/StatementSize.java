package io.larder.protocol.expression;

import io.larder.protocol.expression.DocumentPath.Element;
import io.larder.protocol.expression.DocumentPath.Member;
import io.larder.protocol.expression.DocumentPath.Step;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.List;

/**
 * What the service counts of an UpdateExpression before it looks at the item: the values that the
 * statement brings along, each time that it uses them, and the way in which it is written, but
 * nothing of what is stored. As observed on the service by the largest statements that it took.
 */
final class StatementSize {
  private static final int STATEMENT = 3;
  private static final int SET_OR_ADD = 19;
  private static final int REMOVE_OR_DELETE = 1;
  private static final int STEP_OF_TARGET = 4;
  private static final int OPERAND = 1;
  private static final int STEP_OF_OPERAND = 14;
  private static final int SUM = 34;
  private static final int DIFFERENCE = 37;
  private static final int LIST_APPEND = 37;
  private static final int IF_NOT_EXISTS = 39;

  private StatementSize() {}

  /** In bytes; no more than shows that it is too large. */
  static long of(List<UpdateAction> actions) {
    long size = STATEMENT;
    for (UpdateAction action : actions) {
      size += ofTarget(action.target());
      size +=
          switch (action) {
            case UpdateAction.Set(_, var value) -> SET_OR_ADD + of(value);
            case UpdateAction.Add(_, var value) -> SET_OR_ADD + ItemSize.of(value);
            case UpdateAction.Remove _, UpdateAction.Delete _ -> REMOVE_OR_DELETE;
          };
      if (size > ServiceQuotas.MAX_ITEM_BYTES) {
        // Refused in any case, and a value that is used again and again would be counted each time.
        break;
      }
    }
    return size;
  }

  private static long of(SetValue value) {
    return switch (value) {
      case SetValue.Constant(var constant) -> ItemSize.of(constant);
      case SetValue.Attribute(var path) -> ofOperand(path);
      case SetValue.IfNotExists(var path, var otherwise) ->
          IF_NOT_EXISTS + ofOperand(path) + of(otherwise);
      case SetValue.ListAppend(var first, var second) -> LIST_APPEND + of(first) + of(second);
      case SetValue.Sum(var left, var right) -> SUM + of(left) + of(right);
      case SetValue.Difference(var left, var right) -> DIFFERENCE + of(left) + of(right);
    };
  }

  private static long ofTarget(DocumentPath path) {
    return ofNames(path) + (long) STEP_OF_TARGET * path.steps().size();
  }

  private static long ofOperand(DocumentPath path) {
    return OPERAND + ofNames(path) + (long) STEP_OF_OPERAND * (1 + path.steps().size());
  }

  private static long ofNames(DocumentPath path) {
    long size = ItemSize.utf8(path.attribute());
    for (Step step : path.steps()) {
      size +=
          switch (step) {
            case Member(var name) -> ItemSize.utf8(name);
            case Element(var index) -> Long.toString(index).length();
          };
    }
    return size;
  }
}
