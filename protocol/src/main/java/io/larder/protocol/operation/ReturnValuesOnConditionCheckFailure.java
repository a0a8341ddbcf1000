package io.larder.protocol.operation;

/** Whether a failed condition returns the stored item. */
public enum ReturnValuesOnConditionCheckFailure {
  ALL_OLD,
  NONE
}
