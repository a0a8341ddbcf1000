package io.larder.security.webidentity;

/** Why a token proves nothing. */
public final class WebIdentityException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What is wrong, as far as STS tells such faults apart. */
  public enum Reason {
    /** It is no token, not the issuer's, or for others. */
    INVALID,
    /** It is over, or not yet good. */
    EXPIRED,
    /** The keys of its issuer cannot be had. */
    ISSUER_UNREACHABLE
  }

  public WebIdentityException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
