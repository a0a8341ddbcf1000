package io.larder.store.lmdb;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTableResponse;
import io.larder.store.Index;
import io.larder.store.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** UpdateTable: settings take effect at once; a new index is filled in the background. */
final class TableUpdates {
  /** Most global secondary indexes of a table (limits page, "Secondary indexes"). */
  private static final int MAX_GLOBAL_INDEXES = 20;

  private final InstantSource clock;
  private final Sizes sizes;
  private final Pace pace;

  TableUpdates(LmdbOptions options, Sizes sizes, Pace pace) {
    this.clock = options.clock();
    this.sizes = sizes;
    this.pace = pace;
  }

  Work<UpdateTableResponse> update(UpdateTableRequest request) {
    return group -> {
      Tables.Entry entry = group.tables().described(request.tableName());
      Table table = entry.table();
      TableDescription before = table.description();
      Pace.requireSettled(table);
      TableSettings.check(before, request);
      checkIndexes(table, request.globalSecondaryIndexUpdates(), request.options());
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      List<AttributeDefinition> definitions = merged(before, request.attributeDefinitions());
      List<GlobalSecondaryIndexDescription> indexes =
          indexes(before, request.globalSecondaryIndexUpdates(), now);
      TableDescription changed =
          TableSettings.changed(
              before, usedDefinitions(before, definitions, indexes), indexes, request, now);
      keepDistance(table, request);
      store(group, entry, changed, !request.globalSecondaryIndexUpdates().isEmpty());
      return new UpdateTableResponse(answer(before, changed, request));
    };
  }

  private void keepDistance(Table table, UpdateTableRequest request) {
    Boolean wanted = request.options().deletionProtectionEnabled();
    if (wanted != null
        && wanted
            != Boolean.TRUE.equals(table.description().options().deletionProtectionEnabled())) {
      pace.keepDistance(
          "deletion protection of " + table.id(),
          Pace.BETWEEN_PROTECTIONS,
          request,
          until ->
              new ServiceError.Throttling(
                  "Deletion protection setting for table "
                      + table.name()
                      + " modified within the previous 15000 milliseconds. Please try again after "
                      + until.truncatedTo(ChronoUnit.MILLIS)));
    }
  }

  private static void checkIndexes(
      Table table, List<GlobalSecondaryIndexUpdate> updates, TableOptions options) {
    int globals = table.description().globalSecondaryIndexes().size();
    for (GlobalSecondaryIndexUpdate update : updates) {
      Index index = table.index(update.indexName());
      switch (update) {
        case GlobalSecondaryIndexUpdate.Create create -> {
          if (index != null) {
            throw validation("Attempting to create an index which already exists");
          }
          rejectSecondOnlineIndex(table, null);
          if (globals >= MAX_GLOBAL_INDEXES) {
            throw new ServiceException(
                new ServiceError.LimitExceeded(
                    "Subscriber limit exceeded: GlobalSecondaryIndex count exceeds the per-table"
                        + " limit of "
                        + MAX_GLOBAL_INDEXES));
          }
        }
        case GlobalSecondaryIndexUpdate.Update change -> {
          requireGlobal(index, table, change.indexName(), "update");
          ThroughputRules.checkIndex(
              described(table, change.indexName()),
              change,
              Objects.requireNonNullElse(
                  options.billingMode(), TableSettings.billingMode(table.description().options())));
        }
        case GlobalSecondaryIndexUpdate.Delete delete -> {
          requireGlobal(index, table, delete.indexName(), "delete");
          rejectSecondOnlineIndex(table, index);
        }
      }
    }
  }

  private static void requireGlobal(@Nullable Index index, Table table, String name, String verb) {
    if (index == null) {
      throw new ServiceException(
          new ServiceError.ResourceNotFound(
              "Requested resource not found: Index " + name + " for table " + table.name()));
    }
    if (!index.isGlobal()) {
      throw validation("Cannot " + verb + " an index that is not a GlobalSecondaryIndex: " + name);
    }
  }

