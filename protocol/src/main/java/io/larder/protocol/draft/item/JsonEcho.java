package io.larder.protocol.draft.item;

import io.larder.protocol.item.AttributeValueJson;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A part of a request as the service repeats it in JSON, whatever it was read from. */
final class JsonEcho {
  private JsonEcho() {}

  static String quoted(String text) {
    var out = new JsonWriter();
    out.value(text);
    return text(out);
  }

  /** The tables of a BatchGetItem, all members sorted. */
  static String of(Map<String, KeysDraft> tables) {
    var out = new JsonWriter();
    out.beginObject();
    for (Map.Entry<String, KeysDraft> table : new TreeMap<>(tables).entrySet()) {
      out.name(table.getKey());
      write(table.getValue(), out);
    }
    out.endObject();
    return new JavaEcho().text(text(out)).toString();
  }

  private static void write(KeysDraft table, JsonWriter out) {
    out.beginObject();
    List<String> attributes = table.projection.attributesToGet;
    if (attributes != null) {
      out.name("AttributesToGet").beginArray();
      attributes.forEach(out::value);
      out.endArray();
    }
    if (table.consistentRead != null) {
      out.name("ConsistentRead").value(table.consistentRead);
    }
    Map<String, String> names = table.placeholders.names;
    if (names != null) {
      out.name("ExpressionAttributeNames").beginObject();
      new TreeMap<>(names).forEach((placeholder, name) -> out.name(placeholder).value(name));
      out.endObject();
    }
    out.name("Keys").beginArray();
    for (AttributeMap key : table.requireKeys()) {
      AttributeValueJson.write(new TreeMap<>(key.values()), out);
    }
    out.endArray();
    if (table.projection.expression != null) {
      out.name("ProjectionExpression").value(table.projection.expression);
    }
    out.endObject();
  }

  private static String text(JsonWriter out) {
    return new String(out.buffer(), 0, out.length(), StandardCharsets.UTF_8);
  }
}
