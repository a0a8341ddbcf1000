package io.larder.security.auth;

import org.jspecify.annotations.Nullable;

/**
 * Finds out who uses a connection that is signed as a whole. Called on event loops: must not block.
 */
@FunctionalInterface
public interface ConnectionAuthenticator {
  /**
   * The caller.
   *
   * @param connection null if the client has proven nothing yet
   * @throws io.larder.protocol.error.ServiceException if the client does not prove who it is
   */
  Principal authenticate(@Nullable SignedConnection connection);

  /**
   * Returns if a caller may still go by what it has proven once: its key may have been taken away
   * since, or its session be over. Asked before each request.
   *
   * @throws io.larder.protocol.error.ServiceException if it has to prove anew who it is
   */
  default void confirm(Principal principal) {}

  /** Lets everyone in. */
  static ConnectionAuthenticator none() {
    return connection -> Principal.UNVERIFIED;
  }
}
