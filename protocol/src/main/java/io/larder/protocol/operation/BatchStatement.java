package io.larder.protocol.operation;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.partiql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a batch. Either {@code statement} is there or {@code fault}, which is why it can't
 * be: that fails this statement alone.
 */
public record BatchStatement(
    String text,
    @Nullable Statement statement,
    @Nullable ServiceError fault,
    boolean consistentRead,
    ReturnValuesOnConditionCheckFailure onConditionCheckFailure) {}
