package io.larder.store.lmdb.tables;

import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.LocalSecondaryIndex;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProjectionType;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.ScalarAttributeType;
import io.larder.protocol.operation.SseSpecification;
import io.larder.protocol.operation.StoredSize;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.TableClass;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableHistory;
import io.larder.protocol.operation.TableIdentity;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TableSchema;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.ThroughputChanges;
import io.larder.protocol.operation.WarmThroughput;
import java.util.List;
import java.util.Objects;

/**
 * Reads what {@link TableDescriptionWriter} wrote. Members that it does not know are ignored, so
 * that newer catalogs can be read.
 */
final class TableDescriptionReader {
  private TableDescriptionReader() {}

  static TableDescription read(byte[] json) {
    StoredObject table = StoredObject.parse(json);
    return new TableDescription(
        new TableIdentity(
            table.requiredText("TableName"),
            table.requiredText("TableArn"),
            table.requiredText("TableId"),
            Objects.requireNonNull(table.time("CreationDateTime"))),
        table.requiredConstant("TableStatus", TableStatus.class),
        new TableSchema(
            table.objects("AttributeDefinitions", TableDescriptionReader::definition),
            keySchema(table),
            table.objects("LocalSecondaryIndexes", TableDescriptionReader::localIndex),
            table.objects("GlobalSecondaryIndexes", TableDescriptionReader::globalIndex)),
        options(table),
        new TableHistory(
            table.time("LastUpdateToPayPerRequestDateTime"),
            table.time("LastTableClassUpdateDateTime"),
            table.text("LatestStreamLabel"),
            throughputChanges(table)),
        size(table, "TableSizeBytes"));
  }

  private static AttributeDefinition definition(StoredObject definition) {
    return new AttributeDefinition(
        definition.requiredText("AttributeName"),
        definition.requiredConstant("AttributeType", ScalarAttributeType.class));
  }

  private static List<KeySchemaElement> keySchema(StoredObject tableOrIndex) {
    return tableOrIndex.objects(
        "KeySchema",
        key ->
            new KeySchemaElement(
                key.requiredText("AttributeName"), key.requiredConstant("KeyType", KeyType.class)));
  }

  private static LocalSecondaryIndexDescription localIndex(StoredObject index) {
    return new LocalSecondaryIndexDescription(
        new LocalSecondaryIndex(
            index.requiredText("IndexName"), keySchema(index), projection(index)),
        index.requiredText("IndexArn"),
        size(index, "IndexSizeBytes"));
  }

  private static GlobalSecondaryIndexDescription globalIndex(StoredObject index) {
    return new GlobalSecondaryIndexDescription(
        new GlobalSecondaryIndex(
            index.requiredText("IndexName"),
            keySchema(index),
            projection(index),
            index.object("ProvisionedThroughput", TableDescriptionReader::provisioned),
            index.object("OnDemandThroughput", TableDescriptionReader::onDemand),
            index.object("WarmThroughput", TableDescriptionReader::warm)),
        index.requiredText("IndexArn"),
        index.requiredConstant("IndexStatus", IndexStatus.class),
        index.isTrue("Backfilling") ? true : null,
        size(index, "IndexSizeBytes"),
        throughputChanges(index));
  }

  private static StoredSize size(StoredObject tableOrIndex, String bytes) {
    return new StoredSize(tableOrIndex.numberOrZero("ItemCount"), tableOrIndex.numberOrZero(bytes));
  }

  private static Projection projection(StoredObject index) {
    return Objects.requireNonNull(
        index.object(
            "Projection",
            projection ->
                new Projection(
                    projection.constant("ProjectionType", ProjectionType.class),
                    projection.texts("NonKeyAttributes"))));
  }

  private static ProvisionedThroughput provisioned(StoredObject throughput) {
    return new ProvisionedThroughput(
        throughput.numberOrZero("ReadCapacityUnits"),
        throughput.numberOrZero("WriteCapacityUnits"));
  }

  private static OnDemandThroughput onDemand(StoredObject throughput) {
    return new OnDemandThroughput(
        throughput.number("MaxReadRequestUnits"), throughput.number("MaxWriteRequestUnits"));
  }

  private static WarmThroughput warm(StoredObject throughput) {
    return new WarmThroughput(
        throughput.number("ReadUnitsPerSecond"), throughput.number("WriteUnitsPerSecond"));
  }

  private static TableOptions options(StoredObject table) {
    return new TableOptions(
        table.constant("BillingMode", BillingMode.class),
        table.object("ProvisionedThroughput", TableDescriptionReader::provisioned),
        table.object("OnDemandThroughput", TableDescriptionReader::onDemand),
        table.object("WarmThroughput", TableDescriptionReader::warm),
        table.object(
            "StreamSpecification",
            stream ->
                new StreamSpecification(
                    stream.isTrue("StreamEnabled"), stream.text("StreamViewType"))),
        table.object("SSESpecification", TableDescriptionReader::sse),
        table.constant("TableClass", TableClass.class),
        table.truth("DeletionProtectionEnabled"));
  }

  /** Old catalogs may have a type without {@code Enabled}, which switches encryption on. */
  private static SseSpecification sse(StoredObject sse) {
    Boolean enabled = sse.truth("Enabled");
    String type = sse.text("SSEType");
    return new SseSpecification(
        enabled == null ? type != null : enabled,
        type,
        sse.text("KMSMasterKeyId"),
        sse.time("InaccessibleSince"));
  }

  /** Old catalogs have none. */
  private static ThroughputChanges throughputChanges(StoredObject tableOrIndex) {
    ThroughputChanges changes =
        tableOrIndex.object(
            "ThroughputChanges",
            change ->
                new ThroughputChanges(
                    change.time("LastIncreaseDateTime"),
                    change.time("LastDecreaseDateTime"),
                    Math.toIntExact(change.numberOrZero("NumberOfDecreasesToday"))));
    return changes == null ? ThroughputChanges.NONE : changes;
  }
}
