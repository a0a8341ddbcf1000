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
    @Nullable Instant lastTableClassUpdate,
    @Nullable String latestStreamLabel,
    long itemCount,
    long tableSizeBytes,
    ThroughputChanges throughputChanges) {

  /** A table whose throughput and class were never changed. */
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
        null,
        latestStreamLabel,
        itemCount,
        tableSizeBytes,
        ThroughputChanges.NONE);
  }

  /** The global secondary index of that name; null if there is none. */
  public @Nullable GlobalSecondaryIndexDescription globalSecondaryIndex(String name) {
    for (GlobalSecondaryIndexDescription index : globalSecondaryIndexes) {
      if (index.index().indexName().equals(name)) {
        return index;
      }
    }
    return null;
  }

  /** The key that the table is encrypted with; null if it is the service's own. */
  public @Nullable String kmsMasterKeyArn() {
    SseSpecification sse = options.sseSpecification();
    if (sse == null || !Boolean.TRUE.equals(sse.enabled())) {
      return null;
    }
    String given = sse.kmsMasterKeyId();
    if (given != null && given.startsWith("arn:")) {
      return given;
    }
    String[] parts = tableArn.split(":", 6);
    String scope = parts.length > 4 ? parts[3] + ":" + parts[4] : ":";
    // A table without a key of its own shows a stable one.
    String key = given == null ? tableId : given;
    return "arn:aws:kms:" + scope + (key.startsWith("alias/") ? ":" : ":key/") + key;
  }
}
