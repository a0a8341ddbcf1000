package io.larder.protocol.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The definition of a global secondary index. */
public record GlobalSecondaryIndex(
    String indexName,
    List<KeySchemaElement> keySchema,
    Projection projection,
    @Nullable ProvisionedThroughput provisionedThroughput,
    @Nullable OnDemandThroughput onDemandThroughput,
    @Nullable WarmThroughput warmThroughput) {}
