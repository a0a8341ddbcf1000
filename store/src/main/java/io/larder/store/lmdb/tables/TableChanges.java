package io.larder.store.lmdb.tables;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.CreateTableResponse;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DeleteTableResponse;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.LocalSecondaryIndex;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.StoredSize;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableHistory;
import io.larder.protocol.operation.TableIdentity;
import io.larder.protocol.operation.TableSchema;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.Tag;
import io.larder.protocol.operation.ThroughputChanges;
import io.larder.store.Index;
import io.larder.store.Table;
import io.larder.store.TimeToLive;
import io.larder.store.access.ResourcePolicy;
import io.larder.store.access.TableAccess;
import io.larder.store.lmdb.changes.Streams;
import io.larder.store.lmdb.streams.StreamLife;
import io.larder.store.lmdb.writer.Sizes;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.WriteGroup;
import io.larder.store.settings.TableSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** CreateTable and DeleteTable. */
public final class TableChanges {
  private final InstantSource clock;
  private final String arnPrefix;
  private final ThroughputQuotas quotas;
  private final Pace pace;
  private final StreamLife streams;

  public TableChanges(TableOwner owner, InstantSource clock, Pace pace, StreamLife streams) {
    this.clock = clock;
    this.arnPrefix = owner.arnPrefix();
    this.quotas = new ThroughputQuotas(owner.region());
    this.pace = pace;
    this.streams = streams;
  }

  /**
   * At an instant pace the new table can be used at once, although the answer says that it is being
   * created.
   */
  public Work<CreateTableResponse> create(CreateTableRequest request) {
    String tableId = UUID.randomUUID().toString();
    return group -> {
      Tables.Entry existing = group.tables().find(request.tableName());
      if (existing != null) {
        if (existing.table().description().tableStatus() == TableStatus.CREATING) {
          Pace.requireSettled(existing.table());
        }
        throw new ServiceException(
            new ServiceError.ResourceInUse("Table already exists: " + request.tableName()));
      }
      quotas.check(request);
      TableDescription description = describe(group.tables().streams(), request, tableId);
      int id = group.tables().nextId();
      int nextId = id + 1;
      Map<String, Integer> indexIds = new HashMap<>();
      for (LocalSecondaryIndex index : request.localSecondaryIndexes()) {
        indexIds.put(index.indexName(), nextId++);
      }
      for (GlobalSecondaryIndex index : request.globalSecondaryIndexes()) {
        indexIds.put(index.indexName(), nextId++);
      }
      Map<String, String> tags = new LinkedHashMap<>();
      for (Tag tag : request.tags()) {
        tags.put(tag.key(), tag.value());
      }
      Table table = TableDefinition.table(id, indexIds, pace.created(id, description), null);
      TableAccess access = new TableAccess(tags, Map.of());
      if (request.resourcePolicy() != null) {
        access =
            access.withPolicy(
                description.identity().tableArn(),
                new ResourcePolicy(
                    request.resourcePolicy(),
                    ResourcePolicies.revision(description.identity().creationDateTime())));
      }
      Catalog.put(group, new Tables.Entry(table, access, TableSettings.NONE), nextId);
      if (StreamLife.isEnabled(request.options().streamSpecification())) {
        streams.begin(group, table, pace.streamSettles());
      }
      return new CreateTableResponse(beingCreated(description));
    };
  }

  private TableDescription describe(Streams known, CreateTableRequest request, String tableId) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String arn = arnPrefix + request.tableName();
    return new TableDescription(
        new TableIdentity(request.tableName(), arn, tableId, now),
        TableStatus.ACTIVE,
        new TableSchema(
            request.attributeDefinitions(),
            request.keySchema(),
            request.localSecondaryIndexes().stream().map(index -> localIndex(arn, index)).toList(),
            request.globalSecondaryIndexes().stream()
                .map(index -> globalIndex(arn, index))
                .toList()),
        request.options(),
        new TableHistory(
            request.options().billingMode() == BillingMode.PAY_PER_REQUEST ? now : null,
            null,
            StreamLife.isEnabled(request.options().streamSpecification())
                ? StreamLife.label(known, arn, now)
                : null,
            ThroughputChanges.NONE),
        StoredSize.EMPTY);
  }

  static String indexArn(String tableArn, String indexName) {
    return tableArn + "/index/" + indexName;
  }

  private static LocalSecondaryIndexDescription localIndex(
      String tableArn, LocalSecondaryIndex index) {
    return new LocalSecondaryIndexDescription(
        index, indexArn(tableArn, index.indexName()), StoredSize.EMPTY);
  }

  private static GlobalSecondaryIndexDescription globalIndex(
      String tableArn, GlobalSecondaryIndex index) {
    return new GlobalSecondaryIndexDescription(
        index, indexArn(tableArn, index.indexName()), IndexStatus.ACTIVE, null);
  }

  private static TableDescription beingCreated(TableDescription description) {
    TableHistory history = description.history();
    return new TableDescription(
        description.identity(),
        TableStatus.CREATING,
        description
            .schema()
            .withGlobalIndexes(index -> index.withStatus(IndexStatus.CREATING, null)),
        description.options(),
        new TableHistory(
            null,
            history.lastTableClassUpdate(),
            history.latestStreamLabel(),
            history.throughputChanges()),
        description.size());
  }

  public Work<DeleteTableResponse> delete(DeleteTableRequest request) {
    return group -> {
      Tables.Entry entry = group.tables().described(request.tableName());
      Table table = entry.table();
      Pace.requireSettled(table);
      if (Boolean.TRUE.equals(table.description().options().deletionProtectionEnabled())) {
        throw validation(
            "Resource cannot be deleted as it is currently protected against deletion. Disable"
                + " deletion protection first.");
      }
      if (unfinishedIndex(table) != null) {
        throw new ServiceException(
            new ServiceError.ResourceInUse(
                Messages.IN_USE
                    + "Cannot delete table while"
                    + " indexes are being created, updated, or deleted."));
      }
      streams.end(group, table, pace.streamSettles());
      streams.deliveries().end(group, table);
      pace.delete(group, entry);
      return new DeleteTableResponse(table.description().withStatus(TableStatus.DELETING));
    };
  }

  /** The table is gone at once; its records are deleted in the background. */
  static void drop(WriteGroup group, Table table, Sizes sizes) {
    Catalog.remove(group, table);
    Backlog.addGarbage(group, table.id(), sizes);
    for (Index index : table.indexesByName()) {
      Backlog.addGarbage(group, index.id(), sizes);
    }
    TimeToLive timeToLive = table.timeToLive();
    if (timeToLive != null) {
      Backlog.addGarbage(group, timeToLive.id(), sizes);
    }
  }

  /** The index that is still being filled, if there is one. */
  static @Nullable Index unfinishedIndex(Table table) {
    for (Index index : table.indexesByName()) {
      if (!index.isActive()) {
        return index;
      }
    }
    return null;
  }
}
