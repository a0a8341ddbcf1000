package io.larder.protocol.operation;

import java.util.List;

/** Creates a table with its indexes. */
public record CreateTableRequest(
    String tableName,
    List<AttributeDefinition> attributeDefinitions,
    List<KeySchemaElement> keySchema,
    List<LocalSecondaryIndex> localSecondaryIndexes,
    List<GlobalSecondaryIndex> globalSecondaryIndexes,
    TableOptions options,
    List<Tag> tags)
    implements Request.Change<CreateTableResponse> {}
