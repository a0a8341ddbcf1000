package io.larder.protocol.json.response;

import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.SseSpecification;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.ThroughputChanges;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.WarmThroughput;
import io.larder.protocol.wire.JsonWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a table description as clients see it; much of it is there only if it was asked for. */
final class TableDescriptionEncoder {
  private static final ProvisionedThroughput NO_THROUGHPUT = new ProvisionedThroughput(0, 0);
  private static final String UPDATING = "UPDATING";

  private TableDescriptionEncoder() {}

  static void encode(TableDescription table, JsonWriter out) {
    encode(table, null, false, out);
  }

  /** A table that is being created shows warm throughput only if it was ordered. */
  static void encodeCreated(TableDescription table, JsonWriter out) {
    encode(table, null, true, out);
  }

  static void encodeUpdated(TableDescription table, UpdateTableRequest change, JsonWriter out) {
    encode(table, change, false, out);
  }

  /** A table that is being deleted shows nothing of its keys and indexes. */
  static void encodeDeleted(TableDescription table, JsonWriter out) {
    out.beginObject();
    out.name("TableName").value(table.identity().tableName());
    out.name("TableStatus").value(table.tableStatus().name());
    encodeFigures(table, out);
    encodeBilling(table, out);
    encodeSse(table, null, out);
    encodeTableClass(table, out);
    encodeDeletionProtection(table, out);
    out.endObject();
  }

  private static void encode(
      TableDescription table,
      @Nullable UpdateTableRequest change,
      boolean created,
      JsonWriter out) {
    TableOptions options = table.options();
    out.beginObject();
    encodeDefinitions(byName(table.schema().attributeDefinitions()), out);
    out.name("TableName").value(table.identity().tableName());
    encodeKeySchema(table.schema().keySchema(), out);
    out.name("TableStatus").value(table.tableStatus().name());
    out.name("CreationDateTime");
    encodeTime(table.identity().creationDateTime(), out);
    encodeFigures(table, out);
    encodeBilling(table, out);
    encodeLocalIndexes(table.schema().localSecondaryIndexes(), out);
    encodeGlobalIndexes(table, change, created, out);
    encodeStream(table, out);
    encodeSse(table, change, out);
    encodeTableClass(table, out);
    encodeDeletionProtection(table, out);
    encodeOnDemand(options.onDemandThroughput(), out);
    if (!created || options.warmThroughput() != null) {
      boolean changing = created || (change != null && change.options().warmThroughput() != null);
      encodeWarm(
          options.warmThroughput(),
          isOnDemand(options) ? null : orNone(options.provisionedThroughput()),
          changing,
          out);
    }
    out.endObject();
  }

  private static void encodeFigures(TableDescription table, JsonWriter out) {
    encodeThroughput(
        orNone(table.options().provisionedThroughput()), table.history().throughputChanges(), out);
    out.name("TableSizeBytes").value(table.size().bytes());
    out.name("ItemCount").value(table.size().itemCount());
    out.name("TableArn").value(table.identity().tableArn());
    out.name("TableId").value(table.identity().tableId());
  }

  private static void encodeTableClass(TableDescription table, JsonWriter out) {
    if (table.options().tableClass() == null) {
      return;
    }
    out.name("TableClassSummary").beginObject();
    out.name("TableClass").value(table.options().tableClass().name());
    Instant lastUpdate = table.history().lastTableClassUpdate();
    if (lastUpdate != null) {
      out.name("LastUpdateDateTime");
      encodeTime(lastUpdate, out);
    }
    out.endObject();
  }

  private static void encodeDeletionProtection(TableDescription table, JsonWriter out) {
    out.name("DeletionProtectionEnabled")
        .value(Boolean.TRUE.equals(table.options().deletionProtectionEnabled()));
  }

  private static List<AttributeDefinition> byName(List<AttributeDefinition> definitions) {
    return definitions.stream()
        .sorted(Comparator.comparing(AttributeDefinition::attributeName))
        .toList();
  }

  private static Projection byName(Projection projection) {
    List<String> attributes = projection.nonKeyAttributes();
    return attributes == null
        ? projection
        : new Projection(projection.projectionType(), attributes.stream().sorted().toList());
  }

  private static boolean isOnDemand(TableOptions options) {
    return options.billingMode() == BillingMode.PAY_PER_REQUEST;
  }

