package io.larder.store.lmdb;

import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.ThroughputChanges;
import io.larder.protocol.operation.WarmThroughput;
import io.larder.store.Index;
import io.larder.store.Table;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Copies of table descriptions that differ in some members. */
final class Descriptions {
  private Descriptions() {}

  /** The description with the counts and sizes of this moment. */
  static TableDescription counted(Table table, Sizes sizes) {
    TableDescription description = table.description();
    Sizes.Size ofTable = sizes.of(table.id());
    return new TableDescription(
        description.tableName(),
        description.tableArn(),
        description.tableId(),
        description.tableStatus(),
        description.creationDateTime(),
        description.attributeDefinitions(),
        description.keySchema(),
        description.localSecondaryIndexes().stream()
            .map(local -> counted(local, sizeOf(table, local.index().indexName(), sizes)))
            .toList(),
        description.globalSecondaryIndexes().stream()
            .map(global -> counted(global, sizeOf(table, global.index().indexName(), sizes)))
            .toList(),
        description.options(),
        description.lastUpdateToPayPerRequest(),
        description.lastTableClassUpdate(),
        description.latestStreamLabel(),
        ofTable.items(),
        ofTable.storedBytes(),
        description.throughputChanges());
  }

  private static Sizes.Size sizeOf(Table table, String indexName, Sizes sizes) {
    Index index = table.index(indexName);
    return sizes.of(index == null ? 0 : index.id());
  }

  private static LocalSecondaryIndexDescription counted(
      LocalSecondaryIndexDescription local, Sizes.Size size) {
    return new LocalSecondaryIndexDescription(
        local.index(), local.indexArn(), size.items(), size.storedBytes());
  }

  private static GlobalSecondaryIndexDescription counted(
      GlobalSecondaryIndexDescription global, Sizes.Size size) {
    return new GlobalSecondaryIndexDescription(
        global.index(),
        global.indexArn(),
        global.indexStatus(),
        global.backfilling(),
        size.items(),
        size.storedBytes(),
        global.throughputChanges());
  }

  static TableDescription withStatus(TableDescription description, TableStatus status) {
    return with(
        description,
        status,
        description.attributeDefinitions(),
        description.globalSecondaryIndexes(),
        description.options(),
        description.lastUpdateToPayPerRequest());
  }

  static TableDescription withGlobalIndexes(
      TableDescription description, UnaryOperator<GlobalSecondaryIndexDescription> change) {
    return with(
        description,
        description.tableStatus(),
        description.attributeDefinitions(),
        description.globalSecondaryIndexes().stream().map(change).toList(),
        description.options(),
        description.lastUpdateToPayPerRequest());
  }

  static TableDescription with(
      TableDescription description,
      TableStatus status,
      List<AttributeDefinition> definitions,
      List<GlobalSecondaryIndexDescription> globalIndexes,
      TableOptions options,
      @Nullable Instant lastUpdateToPayPerRequest) {
    return new TableDescription(
        description.tableName(),
        description.tableArn(),
        description.tableId(),
        status,
        description.creationDateTime(),
        definitions,
        description.keySchema(),
        description.localSecondaryIndexes(),
        globalIndexes,
        options,
        lastUpdateToPayPerRequest,
        description.lastTableClassUpdate(),
        description.latestStreamLabel(),
        description.itemCount(),
        description.tableSizeBytes(),
        description.throughputChanges());
  }

  static GlobalSecondaryIndexDescription withStatus(
      GlobalSecondaryIndexDescription index, IndexStatus status, @Nullable Boolean backfilling) {
    return new GlobalSecondaryIndexDescription(
        index.index(),
        index.indexArn(),
        status,
        backfilling,
        index.itemCount(),
        index.indexSizeBytes(),
        index.throughputChanges());
  }

  static GlobalSecondaryIndexDescription withThroughput(
      GlobalSecondaryIndexDescription index,
      @Nullable ProvisionedThroughput provisioned,
      @Nullable OnDemandThroughput onDemand,
      @Nullable WarmThroughput warm,
      ThroughputChanges changes) {
    GlobalSecondaryIndex old = index.index();
    return new GlobalSecondaryIndexDescription(
        new GlobalSecondaryIndex(
            old.indexName(), old.keySchema(), old.projection(), provisioned, onDemand, warm),
        index.indexArn(),
        index.indexStatus(),
        index.backfilling(),
        index.itemCount(),
        index.indexSizeBytes(),
        changes);
  }
}
