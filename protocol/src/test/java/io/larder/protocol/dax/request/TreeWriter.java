package io.larder.protocol.dax.request;

import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.value.ValueEncoder;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.DocumentPath.Element;
import io.larder.protocol.expression.DocumentPath.Member;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.expression.Operand.Literal;
import io.larder.protocol.expression.SetValue;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.item.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes expressions as clients do, in any of the ways in which one of them may. */
final class TreeWriter {
  private final Random random;
  private final CborWriter tree = new CborWriter();
  private final List<AttributeValue> values = new ArrayList<>();

  private TreeWriter(Random random) {
    this.random = random;
  }

  static byte[] condition(Condition condition, Random random) {
    var writer = new TreeWriter(random);
    writer.write(condition);
    return writer.toBytes();
  }

  static byte[] update(List<UpdateAction> actions, Random random) {
    var writer = new TreeWriter(random);
    writer.array(actions.size(), () -> actions.forEach(writer::write));
    return writer.toBytes();
  }

  static byte[] projection(List<DocumentPath> paths, Random random) {
    var writer = new TreeWriter(random);
    writer.array(paths.size(), () -> paths.forEach(writer::write));
    return new CborWriter()
        .beginArray(2)
        .writeInt(1)
        .writeRaw(writer.tree.buffer(), 0, writer.tree.length())
        .toByteArray();
  }

  private byte[] toBytes() {
    CborWriter out =
        new CborWriter()
            .beginArray(3)
            .writeInt(1)
            .writeRaw(tree.buffer(), 0, tree.length())
            .beginArray(values.size());
    values.forEach(value -> ValueEncoder.write(value, out));
    return out.toByteArray();
  }

  private void array(int count, Runnable elements) {
    if (random.nextInt(4) == 0) {
      tree.beginIndefiniteArray();
      elements.run();
      tree.endIndefinite();
    } else {
      tree.beginArray(count);
      elements.run();
    }
  }

  private void node(int opcode, Runnable... operands) {
    array(
        1 + operands.length,
        () -> {
          tree.writeInt(opcode);
          for (Runnable operand : operands) {
            operand.run();
          }
        });
  }

  private void write(Condition condition) {
    switch (condition) {
      case Condition.Compare(var left, var comparison, var right) ->
          node(
              switch (comparison) {
                case EQ -> 0;
                case NE -> 1;
                case LT -> 2;
                case GE -> 3;
                case GT -> 4;
                case LE -> 5;
              },
              () -> write(left),
              () -> write(right));
      case Condition.All(var conditions) -> joined(6, conditions);
      case Condition.Any(var conditions) -> joined(7, conditions);
      case Condition.Not(var negated) -> node(8, () -> write(negated));
      case Condition.Between(var operand, var lower, var upper) ->
          node(9, () -> write(operand), () -> write(lower), () -> write(upper));
      case Condition.In(var operand, var candidates) ->
          node(
              10,
              () -> write(operand),
              () -> array(candidates.size(), () -> candidates.forEach(this::write)));
      case Condition.AttributeExists(var path) -> node(11, () -> write(path));
      case Condition.AttributeNotExists(var path) -> node(12, () -> write(path));
      case Condition.AttributeType(var operand, var type) ->
          node(13, () -> write(operand), () -> write(type));
      case Condition.BeginsWith(var operand, var prefix) ->
          node(14, () -> write(operand), () -> write(prefix));
      case Condition.Contains(var operand, var part) ->
          node(15, () -> write(operand), () -> write(part));
    }
  }

  /** Two at a time, as the parsers of clients see them. */
  private void joined(int opcode, List<Condition> conditions) {
    int last = conditions.size() - 1;
    if (last == 0) {
      write(conditions.getFirst());
    } else {
      node(
          opcode,
          () -> joined(opcode, conditions.subList(0, last)),
          () -> write(conditions.get(last)));
    }
  }

  private void write(Operand operand) {
    switch (operand) {
      case DocumentPath path -> write(path);
      case Literal(var value) -> write(value);
      case Operand.Size(var inner) -> node(16, () -> write(inner));
    }
  }

  private void write(AttributeValue value) {
    int known = values.indexOf(value);
    int index = known >= 0 && random.nextBoolean() ? known : values.size();
    if (index == values.size()) {
      values.add(value);
    }
    node(17, () -> tree.writeInt(index));
  }

  private void write(DocumentPath path) {
    array(
        2 + path.steps().size(),
        () -> {
          tree.writeInt(18).writeText(path.attribute());
          path.steps()
              .forEach(
                  step -> {
                    switch (step) {
                      case Member(var name) -> tree.writeText(name);
                      case Element(var index) -> tree.writeTag(3324).writeInt(index);
                    }
                  });
        });
  }

  private void write(UpdateAction action) {
    switch (action) {
      case UpdateAction.Set(var target, var value) ->
          node(19, () -> write(target), () -> write(value));
      case UpdateAction.Add(var target, var value) ->
          node(20, () -> write(target), () -> write(value));
      case UpdateAction.Delete(var target, var value) ->
          node(21, () -> write(target), () -> write(value));
      case UpdateAction.Remove(var target) -> node(22, () -> write(target));
    }
  }

  private void write(SetValue value) {
    switch (value) {
      case SetValue.Constant(var constant) -> write(constant);
      case SetValue.Attribute(var path) -> write(path);
      case SetValue.IfNotExists(var path, var otherwise) ->
          node(23, () -> write(path), () -> write(otherwise));
      case SetValue.ListAppend(var first, var second) ->
          node(24, () -> write(first), () -> write(second));
      case SetValue.Sum(var left, var right) -> node(25, () -> write(left), () -> write(right));
      case SetValue.Difference(var left, var right) ->
          node(26, () -> write(left), () -> write(right));
    }
  }
}
