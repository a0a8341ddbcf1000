package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** The stream settings of a table; kept and described. */
public record StreamSpecification(boolean streamEnabled, @Nullable String streamViewType) {}
