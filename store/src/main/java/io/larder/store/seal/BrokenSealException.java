package io.larder.store.seal;

/**
 * What should be opened was not sealed with this key for this purpose, or was changed since. What
 * depends on it must be denied. Has no stack trace: clients can cause it as often as they like.
 */
public final class BrokenSealException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokenSealException(String message) {
    super(message, null, false, false);
  }
}
