package io.larder.protocol.operation;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes or creates one item; a null {@code update} only makes sure that it exists. */
public record UpdateItemRequest(
    String tableName,
    Map<String, AttributeValue> key,
    @Nullable UpdateExpression update,
    @Nullable ConditionExpression condition,
    WriteReturns returns)
    implements Request.Write<UpdateItemResponse> {}
