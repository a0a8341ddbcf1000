package io.larder.security.access;

import io.larder.protocol.wire.RenderedJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of a call of which nothing has been checked. What could be read in two ways cannot be
 * told: members that occur twice, and members of another type than is asked for.
 */
public final class JsonBody {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, Object> members;

  private JsonBody(Map<String, Object> members) {
    this.members = members;
  }

  /**
   * @throws UndeterminedException if it is no JSON object, or has members twice
   */
  static JsonBody of(RenderedJson body) {
    byte[] json = new byte[body.jsonLength()];
    body.copyJsonTo(json, 0);
    return of(json);
  }

  /** The same of JSON in UTF-8. */
  public static JsonBody of(byte[] json) {
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new UndeterminedException();
      }
      Map<String, Object> members = object(in);
      if (in.nextToken() != null) {
        throw new UndeterminedException();
      }
      return new JsonBody(members);
    } catch (JacksonException e) {
      throw new UndeterminedException();
    }
  }

  /** In place of JSON's null. */
  private enum Null {
    NULL
  }

  private record Digits(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  private static Map<String, Object> object(JsonParser in) {
    Map<String, Object> members = new LinkedHashMap<>();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      in.nextToken();
      members.put(name, value(in));
    }
    return members;
  }

  private static Object value(JsonParser in) {
    JsonToken token = in.currentToken();
    return switch (token) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(in));
        }
        yield elements;
      }
      case VALUE_STRING -> in.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> Null.NULL;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(in.getString());
      case null, default -> throw new UndeterminedException();
    };
  }

  /** The text of a member; null if there is none. */
  public @Nullable String text(String name) {
    Object value = given(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new UndeterminedException();
  }

  /** The text of a member that must be there. */
  public String requiredText(String name) {
    String text = text(name);
    if (text == null || text.isEmpty()) {
      throw new UndeterminedException();
    }
    return text;
  }

  public boolean has(String name) {
    return given(name) != null;
  }

  /** The object that is a member; an empty one if there is none. */
  public JsonBody object(String name) {
    Object value = given(name);
    return value == null ? new JsonBody(Map.of()) : of(value);
  }

  /** The elements of a list that are objects; none if there is no list. */
  List<JsonBody> objects(String name) {
    return elements(name).stream().map(JsonBody::of).toList();
  }

  /** The elements of a list that are texts; none if there is no list. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : elements(name)) {
      if (!(element instanceof String text)) {
        throw new UndeterminedException();
      }
      texts.add(text);
    }
    return texts;
  }

  /** True if the member is a text. */
  public boolean isText(String name) {
    return given(name) instanceof String;
  }

  /** The elements of a list of objects, or the one that stands for such a list. */
  public List<JsonBody> oneOrMore(String name) {
    return given(name) instanceof List<?> ? objects(name) : List.of(object(name));
  }

  /**
   * The elements of a list of texts, or the one that stands for such a list; none if there is
   * neither. Numbers and truths are texts too.
   */
  public List<String> oneOrMoreTexts(String name) {
    Object value = given(name);
    if (value == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Object element : value instanceof List<?> list ? list : List.of(value)) {
      if (element instanceof List<?> || element instanceof Map<?, ?> || element == Null.NULL) {
        throw new UndeterminedException();
      }
      texts.add(element.toString());
    }
    return texts;
  }

  /** The names of the members. */
  public List<String> names() {
    return List.copyOf(members.keySet());
  }

  private List<?> elements(String name) {
    Object value = given(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new UndeterminedException();
  }

  @SuppressWarnings("unchecked") // objects are read by object()
  private static JsonBody of(@Nullable Object value) {
    if (value instanceof Map<?, ?> object) {
      return new JsonBody((Map<String, Object>) object);
    }
    throw new UndeterminedException();
  }

  private @Nullable Object given(String name) {
    Object value = members.get(name);
    return value == Null.NULL ? null : value;
  }
}
