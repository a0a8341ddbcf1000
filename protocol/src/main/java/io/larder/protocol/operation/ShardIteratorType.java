package io.larder.protocol.operation;

/** Where in a shard to begin. */
public enum ShardIteratorType {
  /** The oldest record that has not been trimmed. */
  TRIM_HORIZON,
  /** Behind the newest record. */
  LATEST,
  AT_SEQUENCE_NUMBER,
  AFTER_SEQUENCE_NUMBER;

  /** True if a sequence number goes with it. */
  public boolean takesSequenceNumber() {
    return this == AT_SEQUENCE_NUMBER || this == AFTER_SEQUENCE_NUMBER;
  }
}
