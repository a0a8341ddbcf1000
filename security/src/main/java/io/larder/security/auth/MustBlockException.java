package io.larder.security.auth;

/**
 * What must be known to decide is not in memory. Thrown by {@link Authorizer#authorize}; whoever
 * may block then calls {@link Authorizer#authorizeBlocking}. Without a stack: it is no failure.
 */
public final class MustBlockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MustBlockException() {
    super("must be looked up", null, false, false);
  }
}
