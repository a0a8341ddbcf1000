package io.larder.protocol.operation;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.item.Item;
import org.jspecify.annotations.Nullable;

/** Creates or replaces one item. */
public record PutItemRequest(
    String tableName, Item item, @Nullable ConditionExpression condition, WriteReturns returns)
    implements Request.Write<PutItemResponse> {}
