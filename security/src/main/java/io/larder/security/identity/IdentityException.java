package io.larder.security.identity;

/** Why identities were not changed or found, in IAM's words. Nothing has changed. */
public final class IdentityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** IAM's error codes, as far as they concern identities. */
  public enum Code {
    CONCURRENT_MODIFICATION("ConcurrentModification", 409),
    DELETE_CONFLICT("DeleteConflict", 409),
    ENTITY_ALREADY_EXISTS("EntityAlreadyExists", 409),
    INVALID_INPUT("InvalidInput", 400),
    LIMIT_EXCEEDED("LimitExceeded", 409),
    MALFORMED_POLICY_DOCUMENT("MalformedPolicyDocument", 400),
    NO_SUCH_ENTITY("NoSuchEntity", 404),
    POLICY_NOT_ATTACHABLE("PolicyNotAttachable", 400),
    SERVICE_FAILURE("ServiceFailure", 500),
    UNMODIFIABLE_ENTITY("UnmodifiableEntity", 400),
    VALIDATION_ERROR("ValidationError", 400);

    private final String text;
    private final int status;

    Code(String text, int status) {
      this.text = text;
      this.status = status;
    }

    /** The code as it is sent. */
    public String text() {
      return text;
    }

    /** HTTP status that goes with it. */
    public int status() {
      return status;
    }
  }

  private final Code code;

  public IdentityException(Code code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
