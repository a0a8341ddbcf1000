package io.larder.security.access;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.protocol.wire.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Requests from bodies that are written with single quotes for legibility. */
public final class Calls {
  private Calls() {}

  /**
   * The request of that operation; one that is handed on, if the bundled store does not know it.
   */
  public static Request<?> of(String operation, String body) {
    return Arrays.stream(Operation.values())
        .filter(known -> known.wireName().equals(operation))
        .<Request<?>>map(known -> decoded(known, body))
        .findAny()
        .orElseGet(() -> forwarded(operation, body));
  }

  static Request<?> decoded(Operation operation, String body) {
    byte[] json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return RequestDecoder.decode(operation, json, 0, json.length, ValidationReport.ALL);
  }

  /** The call as it is handed to an upstream. */
  public static ForwardedRequest forwarded(String operation, String body) {
    return forwardedJson(operation, body.replace('\'', '"'));
  }

  /** The same of a body in which quotes are what they are. */
  public static ForwardedRequest forwardedJson(String operation, String json) {
    return new ForwardedRequest(
        "DynamoDB_20120810." + operation, JsonBytes.of(json.getBytes(StandardCharsets.UTF_8)));
  }
}
