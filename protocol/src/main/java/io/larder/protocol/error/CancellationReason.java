package io.larder.protocol.error;

import io.larder.protocol.wire.RenderedJson;
import org.jspecify.annotations.Nullable;

/**
 * Why one action of a cancelled transaction failed; {@code code} is {@code None} for an action that
 * did not. Codes: None, ConditionalCheckFailed, ItemCollectionSizeLimitExceeded,
 * TransactionConflict, ProvisionedThroughputExceeded, ThrottlingError, ValidationError.
 */
public record CancellationReason(
    String code, @Nullable String message, @Nullable RenderedJson item) {
  public static final CancellationReason NONE = new CancellationReason("None", null, null);
}
