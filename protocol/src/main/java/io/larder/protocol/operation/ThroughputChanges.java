package io.larder.protocol.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When provisioned throughput was last raised and lowered, and how often lowered this UTC day. */
public record ThroughputChanges(
    @Nullable Instant lastIncrease, @Nullable Instant lastDecrease, int decreasesToday) {
  /** Of a throughput that was never changed. */
  public static final ThroughputChanges NONE = new ThroughputChanges(null, null, 0);
}
