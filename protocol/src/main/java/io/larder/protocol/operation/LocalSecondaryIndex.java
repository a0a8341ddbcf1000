package io.larder.protocol.operation;

import java.util.List;

/** The definition of a local secondary index. */
public record LocalSecondaryIndex(
    String indexName, List<KeySchemaElement> keySchema, Projection projection) {}
