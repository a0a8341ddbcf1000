package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** Throughput that a table or index can take at once. */
public record WarmThroughput(
    @Nullable Long readUnitsPerSecond, @Nullable Long writeUnitsPerSecond) {

  /** What an on-demand table or index takes at once if nothing else was ordered. */
  public static final WarmThroughput ON_DEMAND = new WarmThroughput(12_000L, 4_000L);

  /**
   * What a table or index takes at once: as much as was ordered, at least what it is provisioned
   * with, or on demand, if {@code provisioned} is null, the usual.
   */
  public static WarmThroughput current(
      @Nullable WarmThroughput ordered, @Nullable ProvisionedThroughput provisioned) {
    WarmThroughput least =
        provisioned == null
            ? ON_DEMAND
            : new WarmThroughput(provisioned.readCapacityUnits(), provisioned.writeCapacityUnits());
    return ordered == null
        ? least
        : new WarmThroughput(
            greater(ordered.readUnitsPerSecond, least.readUnitsPerSecond),
            greater(ordered.writeUnitsPerSecond, least.writeUnitsPerSecond));
  }

  private static @Nullable Long greater(@Nullable Long ordered, @Nullable Long least) {
    return ordered == null || (least != null && least > ordered) ? least : ordered;
  }
}
