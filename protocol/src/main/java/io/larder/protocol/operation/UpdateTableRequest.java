package io.larder.protocol.operation;

import java.util.List;

/** Changes the settings or the global secondary indexes of a table. */
public record UpdateTableRequest(
    String tableName,
    List<AttributeDefinition> attributeDefinitions,
    List<GlobalSecondaryIndexUpdate> globalSecondaryIndexUpdates,
    TableOptions options)
    implements Request.Change<UpdateTableResponse> {}
