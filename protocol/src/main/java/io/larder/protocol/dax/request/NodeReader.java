package io.larder.protocol.dax.request;

import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborType;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.DocumentPath.Element;
import io.larder.protocol.expression.DocumentPath.Member;
import io.larder.protocol.expression.DocumentPath.Step;
import io.larder.protocol.expression.InvalidExpression;
import io.larder.protocol.expression.OperatorCount;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads the nodes of one expression, which are arrays of an opcode and its operands. Reads no more
 * nodes, nor deeper ones, than the longest text can stand for.
 */
final class NodeReader {
  /** Each takes a character of a text at least. */
  static final int MAX_NODES = ServiceQuotas.MAX_EXPRESSION_BYTES;

  /** An action and a path or value, and between them as many operators as may be. */
  private static final int MAX_DEPTH = ServiceQuotas.MAX_OPERATORS + 2;

  private static final int INDEX_TAG = 3324;

  private final String parameter;
  private final CborReader in;
  private final List<AttributeValue> values;
  private int nodes;
  private int depth;

  /** Reads what {@code in} is at as the value of {@code parameter}; nodes refer to the values. */
  NodeReader(String parameter, CborReader in, List<AttributeValue> values) {
    this.parameter = parameter;
    this.in = in;
    this.values = values;
  }

  String parameter() {
    return parameter;
  }

  /**
   * Begins a node: how many elements it announces, or {@link CborReader#INDEFINITE}. Its opcode,
   * its operands, and {@link #end} are to follow.
   */
  int begin() {
    count();
    if (++depth > MAX_DEPTH) {
      throw InvalidExpression.of(parameter, OperatorCount.FAULT);
    }
    return in.beginArray();
  }

  private void count() {
    if (++nodes > MAX_NODES) {
      throw InvalidExpression.of(parameter, InvalidExpression.TOO_LONG);
    }
  }

  Opcode opcode(int announced) {
    Opcode opcode = Opcode.of(in.readInt());
    int least = 1 + opcode.operands();
    if (announced >= 0 && (announced < least || (announced > least && opcode != Opcode.PATH))) {
      throw new MalformedCbor("wrong number of operands of " + opcode);
    }
    return opcode;
  }

  void end(int announced) {
    depth--;
    Arguments.endArray(in, announced);
  }

  /** The operand of a VALUE. */
  AttributeValue valueOperand() {
    int index = in.readInt();
    if (index < 0 || index >= values.size()) {
      throw new MalformedCbor("no value " + index);
    }
    return values.get(index);
  }

  /** The operands of a PATH. */
  DocumentPath pathOperands(int announced) {
    String attribute = in.readText();
    List<Step> steps = List.of();
    for (int read = 2; announced < 0 ? in.peek() != CborType.BREAK : read < announced; read++) {
      if (steps.isEmpty()) {
        steps = new ArrayList<>(4);
      }
      steps.add(step());
    }
    return new DocumentPath(attribute, steps);
  }

  private Step step() {
    count();
    if (in.peek() != CborType.TAG) {
      return new Member(in.readText());
    }
    if (in.readTag() != INDEX_TAG) {
      throw new MalformedCbor("unknown step of a path");
    }
    return new Element(in.readLong());
  }

  /** A node that must be a value. */
  AttributeValue value() {
    int announced = begin(Opcode.VALUE);
    AttributeValue value = valueOperand();
    end(announced);
    return value;
  }

  /** A node that must be a path. */
  DocumentPath path() {
    int announced = begin(Opcode.PATH);
    DocumentPath path = pathOperands(announced);
    end(announced);
    return path;
  }

  private int begin(Opcode expected) {
    int announced = begin();
    Opcode opcode = opcode(announced);
    if (opcode != expected) {
      throw opcode.misplaced();
    }
    return announced;
  }

  /** An array of what {@code element} reads. */
  <T> List<T> list(Supplier<T> element) {
    List<T> elements = new ArrayList<>(4);
    for (int left = in.beginArray(); in.hasNext(left); left--) {
      elements.add(element.get());
    }
    return elements;
  }
}
