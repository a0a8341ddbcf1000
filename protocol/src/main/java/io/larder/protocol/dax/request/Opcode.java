package io.larder.protocol.dax.request;

import io.larder.protocol.dax.cbor.MalformedCbor;

/** What a node of a tree is, in the order of their numbers, with how many operands it has. */
enum Opcode {
  EQUAL(2),
  NOT_EQUAL(2),
  LESS(2),
  GREATER_OR_EQUAL(2),
  GREATER(2),
  LESS_OR_EQUAL(2),
  AND(2),
  OR(2),
  NOT(1),
  BETWEEN(3),
  IN(2),
  ATTRIBUTE_EXISTS(1),
  ATTRIBUTE_NOT_EXISTS(1),
  ATTRIBUTE_TYPE(2),
  BEGINS_WITH(2),
  CONTAINS(2),
  SIZE(1),
  VALUE(1),
  /** Has one element more for each step from its attribute. */
  PATH(1),
  SET(2),
  ADD(2),
  DELETE(2),
  REMOVE(1),
  IF_NOT_EXISTS(2),
  LIST_APPEND(2),
  SUM(2),
  DIFFERENCE(2);

  private static final Opcode[] ALL = values();

  private final int operands;

  Opcode(int operands) {
    this.operands = operands;
  }

  /**
   * @throws MalformedCbor if there is none of that number
   */
  static Opcode of(int number) {
    if (number < 0 || number >= ALL.length) {
      throw new MalformedCbor("unknown operator " + number);
    }
    return ALL[number];
  }

  int operands() {
    return operands;
  }

  /** That it stands where it cannot. */
  MalformedCbor misplaced() {
    return new MalformedCbor("misplaced " + this);
  }
}
