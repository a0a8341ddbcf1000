package io.larder.protocol.operation;

/** How exactly records in a Kinesis data stream tell when a change was made. */
public enum CreationTimePrecision {
  MILLISECOND,
  MICROSECOND
}
