package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** The setting of a table; null if recovery to an earlier moment is off. */
public record DescribeContinuousBackupsResponse(@Nullable PointInTimeRecovery pointInTimeRecovery)
    implements Response {}
