package io.larder.security.policy;

/** A document is no policy. The message is what MalformedPolicyDocument says. */
public final class MalformedPolicyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean tooLarge;

  private MalformedPolicyException(String message, boolean tooLarge) {
    super(message, null, false, false);
    this.tooLarge = tooLarge;
  }

  MalformedPolicyException(String message) {
    this(message, false);
  }

  static MalformedPolicyException tooLarge(int maxSize) {
    return new MalformedPolicyException(
        "Maximum policy size of " + maxSize + " bytes exceeded", true);
  }

  /** True if the document is only too long, for which IAM answers LimitExceeded. */
  public boolean isTooLarge() {
    return tooLarge;
  }
}
