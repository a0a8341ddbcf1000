package io.larder.store.lmdb.items;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Cancels transactions that there is no throughput for. */
final class Throttled {
  private Throttled() {}

  /**
   * @param refusals why an action, named by its place, cannot be done now; null if it can
   * @throws ServiceException TransactionCanceled, with a reason for each action that has a refusal
   */
  static void cancel(int actions, IntFunction<@Nullable ServiceError> refusals) {
    List<CancellationReason> reasons = null;
    for (int at = 0; at < actions; at++) {
      ServiceError refusal = refusals.apply(at);
      if (refusal != null) {
        if (reasons == null) {
          reasons = new ArrayList<>(Collections.nCopies(actions, CancellationReason.NONE));
        }
        reasons.set(at, new CancellationReason(code(refusal), refusal.message(), null));
      }
    }
    if (reasons != null) {
      throw new ServiceException(new ServiceError.TransactionCanceled(reasons));
    }
  }

  private static String code(ServiceError refusal) {
    return refusal instanceof ServiceError.ProvisionedThroughputExceeded
        ? "ProvisionedThroughputExceeded"
        : "ThrottlingError";
  }
}
