package io.larder.proxy.metrics;

import io.larder.protocol.error.ServiceError;

/** How a request ended. */
public enum Outcome {
  SUCCESS(0),
  /** The client was at fault. */
  ERROR(1),
  /** Refused because there was too much to do. */
  THROTTLED(2),
  /** The server was at fault. */
  FAULT(3),
  /** A write was not made because of its condition. */
  CONDITION(4);

  static final int COUNT = values().length;

  private final int index;

  Outcome(int index) {
    this.index = index;
  }

  /** Its place in arrays of {@link #COUNT}. */
  int index() {
    return index;
  }

  public static Outcome of(ServiceError error) {
    return switch (error) {
      case ServiceError.Relayed relayed when relayed.httpStatus() < 500 -> of(relayed.meaning());
      case ServiceError.Throttling _,
          ServiceError.ProvisionedThroughputExceeded _,
          ServiceError.RequestLimitExceeded _ ->
          THROTTLED;
      case ServiceError.ConditionalCheckFailed _ -> CONDITION;
      default -> error.httpStatus() >= 500 ? FAULT : ERROR;
    };
  }
}
