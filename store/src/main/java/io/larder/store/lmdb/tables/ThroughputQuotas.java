package io.larder.store.lmdb.tables;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.DescribeLimitsResponse;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.WarmThroughput;
import org.jspecify.annotations.Nullable;

/** Most throughput of a table and of an index, by the service's default quotas. */
public final class ThroughputQuotas {
  /** Most units of all tables of an account, as DescribeLimits tells; not added up here. */
  private static final long ACCOUNT_UNITS = 80_000;

  /** Most units of one table, and of one index. */
  private static final long TABLE_UNITS = 40_000;

  public static final DescribeLimitsResponse LIMITS =
      new DescribeLimitsResponse(ACCOUNT_UNITS, ACCOUNT_UNITS, TABLE_UNITS, TABLE_UNITS);

  private final String region;

  ThroughputQuotas(String region) {
    this.region = region;
  }

  void check(CreateTableRequest request) {
    checkTable(request.options());
    request.globalSecondaryIndexes().forEach(this::checkIndex);
  }

  void check(UpdateTableRequest request) {
    checkTable(request.options());
    for (GlobalSecondaryIndexUpdate update : request.globalSecondaryIndexUpdates()) {
      switch (update) {
        case GlobalSecondaryIndexUpdate.Create(var index) -> checkIndex(index);
        case GlobalSecondaryIndexUpdate.Update(var name, var provisioned, var onDemand, var warm) ->
            checkIndex(name, provisioned, onDemand, warm);
        case GlobalSecondaryIndexUpdate.Delete _ -> {}
      }
    }
  }

  private void checkTable(TableOptions given) {
    checkProvisioned(given.provisionedThroughput(), "", "table");
    checkOnDemand(given.onDemandThroughput(), "table");
    checkWarm(given.warmThroughput(), "table");
  }

  private void checkIndex(GlobalSecondaryIndex index) {
    checkIndex(
        index.indexName(),
        index.provisionedThroughput(),
        index.onDemandThroughput(),
        index.warmThroughput());
  }

  private void checkIndex(
      String name,
      @Nullable ProvisionedThroughput provisioned,
      @Nullable OnDemandThroughput onDemand,
      @Nullable WarmThroughput warm) {
    checkProvisioned(provisioned, " for index " + name, "index");
    checkOnDemand(onDemand, "index : " + name);
    checkWarm(warm, "index " + name);
  }

  private void checkProvisioned(@Nullable ProvisionedThroughput given, String where, String kind) {
    if (given != null) {
      checkProvisioned(given.readCapacityUnits(), "ReadCapacityUnits" + where, kind);
      checkProvisioned(given.writeCapacityUnits(), "WriteCapacityUnits" + where, kind);
    }
  }

  private void checkProvisioned(long units, String what, String kind) {
    if (units > TABLE_UNITS) {
      throw exceeded(
          "The requested "
              + what
              + ", "
              + units
              + ", is above the per "
              + kind
              + " maximum for the account in "
              + region
              + ". Per table maximum: "
              + TABLE_UNITS
              + ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to"
              + " request higher limits.");
    }
  }

  private void checkOnDemand(@Nullable OnDemandThroughput given, String where) {
    if (given != null) {
      String what = " for OnDemandThroughput for " + where;
      checkRead(given.maxReadRequestUnits(), "MaxReadRequestUnits" + what);
      checkWrite(given.maxWriteRequestUnits(), "MaxWriteRequestUnits" + what);
    }
  }

  private void checkWarm(@Nullable WarmThroughput given, String where) {
    if (given != null) {
      String what = " for WarmThroughput for " + where;
      checkRead(given.readUnitsPerSecond(), "ReadUnitsPerSecond" + what);
      checkWrite(given.writeUnitsPerSecond(), "WriteUnitsPerSecond" + what);
    }
  }

  private void checkRead(@Nullable Long units, String what) {
    check(units, what, "TableMaxReadCapacityUnits");
  }

  private void checkWrite(@Nullable Long units, String what) {
    check(units, what, "TableMaxWriteCapacityUnits");
  }

  private void check(@Nullable Long units, String what, String quota) {
    if (units != null && units > TABLE_UNITS) {
      throw exceeded(
          Messages.LIMIT_EXCEEDED
              + "Requested "
              + what
              + " exceeds "
              + quota
              + " of the account in region "
              + region);
    }
  }

  private static ServiceException exceeded(String message) {
    return new ServiceException(new ServiceError.LimitExceeded(message));
  }
}
