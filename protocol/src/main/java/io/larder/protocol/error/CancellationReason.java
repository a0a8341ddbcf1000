package io.larder.protocol.error;

import io.larder.protocol.wire.RenderedJson;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why one action of a cancelled transaction failed; {@code code} is {@code None} for an action that
 * did not. Codes: None, ConditionalCheckFailed, ItemCollectionSizeLimitExceeded,
 * TransactionConflict, ProvisionedThroughputExceeded, ThrottlingError, ValidationError.
 */
public record CancellationReason(
    String code, @Nullable String message, @Nullable RenderedJson item) {
  public static final CancellationReason NONE = new CancellationReason("None", null, null);

  /** What a client is told of a transaction with these reasons. */
  static String message(List<CancellationReason> reasons) {
    return reasons.stream()
        .map(CancellationReason::code)
        .collect(
            Collectors.joining(
                ", ",
                "Transaction cancelled, please refer cancellation reasons for specific reasons [",
                "]"));
  }
}
