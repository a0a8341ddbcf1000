package io.larder.protocol.operation;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.item.AttributeValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deletes one item. */
public record DeleteItemRequest(
    String tableName,
    Map<String, AttributeValue> key,
    @Nullable ConditionExpression condition,
    WriteReturns returns)
    implements Request.Write<DeleteItemResponse> {}
