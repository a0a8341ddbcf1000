package io.larder.protocol.json.client;

import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
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
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table description. What the service always says is not required of other servers; a
 * status that is not known stands for a table that is there and being changed. A table without a
 * TableId is told from the next one of its name by its ARN and the time of its creation.
 */
final class TableDescriptionReader {
  private final AnswerReader in;

  private @Nullable String tableName;
  private String tableArn = "";
  private @Nullable String tableId;
  private Instant creationDateTime = Instant.EPOCH;
  private TableStatus status = TableStatus.ACTIVE;
  private List<AttributeDefinition> definitions = List.of();
  private List<KeySchemaElement> keySchema = List.of();
  private List<LocalSecondaryIndexDescription> localIndexes = List.of();
  private List<GlobalSecondaryIndexDescription> globalIndexes = List.of();
  private final ThroughputMembers throughput = new ThroughputMembers();
  private @Nullable BillingMode billingMode;
  private @Nullable StreamSpecification stream;
  private @Nullable SseSpecification sse;
  private @Nullable TableClass tableClass;
  private @Nullable Boolean deletionProtection;
  private @Nullable Instant lastUpdateToPayPerRequest;
  private @Nullable Instant lastTableClassUpdate;
  private @Nullable String latestStreamLabel;
  private long itemCount;
  private long bytes;

  private TableDescriptionReader(AnswerReader in) {
    this.in = in;
  }

  static TableDescription read(AnswerReader in) {
    var reader = new TableDescriptionReader(in);
    in.beginObject();
    while (in.nextMember()) {
      reader.readMember();
    }
    return reader.toDescription();
  }

  private void readMember() {
    switch (in.name()) {
      case "TableName" -> tableName = in.string();
      case "TableArn" -> tableArn = in.string();
      case "TableId" -> tableId = in.string();
      case "CreationDateTime" -> creationDateTime = in.time();
      case "TableStatus" -> status = in.oneOf(TableStatus.values(), TableStatus.UPDATING);
      case "AttributeDefinitions" -> definitions = in.all(TableDescriptionReader::definition);
      case "KeySchema" -> keySchema = IndexReader.keySchema(in);
      case "LocalSecondaryIndexes" -> localIndexes = in.all(IndexReader::local);
      case "GlobalSecondaryIndexes" -> globalIndexes = in.all(IndexReader::global);
      case "ItemCount" -> itemCount = in.integer();
      case "TableSizeBytes" -> bytes = in.integer();
      case "BillingModeSummary" -> readBilling();
      case "StreamSpecification" -> stream = stream();
      case "LatestStreamLabel" -> latestStreamLabel = in.string();
      case "SSEDescription" -> sse = sse();
      case "TableClassSummary" -> readTableClass();
      case "DeletionProtectionEnabled" -> deletionProtection = in.bool();
      default -> throughput.read(in);
    }
  }

  private TableDescription toDescription() {
    if (tableName == null) {
      throw in.malformed("no TableName");
    }
    String id =
        Objects.requireNonNullElseGet(
            tableId, () -> tableArn + "@" + creationDateTime.toEpochMilli());
    return new TableDescription(
        new TableIdentity(tableName, tableArn, id, creationDateTime),
        status,
        new TableSchema(definitions, keySchema, localIndexes, globalIndexes),
        new TableOptions(
            billingMode,
            throughput.provisioned(),
            throughput.onDemand(),
            throughput.warm(),
            stream,
            sse,
            tableClass,
            deletionProtection),
        new TableHistory(
            lastUpdateToPayPerRequest,
            lastTableClassUpdate,
            latestStreamLabel,
            throughput.changes()),
        new StoredSize(itemCount, bytes));
  }

  private static AttributeDefinition definition(AnswerReader in) {
    String name = "";
    ScalarAttributeType type = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "AttributeName" -> name = in.string();
        case "AttributeType" -> type = in.oneOf(ScalarAttributeType.values(), null);
        default -> in.skip();
      }
    }
    if (type == null) {
      throw in.malformed("attribute of an unknown type");
    }
    return new AttributeDefinition(name, type);
  }

  private void readBilling() {
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "BillingMode" -> billingMode = in.oneOf(BillingMode.values(), null);
        case "LastUpdateToPayPerRequestDateTime" -> lastUpdateToPayPerRequest = in.time();
        default -> in.skip();
      }
    }
  }

  private void readTableClass() {
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "TableClass" -> tableClass = in.oneOf(TableClass.values(), null);
        case "LastUpdateDateTime" -> lastTableClassUpdate = in.time();
        default -> in.skip();
      }
    }
  }

  private StreamSpecification stream() {
    boolean isEnabled = false;
    String viewType = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "StreamEnabled" -> isEnabled = in.bool();
        case "StreamViewType" -> viewType = in.string();
        default -> in.skip();
      }
    }
    return new StreamSpecification(isEnabled, viewType);
  }

  /** Encryption with a key that is shown; what goes on with it is not told. */
  private @Nullable SseSpecification sse() {
    String type = null;
    String key = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "SSEType" -> type = in.string();
        case "KMSMasterKeyArn" -> key = in.string();
        default -> in.skip();
      }
    }
    return key == null ? null : new SseSpecification(true, type, key);
  }
}
