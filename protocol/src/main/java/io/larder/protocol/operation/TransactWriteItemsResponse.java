package io.larder.protocol.operation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of a transaction that was committed, now or at the first use of its token. */
public record TransactWriteItemsResponse(
    @Nullable List<ConsumedCapacity> consumedCapacity,
    @Nullable Map<String, List<ItemCollectionMetrics>> itemCollectionMetrics)
    implements Response {}
