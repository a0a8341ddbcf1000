package io.larder.protocol.draft.table;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.WarmThroughput;
import org.jspecify.annotations.Nullable;

/** The throughput of new tables and indexes, on demand and warm, against their billing mode. */
final class ThroughputChecks {
  private static final String INITIAL_ON_DEMAND =
      "initial throughput for OnDemand. See:"
          + " https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial";

  private ThroughputChecks() {}

  /** A global index that UpdateTable adds. */
  static void checkNewIndex(GlobalSecondaryIndex index) {
    checkRange(index.onDemandThroughput(), " for index : " + index.indexName());
    checkWarm(
        index.warmThroughput(), index.provisionedThroughput(), " for index " + index.indexName());
  }

  static void checkOnDemand(CreateTableRequest request) {
    boolean onDemand = request.options().billingMode() == BillingMode.PAY_PER_REQUEST;
    checkOnDemand(request.options().onDemandThroughput(), onDemand, "", " for table");
    for (GlobalSecondaryIndex index : request.globalSecondaryIndexes()) {
      checkOnDemand(
          index.onDemandThroughput(),
          onDemand,
          " for index: " + index.indexName(),
          " for index : " + index.indexName());
    }
  }

  private static void checkOnDemand(
      @Nullable OnDemandThroughput throughput, boolean onDemand, String gate, String range) {
    OnDemandThroughput given = ThroughputDraft.orNull(throughput);
    if (!onDemand && given != null) {
      throw ServiceException.invalidParameter(
          (given.maxReadRequestUnits() != null ? "MaxReadRequestUnits" : "MaxWriteRequestUnits")
              + " for OnDemandThroughput"
              + gate
              + " cannot be specified when table BillingMode is PROVISIONED.");
    }
    checkRange(throughput, range);
  }

  private static void checkRange(@Nullable OnDemandThroughput throughput, String where) {
    if (throughput == null) {
      return;
    }
    boolean badRead = isOutOfRange(throughput.maxReadRequestUnits());
    if (badRead || isOutOfRange(throughput.maxWriteRequestUnits())) {
      throw ServiceException.invalidParameter(Messages.onDemandOutOfRange(badRead, where));
    }
  }

  private static boolean isOutOfRange(@Nullable Long units) {
    return units != null && units < 1;
  }

  static void checkWarm(CreateTableRequest request) {
    checkWarm(
        request.options().warmThroughput(),
        request.options().provisionedThroughput(),
        " for table");
    for (GlobalSecondaryIndex index : request.globalSecondaryIndexes()) {
      checkWarm(
          index.warmThroughput(), index.provisionedThroughput(), " for index " + index.indexName());
    }
  }

  private static void checkWarm(
      @Nullable WarmThroughput ordered, @Nullable ProvisionedThroughput provisioned, String what) {
    if (ordered == null) {
      return;
    }
    WarmThroughput least = WarmThroughput.current(null, provisioned);
    rejectLower(
        ordered.readUnitsPerSecond(),
        least.readUnitsPerSecond(),
        "ReadUnitsPerSecond for WarmThroughput" + what,
        provisioned == null ? INITIAL_ON_DEMAND : "ReadCapacityUnits of ProvisionedThroughput");
    rejectLower(
        ordered.writeUnitsPerSecond(),
        least.writeUnitsPerSecond(),
        "WriteUnitsPerSecond for WarmThroughput" + what,
        provisioned == null ? INITIAL_ON_DEMAND : "WriteCapacityUnits of ProvisionedThroughput");
  }

  private static void rejectLower(
      @Nullable Long ordered, @Nullable Long least, String what, String bound) {
    if (ordered != null && least != null && ordered < least) {
      throw ServiceException.invalidParameter("Requested " + what + " is lower than " + bound);
    }
  }
}
