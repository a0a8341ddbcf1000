package io.larder.security.access;

/**
 * A condition asks for what cannot be told of the request. Who is in doubt denies. Without a stack,
 * because clients can cause it at will.
 */
public final class UndeterminedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UndeterminedException() {
    super("what a condition asks for cannot be told", null, false, false);
  }
}
