package io.larder.protocol.dax.request;

import io.larder.protocol.expression.ConditionChecks;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.InvalidExpression;
import io.larder.protocol.expression.SetValue;
import io.larder.protocol.expression.UpdateAction;
import java.util.List;

/** Reads an update, which is an array of actions. */
final class UpdateReader {
  private final NodeReader nodes;

  UpdateReader(NodeReader nodes) {
    this.nodes = nodes;
  }

  List<UpdateAction> read() {
    return nodes.list(this::action);
  }

  private UpdateAction action() {
    int announced = nodes.begin();
    Opcode opcode = nodes.opcode(announced);
    UpdateAction action =
        switch (opcode) {
          case SET -> new UpdateAction.Set(nodes.path(), value());
          case ADD -> new UpdateAction.Add(nodes.path(), nodes.value());
          case DELETE -> new UpdateAction.Delete(nodes.path(), nodes.value());
          case REMOVE -> new UpdateAction.Remove(nodes.path());
          default -> throw opcode.misplaced();
        };
    nodes.end(announced);
    return action;
  }

  private SetValue value() {
    int announced = nodes.begin();
    Opcode opcode = nodes.opcode(announced);
    SetValue value =
        switch (opcode) {
          case VALUE -> new SetValue.Constant(nodes.valueOperand());
          case PATH -> new SetValue.Attribute(nodes.pathOperands(announced));
          case IF_NOT_EXISTS -> new SetValue.IfNotExists(pathOf(value()), value());
          case LIST_APPEND -> new SetValue.ListAppend(value(), value());
          case SUM -> new SetValue.Sum(value(), value());
          case DIFFERENCE -> new SetValue.Difference(value(), value());
          default -> throw opcode.misplaced();
        };
    nodes.end(announced);
    return value;
  }

  private DocumentPath pathOf(SetValue operand) {
    if (operand instanceof SetValue.Attribute(var path)) {
      return path;
    }
    throw InvalidExpression.of(nodes.parameter(), ConditionChecks.pathRequired("if_not_exists"));
  }
}