  private static ProvisionedThroughput orNone(@Nullable ProvisionedThroughput throughput) {
    return throughput == null ? NO_THROUGHPUT : throughput;
  }

  private static void encodeDefinitions(List<AttributeDefinition> definitions, JsonWriter out) {
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

  private static void encodeProjection(Projection projection, JsonWriter out) {
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
  static void encodeTime(Instant time, JsonWriter out) {
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
    Instant lastUpdate = table.history().lastUpdateToPayPerRequest();
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
      encodeProjection(byName(index.index().projection()), out);
      out.name("IndexSizeBytes").value(index.size().bytes());
      out.name("ItemCount").value(index.size().itemCount());
      out.name("IndexArn").value(index.indexArn()).endObject();
    }
    out.endArray();
  }

  private static void encodeGlobalIndexes(
      TableDescription table,
      @Nullable UpdateTableRequest change,
      boolean created,
      JsonWriter out) {
    if (table.schema().globalSecondaryIndexes().isEmpty()) {
      return;
    }
    out.name("GlobalSecondaryIndexes").beginArray();
    for (GlobalSecondaryIndexDescription description : table.schema().globalSecondaryIndexes()) {
      GlobalSecondaryIndex index = description.index();
      out.beginObject().name("IndexName").value(index.indexName());
      encodeKeySchema(index.keySchema(), out);
      encodeProjection(byName(index.projection()), out);
      out.name("IndexStatus").value(description.indexStatus().name());
      if (description.backfilling() != null) {
        out.name("Backfilling").value(description.backfilling());
      }
      ProvisionedThroughput throughput = orNone(index.provisionedThroughput());
      encodeThroughput(throughput, description.throughputChanges(), out);
      out.name("IndexSizeBytes").value(description.size().bytes());
      out.name("ItemCount").value(description.size().itemCount());
      out.name("IndexArn").value(description.indexArn());
      encodeOnDemand(index.onDemandThroughput(), out);
      if (!created) {
        encodeWarm(
            index.warmThroughput(),
            isOnDemand(table.options()) ? null : throughput,
            isWarming(description, change),
            out);
      }
      out.endObject();
    }
    out.endArray();
  }

  private static boolean isWarming(
      GlobalSecondaryIndexDescription index, @Nullable UpdateTableRequest change) {
    if (index.indexStatus() == IndexStatus.CREATING) {
      return index.index().warmThroughput() != null;
    }
    return change != null
        && change.globalSecondaryIndexUpdates().stream()
            .anyMatch(
                update ->
                    update instanceof GlobalSecondaryIndexUpdate.Update(var name, _, _, var warm)
                        && warm != null
                        && name.equals(index.index().indexName()));
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
    String label = table.history().latestStreamLabel();
    if (label != null) {
      out.name("LatestStreamLabel").value(label);
      out.name("LatestStreamArn").value(table.identity().tableArn() + "/stream/" + label);
    }
  }

  /** While encryption is being switched on, only its status is shown. */
  private static void encodeSse(
      TableDescription table, @Nullable UpdateTableRequest change, JsonWriter out) {
    boolean changing = change != null && change.options().sseSpecification() != null;
    String keyArn = table.kmsMasterKeyArn();
    if (keyArn == null && !changing) {
      return;
    }
    out.name("SSEDescription").beginObject();
    out.name("Status").value(changing ? UPDATING : "ENABLED");
    if (keyArn != null) {
      out.name("SSEType").value("KMS").name("KMSMasterKeyArn").value(keyArn);
    }
    SseSpecification sse = table.options().sseSpecification();
    if (sse != null && sse.inaccessibleSince() != null) {
      out.name("InaccessibleEncryptionDateTime");
      encodeTime(sse.inaccessibleSince(), out);
    }
    out.endObject();
  }

  private static void encodeOnDemand(@Nullable OnDemandThroughput throughput, JsonWriter out) {
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
      boolean changing,
      JsonWriter out) {
    WarmThroughput current = WarmThroughput.current(ordered, provisioned);
    out.name("WarmThroughput").beginObject();
    if (current.readUnitsPerSecond() != null) {
      out.name("ReadUnitsPerSecond").value(current.readUnitsPerSecond());
    }
    if (current.writeUnitsPerSecond() != null) {
      out.name("WriteUnitsPerSecond").value(current.writeUnitsPerSecond());
    }
    out.name("Status").value(changing ? UPDATING : "ACTIVE").endObject();
  }
}
