package io.larder.security.identity;

/** What someone wants to change. May be tried more than once, each time on what is there then. */
@FunctionalInterface
public interface IdentityChange<R> {
  /**
   * Makes the change on {@code edit}.
   *
   * @throws IdentityException if it cannot be made; then nothing of it is
   */
  R apply(IdentityEdit edit);
}
