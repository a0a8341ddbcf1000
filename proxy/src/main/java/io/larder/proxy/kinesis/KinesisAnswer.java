package io.larder.proxy.kinesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What Kinesis has answered, as far as it is of use here.
 *
 * @param errorType without what stands before a {@code #}; empty if there is none
 * @param streamStatus empty if it is not said
 * @param errorCodes one for each record; empty for those that were taken
 */
record KinesisAnswer(
    int status, String errorType, String message, String streamStatus, List<String> errorCodes) {
  private static final JsonFactory JSON = new JsonFactory();

  KinesisAnswer {
    errorCodes = List.copyOf(errorCodes);
  }

  boolean isGood() {
    return status / 100 == 2;
  }

  /** Reads an answer; one that is not JSON says nothing. */
  static KinesisAnswer read(int status, byte[] body, @Nullable String typeInHeader) {
    var reading = new Reading();
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), body)) {
      if (in.nextToken() == JsonToken.START_OBJECT) {
        reading.readObject(in);
      }
    } catch (JacksonException _) {
      reading.errorCodes.clear();
    }
    String type =
        reading.type.isEmpty() ? Objects.requireNonNullElse(typeInHeader, "") : reading.type;
    type = type.substring(type.indexOf('#') + 1);
    int colon = type.indexOf(':');
    return new KinesisAnswer(
        status,
        colon < 0 ? type : type.substring(0, colon),
        reading.message,
        reading.streamStatus,
        reading.errorCodes);
  }

  private static final class Reading {
    private String type = "";
    private String message = "";
    private String streamStatus = "";
    private final List<String> errorCodes = new ArrayList<>();

    private void readObject(JsonParser in) {
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken token = in.nextToken();
        switch (name) {
          case "__type" -> type = text(in, token);
          case "message", "Message" -> message = text(in, token);
          case "StreamStatus" -> streamStatus = text(in, token);
          case "StreamDescriptionSummary", "StreamDescription" -> {
            if (token == JsonToken.START_OBJECT) {
              readObject(in);
            }
          }
          case "Records" -> {
            if (token == JsonToken.START_ARRAY) {
              readRecords(in);
            }
          }
          default -> in.skipChildren();
        }
      }
    }

    private static String text(JsonParser in, JsonToken token) {
      if (token == JsonToken.VALUE_STRING) {
        return in.getString();
      }
      in.skipChildren();
      return "";
    }

    private void readRecords(JsonParser in) {
      while (in.nextToken() == JsonToken.START_OBJECT) {
        String code = "";
        for (String name = in.nextName(); name != null; name = in.nextName()) {
          JsonToken token = in.nextToken();
          if (name.equals("ErrorCode")) {
            code = text(in, token);
          } else {
            in.skipChildren();
          }
        }
        errorCodes.add(code);
      }
    }
  }
}
