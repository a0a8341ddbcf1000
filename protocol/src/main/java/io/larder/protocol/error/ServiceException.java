package io.larder.protocol.error;

/**
 * Carries a {@link ServiceError} to the client. The only exception thrown on purpose; it has no
 * stack trace because it reports the caller's fault, not ours.
 */
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ServiceError error;

  public ServiceException(ServiceError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /** Shorthand for the most frequent error, {@link ServiceError.Validation}. */
  public static ServiceException validation(String message) {
    return new ServiceException(new ServiceError.Validation(message));
  }

  /** The error about parameters that do not go together, or not with the table. */
  public static ServiceException invalidParameter(String detail) {
    return validation(Messages.INVALID_PARAMETER + detail);
  }

  public ServiceError error() {
    return error;
  }
}
