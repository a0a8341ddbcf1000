package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** The setting as it was made; null if recovery is off. */
public record UpdateContinuousBackupsResponse(@Nullable PointInTimeRecovery pointInTimeRecovery)
    implements Response {}
