package io.larder.store.lmdb.delivery;

import io.larder.store.lmdb.tables.ControlPlane;
import java.time.Duration;

/**
 * How long destinations take to change, at least.
 *
 * @param enabling until ACTIVE
 * @param updating until ACTIVE again
 * @param disabling until DISABLED
 */
record DeliveryPace(Duration enabling, Duration updating, Duration disabling) {
  static DeliveryPace of(ControlPlane mode) {
    return switch (mode) {
      case INSTANT -> new DeliveryPace(Duration.ZERO, Duration.ZERO, Duration.ZERO);
      case REALISTIC ->
          new DeliveryPace(Duration.ofSeconds(4), Duration.ofMinutes(2), Duration.ofSeconds(2));
    };
  }
}
