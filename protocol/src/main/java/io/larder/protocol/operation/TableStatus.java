package io.larder.protocol.operation;

/** The life cycle of a table. */
public enum TableStatus {
  CREATING,
  UPDATING,
  DELETING,
  ACTIVE
}
