package io.larder.store.delivery;

/**
 * What becomes of changes that are to be delivered.
 *
 * @param counts of one store only
 */
public record DeliveryOptions(DeliveryTarget target, DeliveryCounts counts) {
  /** Nothing can be delivered. */
  public static DeliveryOptions none() {
    return new DeliveryOptions(DeliveryTarget.NONE, new DeliveryCounts());
  }
}
