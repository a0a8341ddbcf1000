package io.larder.protocol.operation;

/** The life cycle of a table. */
public enum TableStatus {
  CREATING,
  UPDATING,
  DELETING,
  ACTIVE,
  /** The key with which the table is encrypted cannot be used. */
  INACCESSIBLE_ENCRYPTION_CREDENTIALS
}
