package io.larder.protocol.operation;

import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One read of a TransactGetItems. */
public record TransactGetItem(
    String tableName, Map<String, AttributeValue> key, @Nullable ProjectionExpression projection) {}
