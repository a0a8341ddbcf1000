package io.larder.security.query;

/** What a caller of a query API is told instead of a result. */
public final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  private final String code;
  private final int status;

  /**
   * @param status of HTTP
   */
  public QueryException(String code, int status, String message) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
  }

  /** A parameter is not as the API's model has it. */
  public static QueryException validation(String message) {
    return new QueryException("ValidationError", BAD_REQUEST, message);
  }

  /** The caller may not. */
  public static QueryException accessDenied(String message) {
    return new QueryException("AccessDenied", FORBIDDEN, message);
  }

  /** The code, as it is sent. */
  public String code() {
    return code;
  }

  public int status() {
    return status;
  }

  /** Whose fault it is: {@code Sender} or {@code Receiver}. */
  String type() {
    return status < SERVER_ERROR ? "Sender" : "Receiver";
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
