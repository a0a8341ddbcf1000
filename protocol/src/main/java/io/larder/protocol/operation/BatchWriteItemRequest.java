package io.larder.protocol.operation;

import java.util.List;
import java.util.Map;

/** Puts and deletes up to 25 items; tables by the name or ARN the request used, in its order. */
public record BatchWriteItemRequest(
    Map<String, List<WriteRequest>> requestItems,
    ReturnConsumedCapacity returnConsumedCapacity,
    ReturnItemCollectionMetrics returnItemCollectionMetrics)
    implements Request.Write<BatchWriteItemResponse> {}
