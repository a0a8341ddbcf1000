package io.larder.protocol.operation;

/** The life of a stream. A disabled one is still read, until its records have been trimmed. */
public enum StreamStatus {
  ENABLING,
  ENABLED,
  DISABLING,
  DISABLED
}
