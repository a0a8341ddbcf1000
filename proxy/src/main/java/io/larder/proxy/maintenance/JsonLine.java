package io.larder.proxy.maintenance;

import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;

/** The result of a command as one line of JSON. */
public final class JsonLine {
  private JsonLine() {}

  /** Names, each before its value, which is a number or else text. */
  public static String of(Object... namesAndValues) {
    var json = new JsonWriter();
    json.beginObject();
    for (int at = 0; at < namesAndValues.length; at += 2) {
      json.name(String.valueOf(namesAndValues[at]));
      if (namesAndValues[at + 1] instanceof Number number) {
        json.value(number.longValue());
      } else {
        json.value(String.valueOf(namesAndValues[at + 1]));
      }
    }
    json.endObject();
    return new String(json.toByteArray(), StandardCharsets.UTF_8);
  }
}
