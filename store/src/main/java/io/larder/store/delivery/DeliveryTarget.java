package io.larder.store.delivery;

import java.util.List;

/** Where the changes of tables are sent to. Its calls block; for any number of threads. */
public interface DeliveryTarget {
  /** Where there is none: every call fails. */
  DeliveryTarget NONE =
      new DeliveryTarget() {
        @Override
        public boolean isGiven() {
          return false;
        }

        @Override
        public void check(String streamArn) throws DeliveryException {
          throw new DeliveryException("this server sends changes to none", true);
        }

        @Override
        public List<Receipt> put(String streamArn, List<DeliveredChange> changes)
            throws DeliveryException {
          throw new DeliveryException("this server sends changes to none", false);
        }
      };

  /** What became of one change. */
  enum Receipt {
    TAKEN,
    /** The stream takes no more now. */
    THROTTLED,
    /** Not taken, for another reason that may pass. */
    FAILED,
    /** It will never be taken as it is. */
    REFUSED
  }

  /** False if nothing can be sent. */
  default boolean isGiven() {
    return true;
  }

  /**
   * Looks whether there is such a stream that takes changes.
   *
   * @throws DeliveryException if not, or if nobody knows
   */
  void check(String streamArn) throws DeliveryException, InterruptedException;

  /**
   * Sends changes, and says of each what became of it, in the same order.
   *
   * @throws DeliveryException if nobody knows what became of them, or none was taken
   */
  List<Receipt> put(String streamArn, List<DeliveredChange> changes)
      throws DeliveryException, InterruptedException;
}
