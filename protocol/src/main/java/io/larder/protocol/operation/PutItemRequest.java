package io.larder.protocol.operation;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.item.AttributeValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates or replaces one item. */
public record PutItemRequest(
    String tableName,
    Map<String, AttributeValue> item,
    @Nullable ConditionExpression condition,
    WriteReturns returns)
    implements Request.Write {}
