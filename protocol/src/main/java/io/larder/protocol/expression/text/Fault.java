package io.larder.protocol.expression.text;

/**
 * What can be wrong with an expression whose syntax is right. The service reads an expression to
 * its end and then reports the first fault of the kind that it looks at first, which depends on the
 * kind of expression.
 */
enum Fault {
  PARENTHESES,
  OPERATOR_COUNT,
  UNKNOWN_FUNCTION,
  MISUSED_FUNCTION,
  RESERVED_WORD,
  PATH_DEPTH,
  REPEATED_SECTION,
  UNDEFINED_NAME,
  UNDEFINED_VALUE,
  OPERAND_COUNT,
  PATHS_TOGETHER,
  OPERAND_TYPE,
  FUNCTION_TYPE,
  /** The first fault of the first faulty condition of several. */
  CONDITION
}
