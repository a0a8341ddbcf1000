package io.larder.protocol.operation;

/** That a table is to be kept as it was at any moment of the last days. */
public record PointInTimeRecovery(int recoveryPeriodInDays) {
  /** As long as it is kept if nothing is said of that. */
  public static final int MAX_DAYS = 35;
}
