package io.larder.proxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;

/** An answer of the admin port. */
record Page(HttpResponseStatus status, String contentType, String body) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";

  /** One line for a person. */
  static Page text(HttpResponseStatus status, String line) {
    return new Page(status, TEXT, line + "\n");
  }

  static Page metrics(String body) {
    return new Page(HttpResponseStatus.OK, PROMETHEUS, body);
  }

  static Page json(String body) {
    return new Page(HttpResponseStatus.OK, JSON, body);
  }
}
