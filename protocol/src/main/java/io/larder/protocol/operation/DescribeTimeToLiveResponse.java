package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** The attribute by which the table's items expire; null if they do not. */
public record DescribeTimeToLiveResponse(@Nullable String attributeName) implements Response {}
