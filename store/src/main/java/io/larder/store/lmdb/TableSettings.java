package io.larder.store.lmdb;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.ThroughputChanges;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.WarmThroughput;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What UpdateTable does to the settings of a table, in the service's words. */
final class TableSettings {
  private static final ProvisionedThroughput NO_THROUGHPUT = new ProvisionedThroughput(0, 0);
  private static final String INVALID = "One or more parameter values were invalid: ";

  private TableSettings() {}

  static BillingMode billingMode(TableOptions options) {
    return Objects.requireNonNullElse(options.billingMode(), BillingMode.PROVISIONED);
  }

  /** Rejects a change that does not fit the table's settings as they are. */
  static void check(TableDescription table, UpdateTableRequest request) {
    TableOptions given = request.options();
    BillingMode current = billingMode(table.options());
    BillingMode wanted = Objects.requireNonNullElse(given.billingMode(), current);
    ProvisionedThroughput throughput = given.provisionedThroughput();
    if (throughput != null && wanted == BillingMode.PAY_PER_REQUEST) {
      throw validation(
          INVALID
              + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode"
              + " is PAY_PER_REQUEST");
    }
    if (given.billingMode() == BillingMode.PROVISIONED && throughput == null) {
      throw validation(
          INVALID + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
    }
    checkOnDemand(given.onDemandThroughput(), wanted);
    if (throughput != null && current == wanted) {
      checkDiffers(throughput(table.options()), throughput);
    }
    checkIndexThroughput(table, request, current, wanted);
    ThroughputRules.checkTable(table.options(), given);
    checkStream(table, given.streamSpecification());
  }

  private static ProvisionedThroughput throughput(TableOptions options) {
    return Objects.requireNonNullElse(options.provisionedThroughput(), NO_THROUGHPUT);
  }

  private static void checkOnDemand(@Nullable OnDemandThroughput given, BillingMode wanted) {
    if (given != null && wanted == BillingMode.PROVISIONED) {
      throw validation(
          INVALID
              + (given.maxReadRequestUnits() != null
                  ? "MaxReadRequestUnits"
                  : "MaxWriteRequestUnits")
              + " for OnDemandThroughput cannot be specified when the table BillingMode is"
              + " PROVISIONED");
    }
  }

  private static void checkDiffers(ProvisionedThroughput current, ProvisionedThroughput given) {
    if (given.equals(current)) {
      throw ThroughputRules.unchanged("table", "table", current);
    }
  }

  /** A table that becomes provisioned needs throughput for each of its indexes. */
  private static void checkIndexThroughput(
      TableDescription table, UpdateTableRequest request, BillingMode current, BillingMode wanted) {
    if (current == wanted || wanted != BillingMode.PROVISIONED) {
      return;
    }
    List<String> missing =
        table.globalSecondaryIndexes().stream()
            .map(index -> index.index().indexName())
            .filter(
                name ->
                    request.globalSecondaryIndexUpdates().stream()
                        .noneMatch(update -> update.indexName().equals(name)))
            .toList();
    if (!missing.isEmpty()) {
      throw validation(
          INVALID
              + "ProvisionedThroughput must be specified for index: "
              + String.join(",", missing));
    }
  }

  private static void checkStream(TableDescription table, @Nullable StreamSpecification given) {
    if (given == null) {
      return;
    }
    StreamSpecification current = table.options().streamSpecification();
    boolean isEnabled = current != null && current.streamEnabled();
    if (given.streamEnabled() && isEnabled) {
      throw validation("Table already has an enabled stream: TableName: " + table.tableName());
    }
    if (!given.streamEnabled() && !isEnabled) {
      throw validation("Table has no stream to disable: TableName: " + table.tableName());
    }
  }

  /** The description with the settings that the request gives. */
  static TableDescription changed(
      TableDescription table,
      List<AttributeDefinition> definitions,
      List<GlobalSecondaryIndexDescription> indexes,
      UpdateTableRequest request,
      Instant now) {
    TableOptions old = table.options();
    TableOptions given = request.options();
    BillingMode mode = Objects.requireNonNullElse(given.billingMode(), billingMode(old));
    boolean becomesOnDemand =
        mode == BillingMode.PAY_PER_REQUEST && billingMode(old) != BillingMode.PAY_PER_REQUEST;
    StreamSpecification stream = given.streamSpecification();
    return new TableDescription(
        table.tableName(),
        table.tableArn(),
        table.tableId(),
        table.tableStatus(),
        table.creationDateTime(),
        definitions,
        table.keySchema(),
        table.localSecondaryIndexes(),
        becomesOnDemand
            ? indexes.stream().map(index -> withThroughput(index, null)).toList()
            : indexes,
        options(old, given, mode),
        becomesOnDemand ? now : table.lastUpdateToPayPerRequest(),
        stream != null && stream.streamEnabled()
            ? TableChanges.streamLabel(now)
            : table.latestStreamLabel(),
        0,
        0,
        given.provisionedThroughput() == null
            ? table.throughputChanges()
            : after(
                table.throughputChanges(), throughput(old), given.provisionedThroughput(), now));
  }

  private static TableOptions options(TableOptions old, TableOptions given, BillingMode mode) {
    boolean onDemand = mode == BillingMode.PAY_PER_REQUEST;
    StreamSpecification stream = given.streamSpecification();
    return new TableOptions(
        given.billingMode() == null ? old.billingMode() : mode,
        onDemand ? null : orOld(given.provisionedThroughput(), old.provisionedThroughput()),
        onDemand ? merged(old.onDemandThroughput(), given.onDemandThroughput()) : null,
        merged(old.warmThroughput(), given.warmThroughput()),
        stream == null ? old.streamSpecification() : stream.streamEnabled() ? stream : null,
        orOld(given.sseSpecification(), old.sseSpecification()),
        orOld(given.tableClass(), old.tableClass()),
        orOld(given.deletionProtectionEnabled(), old.deletionProtectionEnabled()));
  }

  private static <T> @Nullable T orOld(@Nullable T given, @Nullable T old) {
    return given == null ? old : given;
  }

  private static @Nullable OnDemandThroughput merged(
      @Nullable OnDemandThroughput old, @Nullable OnDemandThroughput given) {
    if (given == null) {
      return old;
    }
    Long read = given.maxReadRequestUnits();
    Long write = given.maxWriteRequestUnits();
    Long maxRead = effective(read, old == null ? null : old.maxReadRequestUnits());
    Long maxWrite = effective(write, old == null ? null : old.maxWriteRequestUnits());
    return maxRead == null && maxWrite == null ? null : new OnDemandThroughput(maxRead, maxWrite);
  }

  /** −1 takes the bound away. */
  private static @Nullable Long effective(@Nullable Long given, @Nullable Long old) {
    Long value = orOld(given, old);
    return value == null || value == -1 ? null : value;
  }

  private static @Nullable WarmThroughput merged(
      @Nullable WarmThroughput old, @Nullable WarmThroughput given) {
    if (given == null || old == null) {
      return orOld(given, old);
    }
    return new WarmThroughput(
        orOld(given.readUnitsPerSecond(), old.readUnitsPerSecond()),
        orOld(given.writeUnitsPerSecond(), old.writeUnitsPerSecond()));
  }

  private static ThroughputChanges after(
      ThroughputChanges before,
      ProvisionedThroughput old,
      ProvisionedThroughput given,
      Instant now) {
    boolean raised =
        given.readCapacityUnits() > old.readCapacityUnits()
            || given.writeCapacityUnits() > old.writeCapacityUnits();
    boolean lowered =
        given.readCapacityUnits() < old.readCapacityUnits()
            || given.writeCapacityUnits() < old.writeCapacityUnits();
    Instant lastDecrease = before.lastDecrease();
    int decreases =
        lastDecrease != null && isSameDay(lastDecrease, now) ? before.decreasesToday() : 0;
    return new ThroughputChanges(
        raised ? now : before.lastIncrease(),
        lowered ? now : lastDecrease,
        lowered ? decreases + 1 : decreases);
  }

  private static boolean isSameDay(Instant first, Instant second) {
    return first
        .atOffset(ZoneOffset.UTC)
        .toLocalDate()
        .equals(second.atOffset(ZoneOffset.UTC).toLocalDate());
  }

  /** The index with the throughput that the request gives it. */
  static GlobalSecondaryIndexDescription changed(
      GlobalSecondaryIndexDescription index,
      GlobalSecondaryIndexUpdate.Update change,
      Instant now) {
    GlobalSecondaryIndex old = index.index();
    ProvisionedThroughput given = change.provisionedThroughput();
    var updated =
        new GlobalSecondaryIndex(
            old.indexName(),
            old.keySchema(),
            old.projection(),
            orOld(given, old.provisionedThroughput()),
            merged(old.onDemandThroughput(), change.onDemandThroughput()),
            merged(old.warmThroughput(), change.warmThroughput()));
    ProvisionedThroughput before =
        Objects.requireNonNullElse(old.provisionedThroughput(), NO_THROUGHPUT);
    return new GlobalSecondaryIndexDescription(
        updated,
        index.indexArn(),
        index.indexStatus(),
        index.backfilling(),
        0,
        0,
        given == null
            ? index.throughputChanges()
            : after(index.throughputChanges(), before, given, now));
  }

  private static GlobalSecondaryIndexDescription withThroughput(
      GlobalSecondaryIndexDescription index, @Nullable ProvisionedThroughput throughput) {
    GlobalSecondaryIndex old = index.index();
    return new GlobalSecondaryIndexDescription(
        new GlobalSecondaryIndex(
            old.indexName(),
            old.keySchema(),
            old.projection(),
            throughput,
            old.onDemandThroughput(),
            old.warmThroughput()),
        index.indexArn(),
        index.indexStatus(),
        index.backfilling(),
        0,
        0,
        index.throughputChanges());
  }

  static TableOptions withThroughput(TableOptions options, ProvisionedThroughput throughput) {
    return new TableOptions(
        options.billingMode(),
        throughput,
        options.onDemandThroughput(),
        options.warmThroughput(),
        options.streamSpecification(),
        options.sseSpecification(),
        options.tableClass(),
        options.deletionProtectionEnabled());
  }
}
