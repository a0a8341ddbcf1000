package io.larder.proxy.http;

/** The HTTP statuses that are answered, each with the bytes that begin its reply. */
enum Status {
  OK(200, "OK"),
  BAD_REQUEST(400, "Bad Request"),
  NOT_FOUND(404, "Not Found"),
  REQUEST_TIMEOUT(408, "Request Timeout"),
  CONTENT_TOO_LARGE(413, "Request Entity Too Large"),
  URI_TOO_LONG(414, "Request-URI Too Long"),
  HEADERS_TOO_LARGE(431, "Request Header Fields Too Large"),
  INTERNAL_SERVER_ERROR(500, "Internal Server Error"),
  NOT_IMPLEMENTED(501, "Not Implemented"),
  SERVICE_UNAVAILABLE(503, "Service Unavailable"),
  VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported");

  @SuppressWarnings("ImmutableEnumChecker") // Ascii does not change
  private final Ascii start;

  Status(int code, String reason) {
    this.start = Ascii.of("HTTP/1.1 " + code + " " + reason + "\r\nServer: Server\r\nDate: ");
  }

  /** The status of that code; an unknown code is a fault of ours. */
  static Status of(int code) {
    return switch (code) {
      case 200 -> OK;
      case 400 -> BAD_REQUEST;
      case 404 -> NOT_FOUND;
      case 413 -> CONTENT_TOO_LARGE;
      case 503 -> SERVICE_UNAVAILABLE;
      default -> INTERNAL_SERVER_ERROR;
    };
  }

  /** The status line and the first headers, up to the date. */
  Ascii start() {
    return start;
  }
}
