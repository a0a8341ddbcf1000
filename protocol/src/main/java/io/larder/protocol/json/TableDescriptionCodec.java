package io.larder.protocol.json;

import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.SseSpecification;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.ThroughputChanges;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.protocol.operation.WarmThroughput;
import io.larder.protocol.wire.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a table description: JSON that gives back exactly the description it was made
 * of, unlike the answer of DescribeTable, which leaves out what clients are not shown. Its members
 * are spelled as in CreateTable; unknown ones are ignored, so that newer catalogs can be read.
 */
public final class TableDescriptionCodec {
  private @Nullable String tableName;
  private @Nullable String tableArn;
  private @Nullable String tableId;
  private @Nullable TableStatus tableStatus;
  private @Nullable Instant creationDateTime;
  private @Nullable List<IndexMembers.Definition> attributeDefinitions;
  private @Nullable List<IndexMembers.Key> keySchema;
  private List<LocalSecondaryIndexDescription> localIndexes = List.of();
  private List<GlobalSecondaryIndexDescription> globalIndexes = List.of();
  private @Nullable Instant lastUpdateToPayPerRequest;
  private @Nullable Instant lastTableClassUpdate;
  private @Nullable String latestStreamLabel;
  private long itemCount;
  private long tableSizeBytes;
  private ThroughputChanges throughputChanges = ThroughputChanges.NONE;
  private final TableSettings settings = new TableSettings();

  private TableDescriptionCodec() {}

  /** Writes {@code table} so that {@link #read} gives it back. */
  public static void write(TableDescription table, JsonWriter out) {
    out.beginObject();
    out.name("TableName").value(table.tableName());
    out.name("TableArn").value(table.tableArn());
    out.name("TableId").value(table.tableId());
    out.name("TableStatus").value(table.tableStatus().name());
    out.name("CreationDateTime").value(table.creationDateTime().toString());
    TableDescriptionEncoder.encodeDefinitions(table.attributeDefinitions(), out);
    TableDescriptionEncoder.encodeKeySchema(table.keySchema(), out);
    writeLocalIndexes(table.localSecondaryIndexes(), out);
    writeGlobalIndexes(table.globalSecondaryIndexes(), out);
    writeOptions(table.options(), out);
    if (table.lastUpdateToPayPerRequest() != null) {
      out.name("LastUpdateToPayPerRequestDateTime")
          .value(table.lastUpdateToPayPerRequest().toString());
    }
    if (table.lastTableClassUpdate() != null) {
      out.name("LastTableClassUpdateDateTime").value(table.lastTableClassUpdate().toString());
    }
    if (table.latestStreamLabel() != null) {
      out.name("LatestStreamLabel").value(table.latestStreamLabel());
    }
    out.name("ItemCount").value(table.itemCount());
    out.name("TableSizeBytes").value(table.tableSizeBytes());
    writeChanges(table.throughputChanges(), out);
    out.endObject();
  }

  private static void writeLocalIndexes(
      List<LocalSecondaryIndexDescription> indexes, JsonWriter out) {
    out.name("LocalSecondaryIndexes").beginArray();
    for (LocalSecondaryIndexDescription index : indexes) {
      out.beginObject().name("IndexName").value(index.index().indexName());
      TableDescriptionEncoder.encodeKeySchema(index.index().keySchema(), out);
      TableDescriptionEncoder.encodeProjection(index.index().projection(), out);
      writeFigures(index.indexArn(), index.itemCount(), index.indexSizeBytes(), out);
      out.endObject();
    }
    out.endArray();
  }

  private static void writeGlobalIndexes(
      List<GlobalSecondaryIndexDescription> indexes, JsonWriter out) {
    out.name("GlobalSecondaryIndexes").beginArray();
    for (GlobalSecondaryIndexDescription index : indexes) {
      out.beginObject().name("IndexName").value(index.index().indexName());
      TableDescriptionEncoder.encodeKeySchema(index.index().keySchema(), out);
      TableDescriptionEncoder.encodeProjection(index.index().projection(), out);
      writeThroughput(index.index().provisionedThroughput(), out);
      TableDescriptionEncoder.encodeOnDemand(index.index().onDemandThroughput(), out);
      writeWarm(index.index().warmThroughput(), out);
      out.name("IndexStatus").value(index.indexStatus().name());
      out.name("Backfilling").value(Boolean.TRUE.equals(index.backfilling()));
      writeFigures(index.indexArn(), index.itemCount(), index.indexSizeBytes(), out);
      writeChanges(index.throughputChanges(), out);
      out.endObject();
    }
    out.endArray();
  }

  private static void writeFigures(String arn, long itemCount, long bytes, JsonWriter out) {
    out.name("IndexArn").value(arn);
    out.name("ItemCount").value(itemCount);
    out.name("IndexSizeBytes").value(bytes);
  }

