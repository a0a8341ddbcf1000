package io.larder.store.lmdb.tables;

import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableHistory;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.ThroughputChanges;
import io.larder.protocol.operation.UpdateTableRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What UpdateTable answers: the change as under way. What takes the service time is shown as it was
 * before, with a status that tells; what is done at once is shown as it is now.
 */
final class UpdateAnswer {
  private final TableDescription before;
  private final TableDescription changed;
  private final UpdateTableRequest request;
  private final Instant now;
  private final boolean keepsMode;
  private final boolean becomesOnDemand;

  private UpdateAnswer(
      TableDescription before, TableDescription changed, UpdateTableRequest request, Instant now) {
    this.before = before;
    this.changed = changed;
    this.request = request;
    this.now = now;
    BillingMode mode = SettingsUpdate.billingMode(changed.options());
    this.keepsMode = SettingsUpdate.billingMode(before.options()) == mode;
    this.becomesOnDemand = !keepsMode && mode == BillingMode.PAY_PER_REQUEST;
  }

  static TableDescription of(
      TableDescription before, TableDescription changed, UpdateTableRequest request, Instant now) {
    return new UpdateAnswer(before, changed, request, now).table();
  }

  /** True if the table itself is updated, also if its settings are already as the request says. */
  static boolean updatesTable(UpdateTableRequest request) {
    TableOptions given = request.options();
    return given.billingMode() != null
        || given.provisionedThroughput() != null
        || given.streamSpecification() != null
        || given.tableClass() != null
        || request.globalSecondaryIndexUpdates().stream().anyMatch(UpdateAnswer::comesOrGoes);
  }

  /** True for an index that is added or removed. */
  static boolean comesOrGoes(GlobalSecondaryIndexUpdate update) {
    return !(update instanceof GlobalSecondaryIndexUpdate.Update);
  }

  private TableDescription table() {
    TableHistory old = before.history();
    TableHistory history = changed.history();
    return new TableDescription(
        changed.identity(),
        updatesTable(request) ? TableStatus.UPDATING : before.tableStatus(),
        changed.schema().withGlobalIndexes(indexes()),
        options(),
        new TableHistory(
            old.lastUpdateToPayPerRequest(),
            old.lastTableClassUpdate(),
            history.latestStreamLabel(),
            changes(old.throughputChanges(), history.throughputChanges())),
        changed.size());
  }

  private ThroughputChanges changes(ThroughputChanges old, ThroughputChanges now) {
    return becomesOnDemand
        ? new ThroughputChanges(old.lastIncrease(), this.now, old.decreasesToday())
        : now.withDecreasesOf(old);
  }

  private TableOptions options() {
    TableOptions old = before.options();
    TableOptions given = request.options();
    return new TableOptions(
        changed.options().billingMode(),
        keepsMode ? old.provisionedThroughput() : changed.options().provisionedThroughput(),
        given.onDemandThroughput() == null
            ? changed.options().onDemandThroughput()
            : SettingsUpdate.merged(old.onDemandThroughput(), given.onDemandThroughput()),
        keepsMode ? old.warmThroughput() : changed.options().warmThroughput(),
        changed.options().streamSpecification(),
        old.sseSpecification(),
        old.tableClass(),
        changed.options().deletionProtectionEnabled());
  }

  private List<GlobalSecondaryIndexDescription> indexes() {
    List<GlobalSecondaryIndexDescription> indexes = new ArrayList<>();
    for (GlobalSecondaryIndexDescription old : before.schema().globalSecondaryIndexes()) {
      GlobalSecondaryIndexDescription index =
          changed.schema().globalSecondaryIndex(old.index().indexName());
      indexes.add(index == null ? old.withStatus(IndexStatus.DELETING, null) : updated(old, index));
    }
    for (GlobalSecondaryIndexDescription index : changed.schema().globalSecondaryIndexes()) {
      if (before.schema().globalSecondaryIndex(index.index().indexName()) == null) {
        indexes.add(index.withStatus(IndexStatus.CREATING, false));
      }
    }
    return indexes;
  }

  private GlobalSecondaryIndexDescription updated(
      GlobalSecondaryIndexDescription old, GlobalSecondaryIndexDescription index) {
    if (!keepsMode) {
      var switched =
          becomesOnDemand
              ? index.withThroughput(
                  null,
                  index.index().onDemandThroughput(),
                  index.index().warmThroughput(),
                  old.throughputChanges())
              : index;
      return switched.withStatus(IndexStatus.UPDATING, null);
    }
    return request.globalSecondaryIndexUpdates().stream()
        .filter(GlobalSecondaryIndexUpdate.Update.class::isInstance)
        .map(GlobalSecondaryIndexUpdate.Update.class::cast)
        .filter(change -> change.indexName().equals(index.index().indexName()))
        .findFirst()
        .map(change -> updated(old, index, change))
        .orElse(index);
  }

  private static GlobalSecondaryIndexDescription updated(
      GlobalSecondaryIndexDescription old,
      GlobalSecondaryIndexDescription index,
      GlobalSecondaryIndexUpdate.Update change) {
    GlobalSecondaryIndex was = old.index();
    var shown =
        index.withThroughput(
            was.provisionedThroughput(),
            change.onDemandThroughput() == null
                ? index.index().onDemandThroughput()
                : SettingsUpdate.merged(was.onDemandThroughput(), change.onDemandThroughput()),
            was.warmThroughput(),
            index.throughputChanges().withDecreasesOf(old.throughputChanges()));
    boolean onlyWarms =
        change.provisionedThroughput() == null && change.onDemandThroughput() == null;
    return onlyWarms ? shown : shown.withStatus(IndexStatus.UPDATING, index.backfilling());
  }
}
