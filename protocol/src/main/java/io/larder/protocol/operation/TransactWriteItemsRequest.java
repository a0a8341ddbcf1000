package io.larder.protocol.operation;

import io.larder.protocol.item.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does up to 100 actions or none. {@code fingerprint} is a SHA-256 of what the request asks for
 * (its JSON with sorted members, without the token and the Return… members): a token used again
 * with another fingerprint is refused.
 */
public record TransactWriteItemsRequest(
    List<TransactWriteItem> items,
    @Nullable String clientRequestToken,
    Bytes fingerprint,
    ReturnConsumedCapacity returnConsumedCapacity,
    ReturnItemCollectionMetrics returnItemCollectionMetrics)
    implements Request.Write<TransactWriteItemsResponse> {}
