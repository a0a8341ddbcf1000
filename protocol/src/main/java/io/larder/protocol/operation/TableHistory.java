package io.larder.protocol.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When settings of a table took effect; null for what never changed. */
public record TableHistory(
    @Nullable Instant lastUpdateToPayPerRequest,
    @Nullable Instant lastTableClassUpdate,
    @Nullable String latestStreamLabel,
    ThroughputChanges throughputChanges) {
  /** Of a table whose settings never changed. */
  public static final TableHistory NONE =
      new TableHistory(null, null, null, ThroughputChanges.NONE);
}
