package io.larder.store.lmdb.tables;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.ThroughputChanges;
import io.larder.protocol.operation.WarmThroughput;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What UpdateTable may do to the throughput of a table and its indexes, in the service's words. */
final class ThroughputRules {
  private static final int FREE_DECREASES = 4;
  private static final Duration BETWEEN_DECREASES = Duration.ofHours(1);
  private static final DateTimeFormatter FULL_DATE =
      DateTimeFormatter.ofPattern(
              "EEEE, MMMM d, y 'at' h:mm:ss a 'Coordinated Universal Time'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private ThroughputRules() {}

  static void checkTable(TableOptions old, TableOptions given) {
    checkRange(given.onDemandThroughput(), " for table");
    checkWarm(
        old.warmThroughput(), given.warmThroughput(), old.provisionedThroughput(), " for table");
  }

  /** A global index that is added to a table of that mode. */
  static void checkNewIndex(GlobalSecondaryIndex index, BillingMode mode) {
    boolean onDemand = mode == BillingMode.PAY_PER_REQUEST;
    if (onDemand && index.provisionedThroughput() != null) {
      throw invalidParameter(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: "
              + index.indexName()
              + " when BillingMode is PAY_PER_REQUEST");
    }
    if (!onDemand) {
      checkOnDemand(index.onDemandThroughput(), " for index : " + index.indexName());
      if (index.provisionedThroughput() == null) {
        throw unspecified(index.indexName());
      }
    }
  }

  private static RuntimeException unspecified(String index) {
    return invalidParameter(
        "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: " + index);
  }

  static void checkIndex(
      GlobalSecondaryIndexDescription old,
      GlobalSecondaryIndexUpdate.Update given,
      BillingMode mode,
      Instant now) {
    String name = given.indexName();
    ProvisionedThroughput throughput = given.provisionedThroughput();
    boolean changesNothing =
        throughput == null && given.onDemandThroughput() == null && given.warmThroughput() == null;
    if (mode == BillingMode.PAY_PER_REQUEST) {
      if (throughput != null || changesNothing) {
        throw invalidParameter(
            "The only Updates for index: "
                + name
                + " when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput,"
                + " WarmThroughput");
      }
    } else {
      checkOnDemand(given.onDemandThroughput(), " for index : " + name);
      if (changesNothing) {
        throw unspecified(name);
      }
    }
    GlobalSecondaryIndex index = old.index();
    if (throughput != null && index.provisionedThroughput() != null) {
      if (throughput.equals(index.provisionedThroughput())) {
        throw unchanged("index", name, throughput);
      }
      checkDecrease(old.throughputChanges(), index.provisionedThroughput(), throughput, now);
    }
    checkRange(given.onDemandThroughput(), " for index : " + name);
    checkWarm(
        index.warmThroughput(),
        given.warmThroughput(),
        index.provisionedThroughput(),
        " for index " + name);
  }

  /** Rejects bounds for requests of a provisioned table or of its index. */
  static void checkOnDemand(@Nullable OnDemandThroughput given, String where) {
    if (given != null) {
      throw invalidParameter(
          (given.maxReadRequestUnits() != null ? "MaxReadRequestUnits" : "MaxWriteRequestUnits")
              + " for OnDemandThroughput"
              + where
              + " cannot be specified when the table BillingMode is PROVISIONED");
    }
  }

  /** Rejects more than four decreases of a UTC day that come within an hour of the last. */
  static void checkDecrease(
      ThroughputChanges changes,
      ProvisionedThroughput old,
      ProvisionedThroughput given,
      Instant now) {
    Instant last = changes.lastDecrease();
    int decreases = changes.decreasesOn(now);
    if (last == null || decreases < FREE_DECREASES || !given.isPartlyBelow(old)) {
      return;
    }
    Instant midnight = last.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    Instant hourLater = last.plus(BETWEEN_DECREASES);
    Instant next = hourLater.isBefore(midnight) ? hourLater : midnight;
    if (now.isBefore(next)) {
      throw new ServiceException(
          new ServiceError.LimitExceeded(
              Messages.LIMIT_EXCEEDED
                  + "Provisioned throughput decreases are limited within a"
                  + " given UTC day. After the first 4 decreases, each subsequent decrease in the"
                  + " same UTC day can be performed at most once every 3600 seconds. Number of"
                  + " decreases today: "
                  + decreases
                  + ". Last decrease at "
                  + FULL_DATE.format(last)
                  + ". Next decrease can be made at "
                  + FULL_DATE.format(next)
                  + "."));
    }
  }

  /** The error about throughput that is as it was, of a "table" or of an "index" with a name. */
  static RuntimeException unchanged(String what, String name, ProvisionedThroughput throughput) {
    return validation(
        "The provisioned throughput for the "
            + (what + " " + name).strip()
            + " will not change. The requested value equals the current value. Current"
            + " ReadCapacityUnits provisioned for the "
            + what
            + ": "
            + throughput.readCapacityUnits()
            + ". Requested ReadCapacityUnits: "
            + throughput.readCapacityUnits()
            + ". Current WriteCapacityUnits provisioned for the "
            + what
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
      throw invalidParameter(Messages.onDemandOutOfRange(badRead, where));
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
      throw invalidParameter(
          "Requested "
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
