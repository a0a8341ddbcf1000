package io.larder.protocol.expression.legacy;

import io.larder.protocol.item.AttributeValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attribute's entry in Expected, QueryFilter, ScanFilter or KeyConditions, as the request gives
 * it. {@code value} and {@code exists} belong to Expected only.
 */
public record LegacyCondition(
    @Nullable String comparisonOperator,
    @Nullable List<AttributeValue> attributeValueList,
    @Nullable AttributeValue value,
    @Nullable Boolean exists) {}
