package io.larder.store.lmdb.tables;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TableSchema;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTableResponse;
import io.larder.protocol.quota.ServiceQuotas;
import io.larder.store.Index;
import io.larder.store.Table;
import io.larder.store.lmdb.streams.StreamLife;
import io.larder.store.lmdb.writer.Sizes;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.WriteGroup;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** UpdateTable: settings take effect at once; a new index is filled in the background. */
public final class TableUpdates {
  private static final ProvisionedThroughput BLOCKED_THROUGHPUT =
      new ProvisionedThroughput(1_000_000_000_000L, 1_000_000_000_000L);

  private final InstantSource clock;
  private final ThroughputQuotas quotas;
  private final Sizes sizes;
  private final Pace pace;
  private final StreamLife streams;

  public TableUpdates(
      String region, InstantSource clock, Sizes sizes, Pace pace, StreamLife streams) {
    this.clock = clock;
    this.quotas = new ThroughputQuotas(region);
    this.sizes = sizes;
    this.pace = pace;
    this.streams = streams;
  }

  public Work<UpdateTableResponse> update(UpdateTableRequest request) {
    return group -> {
      Tables.Entry entry = group.tables().described(request.tableName());
      Table table = entry.table();
      TableDescription before = table.description();
      if (changesNothing(request)) {
        throw new ServiceException(new ServiceError.InternalFailure());
      }
      Pace.requireSettled(table);
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      SettingsUpdate.check(before, request, now);
      checkIndexes(table, request, now);
      quotas.check(request);
      List<AttributeDefinition> definitions =
          merged(before.schema(), request.attributeDefinitions());
      List<GlobalSecondaryIndexDescription> indexes =
          indexes(before, request.globalSecondaryIndexUpdates(), now);
      TableDescription changed =
          SettingsUpdate.changed(
              before,
              usedDefinitions(before.schema(), definitions, indexes),
              indexes,
              request,
              StreamLife.label(group.tables().streams(), before.identity().tableArn(), now),
              now);
      keepDistance(table, request);
      if (!changed.equals(before)) {
        store(group, entry, changed, request);
      }
      return new UpdateTableResponse(UpdateAnswer.of(before, changed, request, now), request);
    };
  }

