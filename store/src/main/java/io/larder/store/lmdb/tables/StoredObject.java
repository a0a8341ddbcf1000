package io.larder.store.lmdb.tables;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object of the catalog. A member that is missing or null is null, or empty if it is a list;
 * one of another type than asked for, or one that must be there and is not, is a defect.
 */
final class StoredObject {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Object> members = new HashMap<>();

  private StoredObject(JsonParser in) {
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      Object value = value(in, in.nextToken());
      if (value != null) {
        members.put(name, value);
      }
    }
  }

  static StoredObject parse(byte[] json) {
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
      in.nextToken();
      return new StoredObject(in);
    }
  }

  private static @Nullable Object value(JsonParser in, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> new StoredObject(in);
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
          elements.add(Objects.requireNonNull(value(in, next)));
        }
        yield elements;
      }
      case VALUE_STRING -> in.getString();
      case VALUE_NUMBER_INT -> in.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IllegalStateException("unexpected " + token + " in the catalog");
    };
  }

  private <T> @Nullable T get(String name, Class<T> type) {
    return type.cast(members.get(name));
  }

  /** A member that must be there. */
  String requiredText(String name) {
    return Objects.requireNonNull(text(name), name);
  }

  @Nullable String text(String name) {
    return get(name, String.class);
  }

  @Nullable Long number(String name) {
    return get(name, Long.class);
  }

  long numberOrZero(String name) {
    return Objects.requireNonNullElse(number(name), 0L);
  }

  @Nullable Boolean truth(String name) {
    return get(name, Boolean.class);
  }

  boolean isTrue(String name) {
    return Boolean.TRUE.equals(truth(name));
  }

  @Nullable Instant time(String name) {
    String text = text(name);
    return text == null ? null : Instant.parse(text);
  }

  <E extends Enum<E>> @Nullable E constant(String name, Class<E> type) {
    String text = text(name);
    return text == null ? null : Enum.valueOf(type, text);
  }

  <E extends Enum<E>> E requiredConstant(String name, Class<E> type) {
    return Enum.valueOf(type, requiredText(name));
  }

  /** What {@code reader} makes of a member that is an object. */
  <T> @Nullable T object(String name, Function<StoredObject, T> reader) {
    StoredObject object = get(name, StoredObject.class);
    return object == null ? null : reader.apply(object);
  }

  /** What {@code reader} makes of each object in a list. */
  <T> List<T> objects(String name, Function<StoredObject, T> reader) {
    return elements(name, StoredObject.class).stream().map(reader).toList();
  }

  /** A list of texts; null if there is none. */
  @Nullable List<String> texts(String name) {
    return members.containsKey(name) ? elements(name, String.class) : null;
  }

  private <T> List<T> elements(String name, Class<T> type) {
    List<?> list = get(name, List.class);
    return list == null ? List.of() : list.stream().<T>map(type::cast).toList();
  }
}
