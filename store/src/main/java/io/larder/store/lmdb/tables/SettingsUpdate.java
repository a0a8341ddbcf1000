package io.larder.store.lmdb.tables;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.SseSpecification;
import io.larder.protocol.operation.StoredSize;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.TableClass;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableHistory;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TableSchema;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.WarmThroughput;
import io.larder.store.lmdb.streams.StreamLife;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What UpdateTable does to the settings of a table, in the service's words. */
final class SettingsUpdate {
  private static final ProvisionedThroughput NO_THROUGHPUT = new ProvisionedThroughput(0, 0);

  private SettingsUpdate() {}

  static BillingMode billingMode(TableOptions options) {
    return Objects.requireNonNullElse(options.billingMode(), BillingMode.PROVISIONED);
  }

  /** Rejects a change that does not fit the table's settings as they are. */
  static void check(TableDescription table, UpdateTableRequest request, Instant now) {
    TableOptions given = request.options();
    BillingMode current = billingMode(table.options());
    BillingMode wanted = Objects.requireNonNullElse(given.billingMode(), current);
    ProvisionedThroughput throughput = given.provisionedThroughput();
    if (throughput != null && wanted == BillingMode.PAY_PER_REQUEST) {
      throw invalidParameter(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode"
              + " is PAY_PER_REQUEST");
    }
    if (given.billingMode() == BillingMode.PROVISIONED && throughput == null) {
      throw invalidParameter(
          "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
    }
    if (wanted == BillingMode.PROVISIONED) {
      ThroughputRules.checkOnDemand(given.onDemandThroughput(), "");
    }
    if (throughput != null && current == wanted) {
      checkThroughput(table, throughput, now);
    }
    checkIndexThroughput(table, request, current, wanted);
    ThroughputRules.checkTable(table.options(), given);
    checkStream(table, given.streamSpecification());
    checkEncryption(table, given.sseSpecification());
  }

  private static ProvisionedThroughput throughput(TableOptions options) {
    return Objects.requireNonNullElse(options.provisionedThroughput(), NO_THROUGHPUT);
  }

  private static void checkThroughput(
      TableDescription table, ProvisionedThroughput given, Instant now) {
    ProvisionedThroughput current = throughput(table.options());
    if (given.equals(current)) {
      throw ThroughputRules.unchanged("table", "", current);
    }
    ThroughputRules.checkDecrease(table.history().throughputChanges(), current, given, now);
  }

  /** A table that becomes provisioned needs throughput for each of its indexes. */
  private static void checkIndexThroughput(
      TableDescription table, UpdateTableRequest request, BillingMode current, BillingMode wanted) {
    if (current == wanted || wanted != BillingMode.PROVISIONED) {
      return;
    }
    List<String> missing =
        table.schema().globalSecondaryIndexes().stream()
            .map(index -> index.index().indexName())
            .filter(
                name ->
                    request.globalSecondaryIndexUpdates().stream()
                        .noneMatch(update -> update.indexName().equals(name)))
            .toList();
    if (!missing.isEmpty()) {
      throw invalidParameter(
          "ProvisionedThroughput must be specified for index: " + String.join(",", missing));
    }
  }

  private static void checkStream(TableDescription table, @Nullable StreamSpecification given) {
    if (given == null) {
      return;
    }
    boolean isEnabled = StreamLife.isEnabled(table.options().streamSpecification());
    if (given.streamEnabled() && isEnabled) {
      throw validation(
          "Table already has an enabled stream: TableName: " + table.identity().tableName());
    }
    if (!given.streamEnabled() && !isEnabled) {
      throw validation(
          "Table has no stream to disable: TableName: " + table.identity().tableName());
    }
  }

  private static void checkEncryption(TableDescription table, @Nullable SseSpecification given) {
    if (given == null) {
      return;
    }
    String current = table.kmsMasterKeyArn();
    if (current == null && !Boolean.TRUE.equals(given.enabled())) {
      throw invalidParameter("Table is already encrypted by default");
    }
    if (current != null && current.equals(given.kmsMasterKeyId())) {
      throw invalidParameter(
          "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter"
              + " if you want to change Master Key");
    }
  }

  /**
   * The description with the settings that the request gives.
   *
   * @param streamLabel of a stream that is enabled now
   */
  static TableDescription changed(
      TableDescription table,
      List<AttributeDefinition> definitions,
      List<GlobalSecondaryIndexDescription> indexes,
      UpdateTableRequest request,
      String streamLabel,
      Instant now) {
    TableOptions old = table.options();
    TableOptions given = request.options();
    BillingMode oldMode = billingMode(old);
    BillingMode mode = Objects.requireNonNullElse(given.billingMode(), oldMode);
    boolean becomesOnDemand = mode == BillingMode.PAY_PER_REQUEST && oldMode != mode;
    TableSchema schema = table.schema();
    TableHistory history = table.history();
    return new TableDescription(
        table.identity(),
        table.tableStatus(),
        new TableSchema(
            definitions,
            schema.keySchema(),
            schema.localSecondaryIndexes(),
            oldMode == mode
                ? indexes
                : indexes.stream().map(index -> in(mode, index, now)).toList()),
        options(old, given, mode),
        new TableHistory(
            becomesOnDemand ? now : history.lastUpdateToPayPerRequest(),
            changesClass(old, given) ? now : history.lastTableClassUpdate(),
            StreamLife.isEnabled(given.streamSpecification())
                ? streamLabel
                : history.latestStreamLabel(),
            given.provisionedThroughput() != null
                ? history
                    .throughputChanges()
                    .after(throughput(old), given.provisionedThroughput(), now)
                : history.throughputChanges()),
        StoredSize.EMPTY);
  }

  /** A table without a class is a standard one. */
  private static boolean changesClass(TableOptions old, TableOptions given) {
    return given.tableClass() != null
        && given.tableClass() != Objects.requireNonNullElse(old.tableClass(), TableClass.STANDARD);
  }

  private static TableOptions options(TableOptions old, TableOptions given, BillingMode mode) {
    boolean onDemand = mode == BillingMode.PAY_PER_REQUEST;
    StreamSpecification stream = given.streamSpecification();
    return new TableOptions(
        given.billingMode() == null ? old.billingMode() : mode,
        onDemand ? null : orOld(given.provisionedThroughput(), old.provisionedThroughput()),
        onDemand
            ? withoutTaken(merged(old.onDemandThroughput(), given.onDemandThroughput()))
            : null,
        raised(old, given, mode),
        stream == null ? old.streamSpecification() : stream.streamEnabled() ? stream : null,
        orOld(given.sseSpecification(), old.sseSpecification()),
        changesClass(old, given) ? given.tableClass() : old.tableClass(),
        orOld(given.deletionProtectionEnabled(), old.deletionProtectionEnabled()));
  }

  private static @Nullable WarmThroughput raised(
      TableOptions old, TableOptions given, BillingMode mode) {
    boolean mayLower = billingMode(old) != mode || given.provisionedThroughput() != null;
    return raised(
        old.warmThroughput(), old.provisionedThroughput(), given.warmThroughput(), mayLower);
  }

  /** Warm throughput stays as high as it ever was, also when the other throughput is lowered. */
  private static @Nullable WarmThroughput raised(
      @Nullable WarmThroughput old,
      @Nullable ProvisionedThroughput provisioned,
      @Nullable WarmThroughput given,
      boolean mayLower) {
    if (given == null) {
      return mayLower ? WarmThroughput.current(old, provisioned) : old;
    }
    WarmThroughput current = WarmThroughput.current(old, provisioned);
    return new WarmThroughput(
        orOld(given.readUnitsPerSecond(), current.readUnitsPerSecond()),
        orOld(given.writeUnitsPerSecond(), current.writeUnitsPerSecond()));
  }

  private static <T> @Nullable T orOld(@Nullable T given, @Nullable T old) {
    return given == null ? old : given;
  }

  /** The bounds with those that the request gives, −1 where it takes one away. */
  static @Nullable OnDemandThroughput merged(
      @Nullable OnDemandThroughput old, @Nullable OnDemandThroughput given) {
    return given == null || old == null
        ? orOld(given, old)
        : new OnDemandThroughput(
            orOld(given.maxReadRequestUnits(), old.maxReadRequestUnits()),
            orOld(given.maxWriteRequestUnits(), old.maxWriteRequestUnits()));
  }

  private static @Nullable OnDemandThroughput withoutTaken(@Nullable OnDemandThroughput bounds) {
    if (bounds == null) {
      return null;
    }
    Long read = orNone(bounds.maxReadRequestUnits());
    Long write = orNone(bounds.maxWriteRequestUnits());
    return read == null && write == null ? null : new OnDemandThroughput(read, write);
  }

  private static @Nullable Long orNone(@Nullable Long bound) {
    return bound == null || bound == -1 ? null : bound;
  }

  /** The index with the throughput that the request gives it. */
  static GlobalSecondaryIndexDescription changed(
      GlobalSecondaryIndexDescription index,
      GlobalSecondaryIndexUpdate.Update change,
      Instant now) {
    GlobalSecondaryIndex old = index.index();
    ProvisionedThroughput given = change.provisionedThroughput();
    ProvisionedThroughput before = old.provisionedThroughput();
    return index.withThroughput(
        orOld(given, before),
        withoutTaken(merged(old.onDemandThroughput(), change.onDemandThroughput())),
        raised(old.warmThroughput(), before, change.warmThroughput(), given != null),
        given == null || before == null
            ? index.throughputChanges()
            : index.throughputChanges().after(before, given, now));
  }

  /** The index of a table that changes to {@code mode}; to be on demand counts as a decrease. */
  private static GlobalSecondaryIndexDescription in(
      BillingMode mode, GlobalSecondaryIndexDescription index, Instant now) {
    GlobalSecondaryIndex old = index.index();
    boolean onDemand = mode == BillingMode.PAY_PER_REQUEST;
    return index.withThroughput(
        onDemand ? null : old.provisionedThroughput(),
        onDemand ? old.onDemandThroughput() : null,
        raised(old.warmThroughput(), onDemand ? old.provisionedThroughput() : null, null, true),
        onDemand ? index.throughputChanges().lowered(now) : index.throughputChanges());
  }
}
