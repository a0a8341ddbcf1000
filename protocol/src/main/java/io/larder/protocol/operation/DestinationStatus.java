package io.larder.protocol.operation;

/** How far a table has come with sending its changes to a Kinesis data stream. */
public enum DestinationStatus {
  ENABLING,
  ACTIVE,
  DISABLING,
  DISABLED,
  ENABLE_FAILED,
  UPDATING
}
