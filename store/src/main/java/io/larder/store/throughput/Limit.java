package io.larder.store.throughput;

/** Of the limits on a table or index the one that was reached. */
public enum Limit {
  PROVISIONED("Provisioned", "ProvisionedThroughputExceeded"),
  KEY_RANGE("KeyRange", "KeyRangeThroughputExceeded"),
  MAX_ON_DEMAND("MaxOnDemand", "MaxOnDemandThroughputExceeded");

  private final String word;
  private final String suffix;

  Limit(String word, String suffix) {
    this.word = word;
    this.suffix = suffix;
  }

  /** As it is spelled in the names of metrics. */
  public String word() {
    return word;
  }

  /** How the reason for throttling ends. */
  String suffix() {
    return suffix;
  }
}
