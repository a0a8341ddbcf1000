package io.larder.store.seal;

/** A master key cannot be used; the message names the key and says why, and holds no secrets. */
public final class KeyUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a key cannot be used. */
  public enum Reason {
    /** There is no such key, or none that has wrapped this. */
    NOT_FOUND,
    /** The key is switched off, or about to be deleted. */
    DISABLED,
    /** The keeper of the key does not let us use it. */
    DENIED,
    /** The keeper of the key does not answer, or not as expected: nobody knows. */
    UNREACHABLE
  }

  private final Reason reason;

  public KeyUnavailableException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public KeyUnavailableException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
