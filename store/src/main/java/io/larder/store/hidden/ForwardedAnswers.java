package io.larder.store.hidden;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.RenderedJson;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What an upstream answers to what is handed on, without what it says of the hidden table. */
final class ForwardedAnswers {
  private static final JsonFactory JSON = new JsonFactory();

  private final HiddenName hidden;

  ForwardedAnswers(HiddenName hidden) {
    this.hidden = hidden;
  }

  /** The same answer; without those members of its lists that mention the table. */
  ForwardedResponse without(ForwardedResponse response) {
    if (!hidden.isIn(response.body())) {
      return response;
    }
    return new ForwardedResponse(
        JsonBytes.of(without(bytes(response.body()))), response.requestId());
  }

  static byte[] bytes(RenderedJson body) {
    byte[] bytes = new byte[body.jsonLength()];
    body.copyJsonTo(bytes, 0);
    return bytes;
  }

  private byte[] without(byte[] json) {
    var bytes = new ByteArrayOutputStream(json.length);
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json);
        JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      if (in.nextToken() != null) {
        copy(in, out);
      }
    }
    return bytes.toByteArray();
  }

  /** Copies the value that begins at the current token. */
  private void copy(JsonParser in, JsonGenerator out) {
    switch (in.currentToken()) {
      case START_OBJECT -> {
        out.writeStartObject();
        while (in.nextToken() != JsonToken.END_OBJECT) {
          out.writeName(in.currentName());
          in.nextToken();
          copy(in, out);
        }
        out.writeEndObject();
      }
      case START_ARRAY -> {
        out.writeStartArray();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          var element = new ByteArrayOutputStream();
          try (JsonGenerator one = JSON.createGenerator(ObjectWriteContext.empty(), element)) {
            one.copyCurrentStructureExact(in);
          }
          if (!hidden.isIn(element.toByteArray())) {
            out.writeRawValue(element.toString(UTF_8));
          }
        }
        out.writeEndArray();
      }
      default -> out.copyCurrentEventExact(in);
    }
  }
}
