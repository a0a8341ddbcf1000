package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * Where in a shard to begin.
 *
 * @param sequenceNumber in decimal digits; given for those types that take one, and for no others
 */
public record ShardPosition(ShardIteratorType type, @Nullable String sequenceNumber) {
  public static final ShardPosition TRIM_HORIZON =
      new ShardPosition(ShardIteratorType.TRIM_HORIZON, null);
  public static final ShardPosition LATEST = new ShardPosition(ShardIteratorType.LATEST, null);

  public ShardPosition {
    if (type.takesSequenceNumber() != (sequenceNumber != null)) {
      throw new IllegalArgumentException(type + " with " + sequenceNumber);
    }
  }

  public static ShardPosition at(String sequenceNumber) {
    return new ShardPosition(ShardIteratorType.AT_SEQUENCE_NUMBER, sequenceNumber);
  }

  public static ShardPosition after(String sequenceNumber) {
    return new ShardPosition(ShardIteratorType.AFTER_SEQUENCE_NUMBER, sequenceNumber);
  }
}
