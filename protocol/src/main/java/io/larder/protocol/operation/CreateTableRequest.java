package io.larder.protocol.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates a table with its indexes.
 *
 * @param resourcePolicy document; null for none
 */
public record CreateTableRequest(
    String tableName,
    List<AttributeDefinition> attributeDefinitions,
    List<KeySchemaElement> keySchema,
    List<LocalSecondaryIndex> localSecondaryIndexes,
    List<GlobalSecondaryIndex> globalSecondaryIndexes,
    TableOptions options,
    List<Tag> tags,
    @Nullable String resourcePolicy)
    implements Request.Change<CreateTableResponse> {
  /** A table that has no policy of its own. */
  public CreateTableRequest(
      String tableName,
      List<AttributeDefinition> attributeDefinitions,
      List<KeySchemaElement> keySchema,
      List<LocalSecondaryIndex> localSecondaryIndexes,
      List<GlobalSecondaryIndex> globalSecondaryIndexes,
      TableOptions options,
      List<Tag> tags) {
    this(
        tableName,
        attributeDefinitions,
        keySchema,
        localSecondaryIndexes,
        globalSecondaryIndexes,
        options,
        tags,
        null);
  }

  /** This request with the same policy in other words. */
  public CreateTableRequest withResourcePolicy(String document) {
    return new CreateTableRequest(
        tableName,
        attributeDefinitions,
        keySchema,
        localSecondaryIndexes,
        globalSecondaryIndexes,
        options,
        tags,
        document);
  }
}
