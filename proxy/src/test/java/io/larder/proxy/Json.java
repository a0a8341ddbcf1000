package io.larder.proxy;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON that a test looks into: an object, an array, or the text of anything else. */
record Json(Object value) {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  static Json read(InputStream in) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
      parser.nextToken();
      return new Json(value(parser));
    }
  }

  private static Object value(JsonParser in) {
    if (in.currentToken() == JsonToken.START_ARRAY) {
      List<Object> elements = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value(in));
      }
      return elements;
    }
    if (in.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> members = new LinkedHashMap<>();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        in.nextToken();
        members.put(name, value(in));
      }
      return members;
    }
    return in.getString();
  }

  /** A member; empty text if there is none. */
  Json get(String name) {
    @Nullable Object member = value instanceof Map<?, ?> members ? members.get(name) : null;
    return new Json(member == null ? "" : member);
  }

  /** The member at a path such as {@code /a/b}. */
  Json at(String path) {
    Json found = this;
    for (String name : path.substring(1).split("/", -1)) {
      found = found.get(name);
    }
    return found;
  }

  List<Json> elements() {
    return ((List<?>) value).stream().map(Json::new).toList();
  }

  String asString() {
    return value.toString();
  }
}
