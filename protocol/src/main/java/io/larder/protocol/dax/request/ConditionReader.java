package io.larder.protocol.dax.request;

import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.Operand;
import java.util.List;

/** Reads a condition, which is a tree of one node. */
final class ConditionReader {
  private final NodeReader nodes;

  ConditionReader(NodeReader nodes) {
    this.nodes = nodes;
  }

  Condition read() {
    int announced = nodes.begin();
    Opcode opcode = nodes.opcode(announced);
    Condition condition =
        switch (opcode) {
          case EQUAL -> compare(Comparison.EQ);
          case NOT_EQUAL -> compare(Comparison.NE);
          case LESS -> compare(Comparison.LT);
          case GREATER_OR_EQUAL -> compare(Comparison.GE);
          case GREATER -> compare(Comparison.GT);
          case LESS_OR_EQUAL -> compare(Comparison.LE);
          case AND -> new Condition.All(List.of(read(), read()));
          case OR -> new Condition.Any(List.of(read(), read()));
          case NOT -> new Condition.Not(read());
          case BETWEEN -> new Condition.Between(operand(), operand(), operand());
          case IN -> new Condition.In(operand(), candidates());
          case ATTRIBUTE_EXISTS -> new Condition.AttributeExists(operand());
          case ATTRIBUTE_NOT_EXISTS -> new Condition.AttributeNotExists(operand());
          case ATTRIBUTE_TYPE -> new Condition.AttributeType(operand(), operand());
          case BEGINS_WITH -> new Condition.BeginsWith(operand(), operand());
          case CONTAINS -> new Condition.Contains(operand(), operand());
          case SIZE,
              VALUE,
              PATH,
              SET,
              ADD,
              DELETE,
              REMOVE,
              IF_NOT_EXISTS,
              LIST_APPEND,
              SUM,
              DIFFERENCE ->
              throw opcode.misplaced();
        };
    nodes.end(announced);
    return condition;
  }

  private Condition compare(Comparison comparison) {
    return new Condition.Compare(operand(), comparison, operand());
  }

  private List<Operand> candidates() {
    List<Operand> candidates = nodes.list(this::operand);
    if (candidates.isEmpty()) {
      throw new MalformedCbor("IN of nothing");
    }
    return candidates;
  }

  private Operand operand() {
    int announced = nodes.begin();
    Opcode opcode = nodes.opcode(announced);
    Operand operand =
        switch (opcode) {
          case VALUE -> new Operand.Literal(nodes.valueOperand());
          case PATH -> nodes.pathOperands(announced);
          case SIZE -> new Operand.Size(operand());
          default -> throw opcode.misplaced();
        };
    nodes.end(announced);
    return operand;
  }
}
