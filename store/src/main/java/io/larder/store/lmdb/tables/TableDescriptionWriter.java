package io.larder.store.lmdb.tables;

import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.SseSpecification;
import io.larder.protocol.operation.StoredSize;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableHistory;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.ThroughputChanges;
import io.larder.protocol.operation.WarmThroughput;
import io.larder.protocol.wire.JsonWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the stored form of a table description: JSON from which {@link TableDescriptionReader}
 * makes exactly the same description, unlike the answer of DescribeTable, which leaves out what
 * clients are not shown. Its members are spelled as in CreateTable.
 */
final class TableDescriptionWriter {
  private TableDescriptionWriter() {}

  static void write(TableDescription table, JsonWriter out) {
    TableHistory history = table.history();
    out.beginObject();
    out.name("TableName").value(table.identity().tableName());
    out.name("TableArn").value(table.identity().tableArn());
    out.name("TableId").value(table.identity().tableId());
    out.name("TableStatus").value(table.tableStatus().name());
    out.name("CreationDateTime").value(table.identity().creationDateTime().toString());
    writeDefinitions(table.schema().attributeDefinitions(), out);
    writeKeySchema(table.schema().keySchema(), out);
    writeLocalIndexes(table.schema().localSecondaryIndexes(), out);
    writeGlobalIndexes(table.schema().globalSecondaryIndexes(), out);
    writeOptions(table.options(), out);
    writeTime("LastUpdateToPayPerRequestDateTime", history.lastUpdateToPayPerRequest(), out);
    writeTime("LastTableClassUpdateDateTime", history.lastTableClassUpdate(), out);
    writeText("LatestStreamLabel", history.latestStreamLabel(), out);
    out.name("ItemCount").value(table.size().itemCount());
    out.name("TableSizeBytes").value(table.size().bytes());
    writeChanges(history.throughputChanges(), out);
    out.endObject();
  }

  private static void writeLocalIndexes(
      List<LocalSecondaryIndexDescription> indexes, JsonWriter out) {
    out.name("LocalSecondaryIndexes").beginArray();
    for (LocalSecondaryIndexDescription index : indexes) {
      out.beginObject().name("IndexName").value(index.index().indexName());
      writeKeySchema(index.index().keySchema(), out);
      writeProjection(index.index().projection(), out);
      writeFigures(index.indexArn(), index.size(), out);
      out.endObject();
    }
    out.endArray();
  }

  private static void writeGlobalIndexes(
      List<GlobalSecondaryIndexDescription> indexes, JsonWriter out) {
    out.name("GlobalSecondaryIndexes").beginArray();
    for (GlobalSecondaryIndexDescription index : indexes) {
      out.beginObject().name("IndexName").value(index.index().indexName());
      writeKeySchema(index.index().keySchema(), out);
      writeProjection(index.index().projection(), out);
      writeThroughput(index.index().provisionedThroughput(), out);
      writeOnDemand(index.index().onDemandThroughput(), out);
      writeWarm(index.index().warmThroughput(), out);
      out.name("IndexStatus").value(index.indexStatus().name());
      out.name("Backfilling").value(Boolean.TRUE.equals(index.backfilling()));
      writeFigures(index.indexArn(), index.size(), out);
      writeChanges(index.throughputChanges(), out);
      out.endObject();
    }
    out.endArray();
  }

  private static void writeDefinitions(List<AttributeDefinition> definitions, JsonWriter out) {
    out.name("AttributeDefinitions").beginArray();
    for (AttributeDefinition definition : definitions) {
      out.beginObject().name("AttributeName").value(definition.attributeName());
      out.name("AttributeType").value(definition.attributeType().name()).endObject();
    }
    out.endArray();
  }

  private static void writeKeySchema(List<KeySchemaElement> keys, JsonWriter out) {
    out.name("KeySchema").beginArray();
    for (KeySchemaElement key : keys) {
      out.beginObject().name("AttributeName").value(key.attributeName());
      out.name("KeyType").value(key.keyType().name()).endObject();
    }
    out.endArray();
  }

