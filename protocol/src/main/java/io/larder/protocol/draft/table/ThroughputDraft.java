package io.larder.protocol.draft.table;

import io.larder.protocol.draft.Violations;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.WarmThroughput;
import org.jspecify.annotations.Nullable;

/** Provisioned throughput, of which either number may be missing. */
public record ThroughputDraft(@Nullable Long readCapacityUnits, @Nullable Long writeCapacityUnits) {

  void check(String path, Violations violations) {
    checkUnits(writeCapacityUnits, path + ".writeCapacityUnits", violations);
    checkUnits(readCapacityUnits, path + ".readCapacityUnits", violations);
  }

  private static void checkUnits(@Nullable Long units, String path, Violations violations) {
    if (units == null) {
      violations.addNull(path);
    } else {
      violations.atLeast(units, 1, path);
    }
  }

  static @Nullable ProvisionedThroughput toProvisioned(@Nullable ThroughputDraft draft) {
    return draft == null || draft.readCapacityUnits == null || draft.writeCapacityUnits == null
        ? null
        : new ProvisionedThroughput(draft.readCapacityUnits, draft.writeCapacityUnits);
  }

  /** Null for throughput that says nothing. */
  static @Nullable OnDemandThroughput orNull(@Nullable OnDemandThroughput throughput) {
    return throughput != null
            && throughput.maxReadRequestUnits() == null
            && throughput.maxWriteRequestUnits() == null
        ? null
        : throughput;
  }

  /** Null for throughput that says nothing. */
  static @Nullable WarmThroughput orNull(@Nullable WarmThroughput throughput) {
    return throughput != null
            && throughput.readUnitsPerSecond() == null
            && throughput.writeUnitsPerSecond() == null
        ? null
        : throughput;
  }
}
