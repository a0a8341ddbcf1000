package io.larder.protocol.operation;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** When provisioned throughput was last raised and lowered, and how often lowered that UTC day. */
public record ThroughputChanges(
    @Nullable Instant lastIncrease, @Nullable Instant lastDecrease, int decreasesToday) {
  /** Of a throughput that was never changed. */
  public static final ThroughputChanges NONE = new ThroughputChanges(null, null, 0);

  /** How often throughput was lowered on the UTC day of {@code now}. */
  public int decreasesOn(Instant now) {
    return lastDecrease != null
            && lastDecrease
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .equals(now.atOffset(ZoneOffset.UTC).toLocalDate())
        ? decreasesToday
        : 0;
  }

  /** The changes after one that lowers the throughput. */
  public ThroughputChanges lowered(Instant now) {
    return new ThroughputChanges(lastIncrease, now, decreasesOn(now) + 1);
  }

  /** The changes after one from {@code old} to {@code given}. */
  public ThroughputChanges after(
      ProvisionedThroughput old, ProvisionedThroughput given, Instant now) {
    var raised =
        old.isPartlyBelow(given) ? new ThroughputChanges(now, lastDecrease, decreasesToday) : this;
    return given.isPartlyBelow(old) ? raised.lowered(now) : raised;
  }

  /** The changes as the answer to one shows them: its times, but the old number. */
  public ThroughputChanges withDecreasesOf(ThroughputChanges before) {
    return new ThroughputChanges(lastIncrease, lastDecrease, before.decreasesToday);
  }
}
