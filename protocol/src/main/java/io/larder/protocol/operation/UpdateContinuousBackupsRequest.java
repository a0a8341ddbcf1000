package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * Turns recovery to an earlier moment on or off.
 *
 * @param recoveryPeriodInDays null for as many as there can be
 */
public record UpdateContinuousBackupsRequest(
    String tableName, boolean pointInTimeRecoveryEnabled, @Nullable Integer recoveryPeriodInDays)
    implements Request.Change<UpdateContinuousBackupsResponse> {}
