package io.larder.security.identity;

import org.jspecify.annotations.Nullable;

/** What someone wants to change. May be tried more than once, each time on what is there then. */
@FunctionalInterface
public interface IdentityChange<R extends @Nullable Object> {
  /**
   * Makes the change on {@code edit}.
   *
   * @throws IdentityException if it cannot be made; then nothing of it is
   */
  R apply(IdentityEdit edit);
}