  private static void writeProjection(Projection projection, JsonWriter out) {
    out.name("Projection").beginObject();
    if (projection.projectionType() != null) {
      out.name("ProjectionType").value(projection.projectionType().name());
    }
    List<String> attributes = projection.nonKeyAttributes();
    if (attributes != null) {
      out.name("NonKeyAttributes").beginArray();
      attributes.forEach(out::value);
      out.endArray();
    }
    out.endObject();
  }

  private static void writeFigures(String arn, StoredSize size, JsonWriter out) {
    out.name("IndexArn").value(arn);
    out.name("ItemCount").value(size.itemCount());
    out.name("IndexSizeBytes").value(size.bytes());
  }

  private static void writeOptions(TableOptions options, JsonWriter out) {
    if (options.billingMode() != null) {
      out.name("BillingMode").value(options.billingMode().name());
    }
    writeThroughput(options.provisionedThroughput(), out);
    writeOnDemand(options.onDemandThroughput(), out);
    writeWarm(options.warmThroughput(), out);
    StreamSpecification stream = options.streamSpecification();
    if (stream != null) {
      out.name("StreamSpecification").beginObject();
      out.name("StreamEnabled").value(stream.streamEnabled());
      writeText("StreamViewType", stream.streamViewType(), out);
      out.endObject();
    }
    SseSpecification sse = options.sseSpecification();
    if (sse != null) {
      out.name("SSESpecification").beginObject();
      if (sse.enabled() != null) {
        out.name("Enabled").value(sse.enabled());
      }
      writeText("SSEType", sse.sseType(), out);
      writeText("KMSMasterKeyId", sse.kmsMasterKeyId(), out);
      if (sse.inaccessibleSince() != null) {
        out.name("InaccessibleSince").value(sse.inaccessibleSince().toString());
      }
      out.endObject();
    }
    if (options.tableClass() != null) {
      out.name("TableClass").value(options.tableClass().name());
    }
    if (options.deletionProtectionEnabled() != null) {
      out.name("DeletionProtectionEnabled").value(options.deletionProtectionEnabled());
    }
  }

  private static void writeText(String member, @Nullable String text, JsonWriter out) {
    if (text != null) {
      out.name(member).value(text);
    }
  }

  private static void writeTime(String member, @Nullable Instant time, JsonWriter out) {
    if (time != null) {
      out.name(member).value(time.toString());
    }
  }

  private static void writeThroughput(@Nullable ProvisionedThroughput throughput, JsonWriter out) {
    if (throughput != null) {
      out.name("ProvisionedThroughput").beginObject();
      out.name("ReadCapacityUnits").value(throughput.readCapacityUnits());
      out.name("WriteCapacityUnits").value(throughput.writeCapacityUnits());
      out.endObject();
    }
  }

  private static void writeOnDemand(@Nullable OnDemandThroughput bounds, JsonWriter out) {
    if (bounds != null) {
      out.name("OnDemandThroughput").beginObject();
      writeNumber("MaxReadRequestUnits", bounds.maxReadRequestUnits(), out);
      writeNumber("MaxWriteRequestUnits", bounds.maxWriteRequestUnits(), out);
      out.endObject();
    }
  }

  private static void writeWarm(@Nullable WarmThroughput warm, JsonWriter out) {
    if (warm != null) {
      out.name("WarmThroughput").beginObject();
      writeNumber("ReadUnitsPerSecond", warm.readUnitsPerSecond(), out);
      writeNumber("WriteUnitsPerSecond", warm.writeUnitsPerSecond(), out);
      out.endObject();
    }
  }

  private static void writeNumber(String member, @Nullable Long number, JsonWriter out) {
    if (number != null) {
      out.name(member).value(number);
    }
  }

  private static void writeChanges(ThroughputChanges changes, JsonWriter out) {
    out.name("ThroughputChanges").beginObject();
    writeTime("LastIncreaseDateTime", changes.lastIncrease(), out);
    writeTime("LastDecreaseDateTime", changes.lastDecrease(), out);
    out.name("NumberOfDecreasesToday").value(changes.decreasesToday()).endObject();
  }
}
