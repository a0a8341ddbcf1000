package io.larder.store.lmdb;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.WarmThroughput;
import org.jspecify.annotations.Nullable;

/** What UpdateTable may do to the throughput of a table and its indexes, in the service's words. */
final class ThroughputRules {
  private static final String INVALID = "One or more parameter values were invalid: ";

  private ThroughputRules() {}

  static void checkTable(TableOptions old, TableOptions given) {
    checkRange(given.onDemandThroughput(), " for table");
    checkWarm(
        old.warmThroughput(), given.warmThroughput(), old.provisionedThroughput(), " for table");
  }

  static void checkIndex(
      GlobalSecondaryIndex old, GlobalSecondaryIndexUpdate.Update given, BillingMode mode) {
    String name = old.indexName();
    ProvisionedThroughput throughput = given.provisionedThroughput();
    if (throughput != null && mode == BillingMode.PAY_PER_REQUEST) {
      throw validation(
          INVALID
              + "The only Updates for index: "
              + name
              + " when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput,"
              + " WarmThroughput");
    }
    if (throughput != null && throughput.equals(old.provisionedThroughput())) {
      throw unchanged("index " + name, "index", throughput);
    }
    checkRange(given.onDemandThroughput(), " for index : " + name);
    checkWarm(
        old.warmThroughput(),
        given.warmThroughput(),
        old.provisionedThroughput(),
        " for index " + name);
  }

  /** The error about throughput that is as it was; {@code what} has it. */
  static RuntimeException unchanged(String what, String kind, ProvisionedThroughput throughput) {
    return validation(
        "The provisioned throughput for the "
            + what
            + " will not change. The requested value equals the current value. Current"
            + " ReadCapacityUnits provisioned for the "
            + kind
            + ": "
            + throughput.readCapacityUnits()
            + ". Requested ReadCapacityUnits: "
            + throughput.readCapacityUnits()
            + ". Current WriteCapacityUnits provisioned for the "
            + kind
            + ": "
            + throughput.writeCapacityUnits()
            + ". Requested WriteCapacityUnits: "
            + throughput.writeCapacityUnits()
            + ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to"
            + " request higher limits.");
  }

  /** −1 takes a bound away; any other must be positive. */
  private static void checkRange(@Nullable OnDemandThroughput given, String where) {
    if (given == null) {
      return;
    }
    boolean badRead = isOutOfRange(given.maxReadRequestUnits());
    if (badRead || isOutOfRange(given.maxWriteRequestUnits())) {
      throw validation(
          INVALID
              + "Requested "
              + (badRead ? "MaxReadRequestUnits" : "MaxWriteRequestUnits")
              + " for OnDemandThroughput"
              + where
              + " is outside of valid range");
    }
  }

  private static boolean isOutOfRange(@Nullable Long units) {
    return units != null && units < 1 && units != -1;
  }

  private static void checkWarm(
      @Nullable WarmThroughput ordered,
      @Nullable WarmThroughput given,
      @Nullable ProvisionedThroughput provisioned,
      String where) {
    if (given == null) {
      return;
    }
    WarmThroughput current = WarmThroughput.current(ordered, provisioned);
    boolean lessRead = isLess(given.readUnitsPerSecond(), current.readUnitsPerSecond());
    if (lessRead || isLess(given.writeUnitsPerSecond(), current.writeUnitsPerSecond())) {
      throw validation(
          INVALID
              + "Requested "
              + (lessRead ? "ReadUnitsPerSecond" : "WriteUnitsPerSecond")
              + " for WarmThroughput"
              + where
              + " is lower than current WarmThroughput, decreasing WarmThroughput is not"
              + " supported");
    }
  }

  private static boolean isLess(@Nullable Long given, @Nullable Long current) {
    return given != null && current != null && given < current;
  }
}
