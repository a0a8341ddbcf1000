package io.larder.proxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the admin port.
 *
 * @param requestId by which the request is known; null if it is not
 * @param headers besides those of every answer
 */
record Page(
    HttpResponseStatus status,
    String contentType,
    String body,
    @Nullable String requestId,
    Map<String, String> headers) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";
  private static final String AMZ_JSON = "application/x-amz-json-1.1";

  Page(HttpResponseStatus status, String contentType, String body) {
    this(status, contentType, body, null, Map.of());
  }

  /** One line for a person. */
  static Page text(HttpResponseStatus status, String line) {
    return new Page(status, TEXT, line + "\n");
  }

  static Page metrics(String body) {
    return new Page(HttpResponseStatus.OK, PROMETHEUS, body);
  }

  static Page json(String body) {
    return json(HttpResponseStatus.OK, body);
  }

  static Page json(HttpResponseStatus status, String body) {
    return new Page(status, JSON, body);
  }

  static Page of(JsonApi.Answer answer) {
    return new Page(
        HttpResponseStatus.valueOf(answer.status()),
        AMZ_JSON,
        answer.body(),
        answer.requestId(),
        Map.of());
  }

  static Page of(WebConsole.Answer answer) {
    return new Page(
        HttpResponseStatus.valueOf(answer.status()),
        answer.contentType(),
        answer.body(),
        null,
        answer.headers());
  }
}
