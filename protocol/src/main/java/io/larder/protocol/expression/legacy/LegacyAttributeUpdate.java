package io.larder.protocol.expression.legacy;

import io.larder.protocol.item.AttributeValue;
import org.jspecify.annotations.Nullable;

/** One attribute's entry in AttributeUpdates; the action is PUT if it is not given. */
public record LegacyAttributeUpdate(@Nullable AttributeValue value, @Nullable String action) {}
