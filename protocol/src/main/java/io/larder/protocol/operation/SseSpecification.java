package io.larder.protocol.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The encryption settings of a table.
 *
 * @param inaccessibleSince when the key was found not to be had; null if it is
 */
public record SseSpecification(
    @Nullable Boolean enabled,
    @Nullable String sseType,
    @Nullable String kmsMasterKeyId,
    @Nullable Instant inaccessibleSince) {
  /** With a key that is to be had. */
  public SseSpecification(
      @Nullable Boolean enabled, @Nullable String sseType, @Nullable String kmsMasterKeyId) {
    this(enabled, sseType, kmsMasterKeyId, null);
  }
}
