package io.larder.proxy.admin;

import io.larder.security.auth.SignedRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages of a browser on the admin port, and what they ask for. */
public interface WebConsole {
  /**
   * One of the files that a browser loads.
   *
   * @param known the tag of what the browser has of it; null if it has nothing
   */
  Answer file(String name, @Nullable String known);

  /** What a page must know of the server before it can ask for anything else. */
  Answer about(SignedRequest asked);

  /** What the server did at each moment since then, in milliseconds since 1970. */
  Answer moments(SignedRequest asked, long since);

  /** The answer to an operation of DynamoDB. May block; decides itself who may have it. */
  Answer operation(JsonApi.Call call);

  /** The answer to a call of IAM or STS. May block; decides itself who may have it. */
  Answer form(JsonApi.Call call);

  /** True if pages may change something, and not only look. */
  boolean mayChange();

  /**
   * What a browser is told.
   *
   * @param headers besides those of every answer
   */
  record Answer(int status, String contentType, String body, Map<String, String> headers) {
    public Answer {
      headers = Map.copyOf(headers);
    }
  }
}
