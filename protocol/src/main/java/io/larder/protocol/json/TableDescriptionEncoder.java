package io.larder.protocol.json;

import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.SseSpecification;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.ThroughputChanges;
import io.larder.protocol.operation.WarmThroughput;
import io.larder.protocol.wire.JsonWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a table description as clients see it; much of it is there only if it was asked for. */
final class TableDescriptionEncoder {
  private static final ProvisionedThroughput NO_THROUGHPUT = new ProvisionedThroughput(0, 0);

  private TableDescriptionEncoder() {}

  static void encode(TableDescription table, boolean showDeletionProtection, JsonWriter out) {
    TableOptions options = table.options();
    out.beginObject();
    encodeDefinitions(table.attributeDefinitions(), out);
    out.name("TableName").value(table.tableName());
    encodeKeySchema(table.keySchema(), out);
    out.name("TableStatus").value(table.tableStatus().name());
    out.name("CreationDateTime");
    encodeTime(table.creationDateTime(), out);
    ProvisionedThroughput throughput = orNone(options.provisionedThroughput());
    encodeThroughput(throughput, table.throughputChanges(), out);
    out.name("TableSizeBytes").value(table.tableSizeBytes());
    out.name("ItemCount").value(table.itemCount());
    out.name("TableArn").value(table.tableArn());
    out.name("TableId").value(table.tableId());
    encodeBilling(table, out);
    encodeLocalIndexes(table.localSecondaryIndexes(), out);
    encodeGlobalIndexes(table.globalSecondaryIndexes(), isOnDemand(options), out);
    encodeStream(table, out);
    encodeSse(table, options.sseSpecification(), out);
    if (options.tableClass() != null) {
      out.name("TableClassSummary").beginObject();
      out.name("TableClass").value(options.tableClass().name()).endObject();
    }
    if (showDeletionProtection) {
      out.name("DeletionProtectionEnabled")
          .value(Boolean.TRUE.equals(options.deletionProtectionEnabled()));
    }
    encodeOnDemand(options.onDemandThroughput(), out);
    encodeWarm(
        options.warmThroughput(),
        isOnDemand(options) ? null : throughput,
        table.tableStatus().name(),
        out);
    out.endObject();
  }

  private static boolean isOnDemand(TableOptions options) {
    return options.billingMode() == BillingMode.PAY_PER_REQUEST;
  }

  private static ProvisionedThroughput orNone(@Nullable ProvisionedThroughput throughput) {
    return throughput == null ? NO_THROUGHPUT : throughput;
  }

  static void encodeDefinitions(List<AttributeDefinition> definitions, JsonWriter out) {
    out.name("AttributeDefinitions").beginArray();
    for (AttributeDefinition definition : definitions) {
      out.beginObject()
          .name("AttributeName")
          .value(definition.attributeName())
          .name("AttributeType")
          .value(definition.attributeType().name())
          .endObject();
    }
    out.endArray();
  }

  static void encodeKeySchema(List<KeySchemaElement> keys, JsonWriter out) {
    out.name("KeySchema").beginArray();
    for (KeySchemaElement key : keys) {
      out.beginObject()
          .name("AttributeName")
          .value(key.attributeName())
          .name("KeyType")
          .value(key.keyType().name())
          .endObject();
    }
    out.endArray();
  }

  static void encodeProjection(Projection projection, JsonWriter out) {
    out.name("Projection").beginObject();
    if (projection.projectionType() != null) {
      out.name("ProjectionType").value(projection.projectionType().name());
    }
    List<String> attributes = projection.nonKeyAttributes();
    if (attributes != null) {
      out.name("NonKeyAttributes").beginArray();
      for (String attribute : attributes) {
        out.value(attribute);
      }
      out.endArray();
    }
    out.endObject();
  }

  /** Seconds since the epoch with milliseconds as their fraction. */
  private static void encodeTime(Instant time, JsonWriter out) {
    out.value(time.toEpochMilli() / 1000.0);
  }

  private static void encodeThroughput(
      ProvisionedThroughput throughput, ThroughputChanges changes, JsonWriter out) {
    out.name("ProvisionedThroughput").beginObject();
    if (changes.lastIncrease() != null) {
      out.name("LastIncreaseDateTime");
      encodeTime(changes.lastIncrease(), out);
    }
    if (changes.lastDecrease() != null) {
      out.name("LastDecreaseDateTime");
      encodeTime(changes.lastDecrease(), out);
    }
    out.name("NumberOfDecreasesToday")
        .value(changes.decreasesToday())
        .name("ReadCapacityUnits")
        .value(throughput.readCapacityUnits())
        .name("WriteCapacityUnits")
        .value(throughput.writeCapacityUnits())
        .endObject();
  }

  /** A table has a summary once it is or was on demand. */
  private static void encodeBilling(TableDescription table, JsonWriter out) {
    boolean onDemand = isOnDemand(table.options());
    Instant lastUpdate = table.lastUpdateToPayPerRequest();
    if (!onDemand && lastUpdate == null) {
      return;
    }
    String mode = onDemand ? "PAY_PER_REQUEST" : "PROVISIONED";
    out.name("BillingModeSummary").beginObject().name("BillingMode").value(mode);
    encodeLastUpdate(lastUpdate, out);
    out.endObject();
    out.name("TableThroughputModeSummary").beginObject().name("TableThroughputMode").value(mode);
    encodeLastUpdate(lastUpdate, out);
    out.endObject();
  }

