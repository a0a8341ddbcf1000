package io.larder.proxy.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** An HTTP status that is answered, with the bytes that begin its reply. */
final class Status {
  static final Status OK = new Status(200, "OK");
  static final Status BAD_REQUEST = new Status(400, "Bad Request");
  static final Status NOT_FOUND = new Status(404, "Not Found");
  static final Status REQUEST_TIMEOUT = new Status(408, "Request Timeout");
  static final Status CONTENT_TOO_LARGE = new Status(413, "Request Entity Too Large");
  static final Status URI_TOO_LONG = new Status(414, "Request-URI Too Long");
  static final Status HEADERS_TOO_LARGE = new Status(431, "Request Header Fields Too Large");
  static final Status INTERNAL_SERVER_ERROR = new Status(500, "Internal Server Error");
  static final Status NOT_IMPLEMENTED = new Status(501, "Not Implemented");
  static final Status SERVICE_UNAVAILABLE = new Status(503, "Service Unavailable");
  static final Status VERSION_NOT_SUPPORTED = new Status(505, "HTTP Version Not Supported");

  private static final int FIRST_ERROR = 400;
  private static final int LAST_ERROR = 599;

  private final int code;
  private final String reason;
  private final Ascii start;

  private Status(int code, String reason) {
    this.code = code;
    this.reason = reason;
    this.start = Ascii.of("HTTP/1.1 " + code + " " + reason + "\r\nServer: Server\r\nDate: ");
  }

  /** The status of an error of that code; what is none is a fault of ours, or of an upstream. */
  static Status ofError(int code) {
    return switch (code) {
      case 400 -> BAD_REQUEST;
      case 404 -> NOT_FOUND;
      case 413 -> CONTENT_TOO_LARGE;
      case 500 -> INTERNAL_SERVER_ERROR;
      case 503 -> SERVICE_UNAVAILABLE;
      default ->
          code < FIRST_ERROR || code > LAST_ERROR
              ? INTERNAL_SERVER_ERROR
              : new Status(code, HttpResponseStatus.valueOf(code).reasonPhrase());
    };
  }

  boolean isOk() {
    return code == 200;
  }

  @Override
  public String toString() {
    return code + " " + reason;
  }

  /** The status line and the first headers, up to the date. */
  Ascii start() {
    return start;
  }
}
