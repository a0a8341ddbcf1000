package io.larder.protocol.operation;

/** How much of the consumed capacity an answer reports. */
public enum ReturnConsumedCapacity {
  INDEXES,
  TOTAL,
  NONE
}
