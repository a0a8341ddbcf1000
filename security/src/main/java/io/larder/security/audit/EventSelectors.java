package io.larder.security.audit;

import io.larder.security.audit.EventSelector.Comparison;
import io.larder.security.audit.EventSelector.Field;
import io.larder.security.audit.EventSelector.FieldSelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads selectors as {@code aws cloudtrail put-event-selectors --advanced-event-selectors} takes
 * them.
 */
public final class EventSelectors {
  private static final JsonFactory JSON = JsonFactory.builder().build();
  private static final String NOT = "Not";

  private final JsonParser in;

  private EventSelectors(JsonParser in) {
    this.in = in;
  }

  /**
   * Reads an array of selectors.
   *
   * @throws IllegalArgumentException which says what is wrong with it
   */
  public static List<EventSelector> parse(byte[] json) {
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
      return new EventSelectors(in).selectors();
    } catch (JacksonException e) {
      throw new IllegalArgumentException("must be JSON: " + e.getOriginalMessage(), e);
    }
  }

  private List<EventSelector> selectors() {
    require(in.nextToken(), JsonToken.START_ARRAY, "must be an array of selectors");
    List<EventSelector> selectors = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      selectors.add(selector());
    }
    return selectors;
  }

  private EventSelector selector() {
    require(in.currentToken(), JsonToken.START_OBJECT, "a selector must be an object");
    String name = "";
    List<FieldSelector> fields = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String member = in.currentName();
      in.nextToken();
      switch (member) {
        case "Name" -> name = in.getString();
        case "FieldSelectors" -> {
          require(in.currentToken(), JsonToken.START_ARRAY, "FieldSelectors must be an array");
          while (in.nextToken() != JsonToken.END_ARRAY) {
            fields.addAll(field());
          }
        }
        default -> throw new IllegalArgumentException("unknown member " + member);
      }
    }
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("a selector must have FieldSelectors");
    }
    return new EventSelector(name, fields);
  }

  private List<FieldSelector> field() {
    require(in.currentToken(), JsonToken.START_OBJECT, "a field selector must be an object");
    Field field = null;
    List<String> operators = new ArrayList<>();
    List<List<String>> values = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String member = in.currentName();
      in.nextToken();
      if (member.equals("Field")) {
        field = fieldOf(in.getString());
      } else {
        operators.add(member);
        values.add(strings(member));
      }
    }
    if (field == null || operators.isEmpty()) {
      throw new IllegalArgumentException("a field selector must have a Field and an operator");
    }
    List<FieldSelector> selectors = new ArrayList<>();
    for (int i = 0; i < operators.size(); i++) {
      selectors.add(selector(field, operators.get(i), values.get(i)));
    }
    return selectors;
  }

  private static FieldSelector selector(Field field, String operator, List<String> values) {
    boolean isNegated = operator.startsWith(NOT);
    Comparison comparison =
        switch (isNegated ? operator.substring(NOT.length()) : operator) {
          case "Equals" -> Comparison.EQUALS;
          case "StartsWith" -> Comparison.STARTS_WITH;
          case "EndsWith" -> Comparison.ENDS_WITH;
          default -> throw new IllegalArgumentException("unknown operator " + operator);
        };
    if (field == Field.CATEGORY && (isNegated || !values.equals(List.of("Data")))) {
      throw new IllegalArgumentException(
          "eventCategory must equal Data: other events are always recorded");
    }
    return new FieldSelector(field, comparison, isNegated, values);
  }

  private static Field fieldOf(String wireName) {
    return Arrays.stream(Field.values())
        .filter(field -> field.wireName.equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown field " + wireName));
  }

  private List<String> strings(String member) {
    require(in.currentToken(), JsonToken.START_ARRAY, member + " must be an array of strings");
    List<String> strings = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      require(in.currentToken(), JsonToken.VALUE_STRING, member + " must be an array of strings");
      strings.add(in.getString());
    }
    if (strings.isEmpty()) {
      throw new IllegalArgumentException(member + " must not be empty");
    }
    return strings;
  }

  private static void require(JsonToken actual, JsonToken expected, String problem) {
    if (actual != expected) {
      throw new IllegalArgumentException(problem);
    }
  }
}
