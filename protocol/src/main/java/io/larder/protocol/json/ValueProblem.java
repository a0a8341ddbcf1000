package io.larder.protocol.json;

import io.larder.protocol.item.ItemSize;

/**
 * What is wrong with an attribute value: the first fault found in one map of a request, and the
 * attribute or placeholder it was found under. Operations differ in how they report one.
 */
record ValueProblem(Kind kind, String message, String key) {
  static final String EMPTY_NAME = "Empty attribute name";
  static final String LONG_NAME = "Attribute name is too large, must be less than 65536 bytes";

  private static final int MAX_NAME_BYTES = 65_535;

  /** The faults that some operation tells apart. */
  enum Kind {
    EMPTY_NAME,
    LONG_NAME,
    NO_TYPE,
    SEVERAL_TYPES,
    NUMBER,
    NULL_FALSE,
    EMPTY_SET,
    DUPLICATES,
    NESTING
  }

  /** True if the name of an attribute is too long for one. */
  static boolean isLong(String name) {
    return name.length() > MAX_NAME_BYTES / 3 && ItemSize.utf8(name) > MAX_NAME_BYTES;
  }

  static ValueProblem emptyName(String key) {
    return new ValueProblem(Kind.EMPTY_NAME, EMPTY_NAME, key);
  }

  /** True if the value has no type or more than one. */
  boolean isShapeless() {
    return kind == Kind.NO_TYPE || kind == Kind.SEVERAL_TYPES;
  }

  /** The message as it names the placeholder of an expression value. */
  String named() {
    return "ExpressionAttributeValues contains invalid value: " + message + " for key " + key;
  }
}
