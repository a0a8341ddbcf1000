package io.larder.protocol.operation;

import java.util.List;

/** Reads up to 100 items from one snapshot. */
public record TransactGetItemsRequest(
    List<TransactGetItem> items, ReturnConsumedCapacity returnConsumedCapacity)
    implements Request.Read {}
