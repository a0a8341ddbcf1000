package io.larder.protocol.operation;

/** Provisioned capacity units per second. */
public record ProvisionedThroughput(long readCapacityUnits, long writeCapacityUnits) {

  /** True if reads or writes have less than in {@code other}. */
  public boolean isPartlyBelow(ProvisionedThroughput other) {
    return readCapacityUnits < other.readCapacityUnits
        || writeCapacityUnits < other.writeCapacityUnits;
  }
}
