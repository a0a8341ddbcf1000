package io.larder.security.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** The JSON of a document: texts, arrays and objects, each key of which stands there once. */
sealed interface PolicyJson {
  JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // The deepest is the list of values of a key of an operator of a statement.
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(10).build())
          .build();

  /** A string, or a number or truth as it was written. */
  record Text(String value) implements PolicyJson {}

  /** An array. */
  record Array(List<PolicyJson> values) implements PolicyJson {}

  /** An object. */
  record Members(Map<String, PolicyJson> values, Position position) implements PolicyJson {}

  /**
   * Reads a document.
   *
   * @throws MalformedPolicyException if it is no JSON, a key stands there twice, or something is
   *     null
   */
  static PolicyJson read(String json) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      PolicyJson value = value(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw syntax();
      }
      return value;
    } catch (JacksonException e) {
      throw syntax();
    }
  }

  static MalformedPolicyException syntax() {
    return new MalformedPolicyException("Syntax errors in policy.");
  }

  private static PolicyJson value(JsonParser parser, JsonToken token) {
    if (token == null) {
      throw syntax();
    }
    return switch (token) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> {
        List<PolicyJson> values = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          values.add(value(parser, next));
        }
        yield new Array(List.copyOf(values));
      }
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          new Text(parser.getString());
      case VALUE_NULL, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME ->
          throw syntax();
    };
  }

  private static Members members(JsonParser parser) {
    TokenStreamLocation start = parser.currentTokenLocation();
    Map<String, PolicyJson> values = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      values.put(name, value(parser, parser.nextToken()));
    }
    TokenStreamLocation end = parser.currentTokenLocation();
    return new Members(
        values,
        new Position(start.getLineNr(), start.getColumnNr(), end.getLineNr(), end.getColumnNr()));
  }
}
