package io.larder.proxy.admin;

import org.jspecify.annotations.Nullable;

/** Whether the server should be sent requests. */
@FunctionalInterface
public interface Readiness {
  /** Why it should not; null if it should. */
  @Nullable String obstacle();
}
