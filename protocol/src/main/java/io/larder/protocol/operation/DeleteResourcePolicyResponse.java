package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * There is no policy any more.
 *
 * @param revisionId of the one that was removed; null if there was none
 */
public record DeleteResourcePolicyResponse(@Nullable String revisionId) implements Response {}
