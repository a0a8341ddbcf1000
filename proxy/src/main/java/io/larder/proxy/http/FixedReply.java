package io.larder.proxy.http;

import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer that depends on the head of the request alone.
 *
 * @param extraHeaders further header lines, each with its line end
 */
record FixedReply(Status status, @Nullable String extraHeaders, Ascii body) {
  private static final FixedReply NOT_FOUND =
      new FixedReply(Status.NOT_FOUND, null, Ascii.of("<UnknownOperationException/>\n"));
  private static final int PREFLIGHT_MAX_AGE_SECONDS = 172_800;

  /** What the service says to whatever is no call of an operation. */
  static FixedReply notFound() {
    return NOT_FOUND;
  }

  /** The answer to the health check of load balancers. */
  static FixedReply healthy(String region) {
    return new FixedReply(
        Status.OK, null, Ascii.of("healthy: dynamodb." + region + ".amazonaws.com "));
  }

  /** The hosts that clients may call, as Alternator lists its own. */
  static FixedReply localNodes(List<String> hosts) {
    var json = new JsonWriter();
    json.beginArray();
    hosts.forEach(json::value);
    json.endArray();
    return new FixedReply(
        Status.OK, null, Ascii.of(new String(json.toByteArray(), StandardCharsets.US_ASCII)));
  }

  /** The answer to a browser that asks whether it may call. */
  static FixedReply preflight(RequestHead head) {
    var headers = new StringBuilder();
    append(headers, "Access-Control-Allow-Headers", head.header("access-control-request-headers"));
    append(headers, "Access-Control-Allow-Methods", head.header("access-control-request-method"));
    append(headers, "Access-Control-Max-Age", Integer.toString(PREFLIGHT_MAX_AGE_SECONDS));
    return new FixedReply(Status.OK, headers.toString(), Ascii.of(""));
  }

  private static void append(StringBuilder headers, String name, @Nullable String value) {
    if (value != null) {
      headers.append(name).append(": ").append(value).append("\r\n");
    }
  }
}