  private static void encodeLastUpdate(@Nullable Instant time, JsonWriter out) {
    if (time != null) {
      out.name("LastUpdateToPayPerRequestDateTime");
      encodeTime(time, out);
    }
  }

  private static void encodeLocalIndexes(
      List<LocalSecondaryIndexDescription> indexes, JsonWriter out) {
    if (indexes.isEmpty()) {
      return;
    }
    out.name("LocalSecondaryIndexes").beginArray();
    for (LocalSecondaryIndexDescription index : indexes) {
      out.beginObject().name("IndexName").value(index.index().indexName());
      encodeKeySchema(index.index().keySchema(), out);
      encodeProjection(index.index().projection(), out);
      out.name("IndexSizeBytes").value(index.indexSizeBytes());
      out.name("ItemCount").value(index.itemCount());
      out.name("IndexArn").value(index.indexArn()).endObject();
    }
    out.endArray();
  }

  private static void encodeGlobalIndexes(
      List<GlobalSecondaryIndexDescription> indexes, boolean onDemand, JsonWriter out) {
    if (indexes.isEmpty()) {
      return;
    }
    out.name("GlobalSecondaryIndexes").beginArray();
    for (GlobalSecondaryIndexDescription description : indexes) {
      GlobalSecondaryIndex index = description.index();
      out.beginObject().name("IndexName").value(index.indexName());
      encodeKeySchema(index.keySchema(), out);
      encodeProjection(index.projection(), out);
      String status = description.indexStatus().name();
      out.name("IndexStatus").value(status);
      if (description.backfilling()) {
        out.name("Backfilling").value(true);
      }
      ProvisionedThroughput throughput = orNone(index.provisionedThroughput());
      encodeThroughput(throughput, description.throughputChanges(), out);
      out.name("IndexSizeBytes").value(description.indexSizeBytes());
      out.name("ItemCount").value(description.itemCount());
      out.name("IndexArn").value(description.indexArn());
      encodeOnDemand(index.onDemandThroughput(), out);
      encodeWarm(index.warmThroughput(), onDemand ? null : throughput, status, out);
      out.endObject();
    }
    out.endArray();
  }

  private static void encodeStream(TableDescription table, JsonWriter out) {
    var stream = table.options().streamSpecification();
    if (stream != null && stream.streamEnabled()) {
      out.name("StreamSpecification").beginObject().name("StreamEnabled").value(true);
      if (stream.streamViewType() != null) {
        out.name("StreamViewType").value(stream.streamViewType());
      }
      out.endObject();
    }
    String label = table.latestStreamLabel();
    if (label != null) {
      out.name("LatestStreamLabel").value(label);
      out.name("LatestStreamArn").value(table.tableArn() + "/stream/" + label);
    }
  }

  private static void encodeSse(
      TableDescription table, @Nullable SseSpecification sse, JsonWriter out) {
    if (sse == null || !Boolean.TRUE.equals(sse.enabled())) {
      return;
    }
    out.name("SSEDescription")
        .beginObject()
        .name("Status")
        .value("ENABLED")
        .name("SSEType")
        .value("KMS")
        .name("KMSMasterKeyArn")
        .value(keyArn(table, sse.kmsMasterKeyId()))
        .endObject();
  }

  /**
   * In the account and region of the table; a table without a key of its own shows a stable one.
   */
  private static String keyArn(TableDescription table, @Nullable String keyId) {
    if (keyId != null && keyId.startsWith("arn:")) {
      return keyId;
    }
    String[] parts = table.tableArn().split(":", 6);
    String scope = parts.length > 4 ? parts[3] + ":" + parts[4] : ":";
    String key = keyId == null ? table.tableId() : keyId;
    return "arn:aws:kms:" + scope + (key.startsWith("alias/") ? ":" : ":key/") + key;
  }

  static void encodeOnDemand(@Nullable OnDemandThroughput throughput, JsonWriter out) {
    if (throughput == null) {
      return;
    }
    out.name("OnDemandThroughput").beginObject();
    if (throughput.maxReadRequestUnits() != null) {
      out.name("MaxReadRequestUnits").value(throughput.maxReadRequestUnits());
    }
    if (throughput.maxWriteRequestUnits() != null) {
      out.name("MaxWriteRequestUnits").value(throughput.maxWriteRequestUnits());
    }
    out.endObject();
  }

  private static void encodeWarm(
      @Nullable WarmThroughput ordered,
      @Nullable ProvisionedThroughput provisioned,
      String status,
      JsonWriter out) {
    WarmThroughput current = WarmThroughput.current(ordered, provisioned);
    out.name("WarmThroughput").beginObject();
    if (current.readUnitsPerSecond() != null) {
      out.name("ReadUnitsPerSecond").value(current.readUnitsPerSecond());
    }
    if (current.writeUnitsPerSecond() != null) {
      out.name("WriteUnitsPerSecond").value(current.writeUnitsPerSecond());
    }
    out.name("Status").value(status).endObject();
  }
}