  /** All that such a request gave was throughput without a number in it. */
  private static boolean changesNothing(UpdateTableRequest request) {
    return request.globalSecondaryIndexUpdates().isEmpty()
        && request
            .options()
            .equals(new TableOptions(null, null, null, null, null, null, null, null));
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

  private static void checkIndexes(Table table, UpdateTableRequest request, Instant now) {
    List<GlobalSecondaryIndexUpdate> updates = request.globalSecondaryIndexUpdates();
    if (updates.stream().filter(UpdateAnswer::comesOrGoes).count() > 1) {
      throw onlyOneOnlineIndex();
    }
    BillingMode mode =
        Objects.requireNonNullElse(
            request.options().billingMode(),
            SettingsUpdate.billingMode(table.description().options()));
    for (GlobalSecondaryIndexUpdate update : updates) {
      Index index = table.index(update.indexName());
      switch (update) {
        case GlobalSecondaryIndexUpdate.Create create -> {
          if (index != null) {
            throw validation("Attempting to create an index which already exists");
          }
          RedefinedAttributes.reject(
              table, Table.keySchema(create.index().keySchema(), request.attributeDefinitions()));
          ThroughputRules.checkNewIndex(create.index(), mode);
          rejectSecondOnlineIndex(table, null);
          rejectTooManyIndexes(table);
          rejectTooManyProjected(table.description().schema(), create.index().projection());
        }
        case GlobalSecondaryIndexUpdate.Update change -> {
          rejectBlocked(change);
          if (index == null && change.warmThroughput() != null) {
            throw new ServiceException(new ServiceError.InternalFailure());
          }
          requireGlobal(index, table, change.indexName(), "update");
          ThroughputRules.checkIndex(
              Objects.requireNonNull(
                  table.description().schema().globalSecondaryIndex(change.indexName())),
              change,
              mode,
              now);
        }
        case GlobalSecondaryIndexUpdate.Delete delete -> {
          requireGlobal(index, table, delete.indexName(), "delete");
          rejectSecondOnlineIndex(table, index);
        }
      }
    }
  }

  private static void rejectTooManyIndexes(Table table) {
    if (table.description().schema().globalSecondaryIndexes().size()
        >= ServiceQuotas.MAX_GLOBAL_INDEXES) {
      throw new ServiceException(
          new ServiceError.LimitExceeded(
              Messages.LIMIT_EXCEEDED
                  + "Number of global secondary indexes exceeds per-table"
                  + " limit of "
                  + ServiceQuotas.MAX_GLOBAL_INDEXES));
    }
  }

  private static void rejectTooManyProjected(TableSchema table, Projection added) {
    int projected =
        Stream.of(
                table.localSecondaryIndexes().stream().map(local -> local.index().projection()),
                table.globalSecondaryIndexes().stream().map(global -> global.index().projection()),
                Stream.of(added))
            .flatMap(projections -> projections)
            .map(Projection::nonKeyAttributes)
            .filter(Objects::nonNull)
            .mapToInt(List::size)
            .sum();
    if (projected > ServiceQuotas.MAX_PROJECTED_ATTRIBUTES) {
      throw invalidParameter(Messages.TOO_MANY_PROJECTED);
    }
  }

  private static void rejectBlocked(GlobalSecondaryIndexUpdate.Update change) {
    ProvisionedThroughput given = change.provisionedThroughput();
    if (given != null && BLOCKED_THROUGHPUT.isPartlyBelow(given)) {
      throw validation(
          "This operation cannot be performed with given input values. Please contact DynamoDB"
              + " service team for more info: Action Blocked: IndexUpdate");
    }
  }

  private static void requireGlobal(@Nullable Index index, Table table, String name, String verb) {
    if (index == null) {
      throw new ServiceException(
          new ServiceError.ResourceNotFound(
              Messages.NOT_FOUND + ": Index " + name + " for table " + table.name()));
    }
    if (!index.isGlobal()) {
      throw validation("Cannot " + verb + " an index that is not a GlobalSecondaryIndex: " + name);
    }
  }

  private static void rejectSecondOnlineIndex(Table table, @Nullable Index allowed) {
    Index unfinished = TableChanges.unfinishedIndex(table);
    if (unfinished != null && !unfinished.equals(allowed)) {
      throw onlyOneOnlineIndex();
    }
  }

  private static ServiceException onlyOneOnlineIndex() {
    return new ServiceException(
        new ServiceError.LimitExceeded(
            Messages.LIMIT_EXCEEDED
                + "Only 1 online index can be created or deleted"
                + " simultaneously per table"));
  }

  /** An attribute that is defined already keeps its type. */
  private static List<AttributeDefinition> merged(
      TableSchema table, List<AttributeDefinition> given) {
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
      TableSchema table,
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
    List<GlobalSecondaryIndexDescription> indexes =
        new ArrayList<>(table.schema().globalSecondaryIndexes());
    for (GlobalSecondaryIndexUpdate update : updates) {
      switch (update) {
        case GlobalSecondaryIndexUpdate.Create(var index) ->
            indexes.add(
                new GlobalSecondaryIndexDescription(
                    index,
                    TableChanges.indexArn(table.identity().tableArn(), index.indexName()),
                    IndexStatus.CREATING,
                    true));
        case GlobalSecondaryIndexUpdate.Update change ->
            indexes.replaceAll(
                index ->
                    index.index().indexName().equals(change.indexName())
                        ? SettingsUpdate.changed(index, change, now)
                        : index);
        case GlobalSecondaryIndexUpdate.Delete(var name) ->
            indexes.removeIf(index -> index.index().indexName().equals(name));
      }
    }
    return indexes;
  }

  private void changeStream(WriteGroup group, Table before, Table now) {
    boolean wasEnabled = hasStream(before);
    if (wasEnabled != hasStream(now)) {
      if (wasEnabled) {
        streams.end(group, now, pace.streamSettles());
      } else {
        streams.begin(group, now, pace.streamSettles());
      }
    } else if (wasEnabled) {
      streams.widen(group, now);
    }
  }

  private static boolean hasStream(Table table) {
    return StreamLife.isEnabled(table.description().options().streamSpecification());
  }

  private void store(
      WriteGroup group, Tables.Entry entry, TableDescription changed, UpdateTableRequest request) {
    TableDescription stored =
        UpdateAnswer.updatesTable(request)
            ? pace.updated(
                entry.table().id(), changed, !request.globalSecondaryIndexUpdates().isEmpty())
            : changed;
    Table table = entry.table();
    int nextId = group.tables().nextId();
    Map<String, Integer> ids = TableDefinition.indexIds(table);
    for (GlobalSecondaryIndexDescription index : changed.schema().globalSecondaryIndexes()) {
      if (ids.putIfAbsent(index.index().indexName(), nextId) == null) {
        nextId++;
      }
    }
    Table now = TableDefinition.table(table.id(), ids, stored, table.timeToLive());
    Catalog.put(group, entry.with(now), nextId);
    changeStream(group, table, now);
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
}