  private static GlobalSecondaryIndex described(Table table, String name) {
    return table.description().globalSecondaryIndexes().stream()
        .map(GlobalSecondaryIndexDescription::index)
        .filter(index -> index.indexName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void rejectSecondOnlineIndex(Table table, @Nullable Index allowed) {
    Index unfinished = TableChanges.unfinishedIndex(table);
    if (unfinished != null && !unfinished.equals(allowed)) {
      throw new ServiceException(
          new ServiceError.LimitExceeded(
              "Subscriber limit exceeded: Only 1 online index can be created or deleted"
                  + " simultaneously per table"));
    }
  }

  /** An attribute that is defined already keeps its type. */
  private static List<AttributeDefinition> merged(
      TableDescription table, List<AttributeDefinition> given) {
    List<AttributeDefinition> merged = new ArrayList<>(table.attributeDefinitions());
    for (AttributeDefinition definition : given) {
      if (merged.stream()
          .noneMatch(known -> known.attributeName().equals(definition.attributeName()))) {
        merged.add(definition);
      }
    }
    return merged;
  }

  private static List<AttributeDefinition> usedDefinitions(
      TableDescription table,
      List<AttributeDefinition> definitions,
      List<GlobalSecondaryIndexDescription> globals) {
    Set<String> used = new HashSet<>();
    table.keySchema().forEach(key -> used.add(key.attributeName()));
    table.localSecondaryIndexes().forEach(local -> addNames(used, local.index().keySchema()));
    globals.forEach(global -> addNames(used, global.index().keySchema()));
    return definitions.stream()
        .filter(definition -> used.contains(definition.attributeName()))
        .toList();
  }

  private static void addNames(Set<String> names, List<KeySchemaElement> schema) {
    schema.forEach(key -> names.add(key.attributeName()));
  }

  private static List<GlobalSecondaryIndexDescription> indexes(
      TableDescription table, List<GlobalSecondaryIndexUpdate> updates, Instant now) {
    List<GlobalSecondaryIndexDescription> indexes = new ArrayList<>(table.globalSecondaryIndexes());
    for (GlobalSecondaryIndexUpdate update : updates) {
      switch (update) {
        case GlobalSecondaryIndexUpdate.Create(var index) ->
            indexes.add(
                new GlobalSecondaryIndexDescription(
                    index,
                    TableChanges.indexArn(table.tableArn(), index.indexName()),
                    IndexStatus.CREATING,
                    true,
                    0,
                    0));
        case GlobalSecondaryIndexUpdate.Update change ->
            indexes.replaceAll(
                index ->
                    index.index().indexName().equals(change.indexName())
                        ? TableSettings.changed(index, change, now)
                        : index);
        case GlobalSecondaryIndexUpdate.Delete(var name) ->
            indexes.removeIf(index -> index.index().indexName().equals(name));
      }
    }
    return indexes;
  }

  private void store(
      WriteGroup group, Tables.Entry entry, TableDescription changed, boolean changesIndexes) {
    Table table = entry.table();
    int nextId = group.tables().nextId();
    Map<String, Integer> ids = TableDefinition.indexIds(table);
    for (GlobalSecondaryIndexDescription index : changed.globalSecondaryIndexes()) {
      if (ids.putIfAbsent(index.index().indexName(), nextId) == null) {
        nextId++;
      }
    }
    Table now =
        TableDefinition.table(
            table.id(), ids, pace.updated(table.id(), changed, changesIndexes), table.timeToLive());
    Catalog.put(group, new Tables.Entry(now, entry.tags()), nextId);
    for (Index index : now.indexesByName()) {
      if (table.index(index.name()) == null) {
        Backlog.addBackfill(group, index.id());
      }
    }
    for (Index index : table.indexesByName()) {
      if (now.index(index.name()) == null) {
        Backlog.addGarbage(group, index.id(), sizes);
      }
    }
  }

  /** The answer shows the change as under way: old throughput, indexes that come and go. */
  private TableDescription answer(
      TableDescription before, TableDescription changed, UpdateTableRequest request) {
    List<GlobalSecondaryIndexDescription> indexes =
        new ArrayList<>(changed.globalSecondaryIndexes());
    for (GlobalSecondaryIndexDescription index : before.globalSecondaryIndexes()) {
      String name = index.index().indexName();
      if (indexes.stream().noneMatch(other -> other.index().indexName().equals(name))) {
        indexes.add(Descriptions.withStatus(index, IndexStatus.DELETING, false));
      }
    }
    for (GlobalSecondaryIndexUpdate update : request.globalSecondaryIndexUpdates()) {
      if (update instanceof GlobalSecondaryIndexUpdate.Update(var name, _, _, _)) {
        indexes.replaceAll(
            index ->
                index.index().indexName().equals(name)
                    ? Descriptions.withStatus(index, IndexStatus.UPDATING, false)
                    : index);
      }
    }
    return Descriptions.with(
        changed,
        TableStatus.UPDATING,
        changed.attributeDefinitions(),
        indexes,
        shownOptions(before, changed, request),
        changed.lastUpdateToPayPerRequest());
  }

  private static TableOptions shownOptions(
      TableDescription before, TableDescription changed, UpdateTableRequest request) {
    ProvisionedThroughput old = before.options().provisionedThroughput();
    boolean keepsMode =
        TableSettings.billingMode(before.options()) == TableSettings.billingMode(changed.options());
    return old != null
            && keepsMode
            && TableSettings.billingMode(before.options()) == BillingMode.PROVISIONED
            && request.options().provisionedThroughput() != null
        ? TableSettings.withThroughput(changed.options(), old)
        : changed.options();
  }
}