  private static void writeOptions(TableOptions options, JsonWriter out) {
    if (options.billingMode() != null) {
      out.name("BillingMode").value(options.billingMode().name());
    }
    writeThroughput(options.provisionedThroughput(), out);
    TableDescriptionEncoder.encodeOnDemand(options.onDemandThroughput(), out);
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

  private static void writeThroughput(@Nullable ProvisionedThroughput throughput, JsonWriter out) {
    if (throughput != null) {
      out.name("ProvisionedThroughput").beginObject();
      out.name("ReadCapacityUnits").value(throughput.readCapacityUnits());
      out.name("WriteCapacityUnits").value(throughput.writeCapacityUnits());
      out.endObject();
    }
  }

  private static void writeWarm(@Nullable WarmThroughput warm, JsonWriter out) {
    if (warm != null) {
      out.name("WarmThroughput").beginObject();
      if (warm.readUnitsPerSecond() != null) {
        out.name("ReadUnitsPerSecond").value(warm.readUnitsPerSecond());
      }
      if (warm.writeUnitsPerSecond() != null) {
        out.name("WriteUnitsPerSecond").value(warm.writeUnitsPerSecond());
      }
      out.endObject();
    }
  }

  private static void writeChanges(ThroughputChanges changes, JsonWriter out) {
    out.name("ThroughputChanges").beginObject();
    if (changes.lastIncrease() != null) {
      out.name("LastIncreaseDateTime").value(changes.lastIncrease().toString());
    }
    if (changes.lastDecrease() != null) {
      out.name("LastDecreaseDateTime").value(changes.lastDecrease().toString());
    }
    out.name("NumberOfDecreasesToday").value(changes.decreasesToday()).endObject();
  }

  /** Reads what {@link #write} wrote. */
  public static TableDescription read(byte[] json) {
    return RequestReader.read(
        json,
        0,
        json.length,
        ValidationLayer.OLDER,
        in -> {
          var members = new TableDescriptionCodec();
          while (in.nextMember()) {
            members.readMember(in);
          }
          return members.toTable();
        });
  }

  private void readMember(RequestReader in) {
    switch (in.memberName()) {
      case "TableName" -> tableName = in.string();
      case "TableArn" -> tableArn = in.string();
      case "TableId" -> tableId = in.string();
      case "TableStatus" -> tableStatus = TableStatus.valueOf(in.string());
      case "CreationDateTime" -> creationDateTime = Instant.parse(in.string());
      case "AttributeDefinitions" -> attributeDefinitions = IndexMembers.Definition.readList(in);
      case "KeySchema" -> keySchema = IndexMembers.Key.readList(in);
      case "LocalSecondaryIndexes" -> localIndexes = readLocalIndexes(in);
      case "GlobalSecondaryIndexes" -> globalIndexes = readGlobalIndexes(in);
      case "LastUpdateToPayPerRequestDateTime" ->
          lastUpdateToPayPerRequest = Instant.parse(in.string());
      case "LastTableClassUpdateDateTime" -> lastTableClassUpdate = Instant.parse(in.string());
      case "LatestStreamLabel" -> latestStreamLabel = in.string();
      case "ItemCount" -> itemCount = in.int64();
      case "TableSizeBytes" -> tableSizeBytes = in.int64();
      case "ThroughputChanges" -> throughputChanges = readChanges(in);
      default -> {
        if (!settings.read(in)) {
          in.skip();
        }
      }
    }
  }

  /** An index definition with what the store knows about the index. */
  private static final class IndexState {
    private final IndexMembers definition = new IndexMembers();
    private String arn = "";
    private IndexStatus status = IndexStatus.ACTIVE;
    private @Nullable Boolean backfilling;
    private long itemCount;
    private long sizeBytes;
    private ThroughputChanges changes = ThroughputChanges.NONE;

    static List<IndexState> readList(RequestReader in) {
      in.enterList();
      List<IndexState> indexes = new ArrayList<>();
      while (in.nextElement()) {
        var index = new IndexState();
        while (in.nextMember()) {
          index.readMember(in);
        }
        indexes.add(index);
      }
      return indexes;
    }

    private void readMember(RequestReader in) {
      switch (in.memberName()) {
        case "IndexArn" -> arn = in.string();
        case "IndexStatus" -> status = IndexStatus.valueOf(in.string());
        case "Backfilling" -> backfilling = in.bool() ? true : null;
        case "ItemCount" -> itemCount = in.int64();
        case "IndexSizeBytes" -> sizeBytes = in.int64();
        case "ThroughputChanges" -> changes = readChanges(in);
        default -> {
          if (!definition.readMember(in)) {
            in.skip();
          }
        }
      }
    }
  }

  private static List<LocalSecondaryIndexDescription> readLocalIndexes(RequestReader in) {
    return IndexState.readList(in).stream()
        .map(
            index ->
                new LocalSecondaryIndexDescription(
                    index.definition.toLocal(), index.arn, index.itemCount, index.sizeBytes))
        .toList();
  }

  private static List<GlobalSecondaryIndexDescription> readGlobalIndexes(RequestReader in) {
    return IndexState.readList(in).stream()
        .map(
            index ->
                new GlobalSecondaryIndexDescription(
                    index.definition.toGlobal(),
                    index.arn,
                    index.status,
                    index.backfilling,
                    index.itemCount,
                    index.sizeBytes,
                    index.changes))
        .toList();
  }

  private static ThroughputChanges readChanges(RequestReader in) {
    Instant increase = null;
    Instant decrease = null;
    int decreases = 0;
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "LastIncreaseDateTime" -> increase = Instant.parse(in.string());
        case "LastDecreaseDateTime" -> decrease = Instant.parse(in.string());
        case "NumberOfDecreasesToday" -> decreases = in.int32();
        default -> in.skip();
      }
    }
    return new ThroughputChanges(increase, decrease, decreases);
  }

  private TableDescription toTable() {
    return new TableDescription(
        Objects.requireNonNull(tableName),
        Objects.requireNonNull(tableArn),
        Objects.requireNonNull(tableId),
        Objects.requireNonNull(tableStatus),
        Objects.requireNonNull(creationDateTime),
        IndexMembers.Definition.toDefinitions(attributeDefinitions),
        IndexMembers.Key.toSchema(keySchema),
        localIndexes,
        globalIndexes,
        settings.toOptions(),
        lastUpdateToPayPerRequest,
        lastTableClassUpdate,
        latestStreamLabel,
        itemCount,
        tableSizeBytes,
        throughputChanges);
  }
}
