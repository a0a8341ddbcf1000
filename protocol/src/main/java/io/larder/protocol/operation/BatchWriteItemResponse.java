package io.larder.protocol.operation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The writes left for another call, by table. */
public record BatchWriteItemResponse(
    Map<String, List<WriteRequest>> unprocessedItems,
    @Nullable List<ConsumedCapacity> consumedCapacity,
    @Nullable Map<String, List<ItemCollectionMetrics>> itemCollectionMetrics)
    implements Response {}
