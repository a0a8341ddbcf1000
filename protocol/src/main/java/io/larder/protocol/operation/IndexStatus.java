package io.larder.protocol.operation;

/** The life cycle of a global secondary index. */
public enum IndexStatus {
  CREATING,
  UPDATING,
  DELETING,
  ACTIVE
}
