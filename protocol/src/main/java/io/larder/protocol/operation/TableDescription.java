package io.larder.protocol.operation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table as DescribeTable shows it. */
public record TableDescription(
    String tableName,
    String tableArn,
    String tableId,
    TableStatus tableStatus,
    Instant creationDateTime,
    List<AttributeDefinition> attributeDefinitions,
    List<KeySchemaElement> keySchema,
    List<LocalSecondaryIndexDescription> localSecondaryIndexes,
    List<GlobalSecondaryIndexDescription> globalSecondaryIndexes,
    TableOptions options,
    @Nullable Instant lastUpdateToPayPerRequest,
    @Nullable String latestStreamLabel,
    long itemCount,
    long tableSizeBytes,
    ThroughputChanges throughputChanges) {

  /** A table whose throughput was never changed. */
  public TableDescription(
      String tableName,
      String tableArn,
      String tableId,
      TableStatus tableStatus,
      Instant creationDateTime,
      List<AttributeDefinition> attributeDefinitions,
      List<KeySchemaElement> keySchema,
      List<LocalSecondaryIndexDescription> localSecondaryIndexes,
      List<GlobalSecondaryIndexDescription> globalSecondaryIndexes,
      TableOptions options,
      @Nullable Instant lastUpdateToPayPerRequest,
      @Nullable String latestStreamLabel,
      long itemCount,
      long tableSizeBytes) {
    this(
        tableName,
        tableArn,
        tableId,
        tableStatus,
        creationDateTime,
        attributeDefinitions,
        keySchema,
        localSecondaryIndexes,
        globalSecondaryIndexes,
        options,
        lastUpdateToPayPerRequest,
        latestStreamLabel,
        itemCount,
        tableSizeBytes,
        ThroughputChanges.NONE);
  }
}
