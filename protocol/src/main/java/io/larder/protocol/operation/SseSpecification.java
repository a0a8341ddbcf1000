package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** The encryption settings of a table; kept and described. */
public record SseSpecification(
    @Nullable Boolean enabled, @Nullable String sseType, @Nullable String kmsMasterKeyId) {}
