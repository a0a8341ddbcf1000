package io.larder.protocol.draft.item;

import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.util.function.Supplier;

/**
 * How an operation words a single fault: PutItem, UpdateItem and DeleteItem report most of them as
 * <code>1 validation error detected: …</code>, all others as they are.
 */
enum Envelope {
  NONE,
  WRAPPED;

  /** How faults of this request are worded, as far as they are introduced at all. */
  static Envelope of(boolean isReadByOlderLayer) {
    return isReadByOlderLayer ? NONE : WRAPPED;
  }

  ServiceException error(String message) {
    return ServiceException.validation(this == WRAPPED ? Violations.enveloped(message) : message);
  }

  /** What {@code work} gives, its validation errors worded in this way. */
  <T> T around(Supplier<T> work) {
    try {
      return work.get();
    } catch (ServiceException e) {
      if (this == WRAPPED && e.error() instanceof ServiceError.Validation(var message)) {
        throw error(message);
      }
      throw e;
    }
  }
}
