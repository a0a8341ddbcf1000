package io.larder.protocol.json.reader;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.protocol.wire.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one request body, member by member, and refuses a value of the wrong JSON type in the
 * service's words. Members that are null count as absent.
 */
public final class RequestReader implements AutoCloseable {
  public static final String MODEL = "com.amazonaws.dynamodb.v20120810.";

  private static final String MISPLACED_OBJECT =
      "Start of structure or map found where not expected";
  private static final String MISPLACED_SCALAR = "Unexpected field type";
  private static final String SCALAR_ELEMENT = "Unexpected value type in payload";

  private static final String PARAMETERIZED_TYPE =
      "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class"
          + " java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and"
          + " java.lang.Class are in module java.base of loader 'bootstrap')";

  private final RequestParser parser;
  private final ValidationLayer layer;
  private boolean coercedInteger;
  private boolean olderLayer;

  private RequestReader(RequestParser parser, ValidationLayer layer) {
    this.parser = parser;
    this.layer = layer;
    this.olderLayer = layer == ValidationLayer.OLDER;
  }

  /**
   * Reads a whole body, which must be one JSON object in UTF-8, with {@code members}, for an
   * operation that {@code layer} validates.
   */
  public static <T> T read(
      byte[] body, int offset, int length, ValidationLayer layer, Members<T> members) {
    if (!JsonText.isLossless(body, offset, offset + length)) {
      throw serialization(null);
    }
    try (var reader =
        new RequestReader(RequestParserFactory.SHARED.parser(body, offset, length), layer)) {
      if (reader.parser.nextToken() != JsonToken.START_OBJECT) {
        throw serialization(null);
      }
      return members.read(reader);
    } catch (JacksonException e) {
      throw serialization(null);
    }
  }

  /** Reads the members of the object that the reader has just entered, to its end. */
  @FunctionalInterface
  public interface Members<T> {
    T read(RequestReader in);
  }

  public static ServiceException serialization(@Nullable String detail) {
    return new ServiceException(new ServiceError.Serialization(detail));
  }

  /** Moves to the next member that is not null; false at the end of the object. */
  public boolean nextMember() {
    while (parser.nextName() != null) {
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        return true;
      }
    }
    rejectMoreAfterBody();
    return false;
  }

  /** Moves to the next member, null or not; false at the end of the object. */
  public boolean nextEntry() {
    if (parser.nextName() == null) {
      return false;
    }
    parser.nextToken();
    return true;
  }

  public boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /** The body ends with its object: what follows must be found before anything is validated. */
  private void rejectMoreAfterBody() {
    if (parser.streamReadContext().inRoot() && parser.nextToken() != null) {
      throw serialization(null);
    }
  }

  public String memberName() {
    return parser.currentName();
  }

  /** Moves to the next element that is not null; false at the end of the array. */
  public boolean nextElement() {
    JsonToken token = parser.nextToken();
    while (token == JsonToken.VALUE_NULL) {
      token = parser.nextToken();
    }
    return token != JsonToken.END_ARRAY;
  }

  /** Moves to the next element, null or not; false at the end of the array. */
  public boolean nextElementOrNull() {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /**
   * Reads the current value if it is plainly a good item; null if the reader still stands at it.
   */
  public @Nullable Item scanItem() {
    return parser.scanItem();
  }

  /** Ignores the current object and returns how many levels of JSON it holds. */
  public int skipLevels() {
    int open = 0;
    int deepest = 0;
    do {
      if (parser.currentToken().isStructStart()) {
        deepest = Math.max(deepest, ++open);
      } else if (parser.currentToken().isStructEnd()) {
        open--;
      }
    } while (open > 0 && parser.nextToken() != null);
    return deepest;
  }

  /** Ignores the current value, as the service ignores members that it does not know. */
  public void skip() {
    parser.skipChildren();
  }

  public String string() {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    throw notConvertibleTo("String");
  }

  public boolean bool() {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> boolOfText(parser.getString());
      default -> throw notConvertibleTo("Boolean");
    };
  }

  /** The truth value of an attribute value, which differs in how it refuses a list. */
  public boolean boolOfValue() {
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      throw serialization(null);
    }
    return boolOfCondition();
  }

  /** The truth value in a condition on an attribute. */
  public boolean boolOfCondition() {
    olderLayer |= parser.currentToken() == JsonToken.VALUE_STRING;
    return bool();
  }

  private boolean boolOfText(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "1" -> true;
      case "false", "f", "no", "n", "0" -> false;
      default -> throw serialization("Unexpected token received from parser");
    };
  }

  /** A value of several types was seen. */
  public void sawSeveralTypes() {
    olderLayer = true;
  }

  /** The layer that validates the operation, whatever the request holds. */
  public ValidationLayer layer() {
    return layer;
  }

  /**
   * True if the service's older layer validates the request: its operation, or because a boolean of
   * a value or of a condition was given as text or a value has several types. That layer never
   * introduces what it finds by <code>1 validation error detected</code>.
   */
  public boolean isReadByOlderLayer() {
    return olderLayer;
  }

  /** A 32-bit integer: numbers outside its range saturate, fractions are cut off. */
  public int int32() {
    return (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE, "Integer");
  }

  /** A 64-bit integer: numbers outside its range saturate, fractions are cut off. */
  public long int64() {
    return integer(Long.MIN_VALUE, Long.MAX_VALUE, "Long");
  }

  private long integer(long minimum, long maximum, String javaType) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      long value = parser.getLongValue();
      long clamped = Math.clamp(value, minimum, maximum);
      coercedInteger |= clamped != value;
      return clamped;
    }
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return coerced(Double.parseDouble(parser.getString()), minimum, maximum);
    }
    throw notConvertibleTo(javaType);
  }

  private long coerced(double value, long minimum, long maximum) {
    double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
    coercedInteger |= whole != value || whole < minimum || whole > maximum;
    return Math.clamp((long) whole, minimum, maximum);
  }

  /** True if an integer was out of range or had a fraction. */
  public boolean sawCoercedInteger() {
    return coercedInteger;
  }

  /** A list of strings. */
  public List<String> strings() {
    enterList();
    List<String> result = new ArrayList<>();
    while (nextElement()) {
      result.add(string());
    }
    return result;
  }

  /** A map of strings, in the order of the request. */
  public Map<String, String> stringMap() {
    enterMap("java.lang.String");
    Map<String, String> result = new LinkedHashMap<>();
    while (nextMember()) {
      String name = memberName();
      result.put(name, string());
    }
    return result;
  }

  /** Bytes given in base64. */
  public byte[] base64() {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> Base64Text.decode(parser.getString());
      case START_ARRAY ->
          throw serialization("Unrecognized collection type class java.nio.ByteBuffer");
      case START_OBJECT -> throw serialization(MISPLACED_OBJECT);
      default -> throw serialization("only base-64-encoded strings are convertible to bytes");
    };
  }

  /** Enters the object that is the value of a member; {@code model} is its name in the service. */
  public void enterStructure(String model) {
    enterObject(MISPLACED_SCALAR, "class " + MODEL, model, "");
  }

  /** Enters an object that is an element of a list or a value of a map. */
  public void enterElement(String model) {
    enterObject(SCALAR_ELEMENT, "class " + MODEL, model, "");
  }

  /** Enters a map whose values are of the Java type {@code valueType} in the service. */
  public void enterMap(String valueType) {
    enterObject(MISPLACED_SCALAR, "java.util.Map<java.lang.String, ", valueType, ">");
  }

  private void enterObject(String scalarMessage, String prefix, String type, String suffix) {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.START_OBJECT) {
      throw serialization(
          token == JsonToken.START_ARRAY
              ? "Unrecognized collection type " + prefix + type + suffix
              : scalarMessage);
    }
  }

  public void enterList() {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.START_ARRAY) {
      throw serialization(token == JsonToken.START_OBJECT ? MISPLACED_OBJECT : MISPLACED_SCALAR);
    }
  }

  /** Enters a map that is an element of a list, which the service trips over otherwise. */
  public void enterParameterized() {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw serialization(PARAMETERIZED_TYPE);
    }
  }

  /** Enters a list that is a value of a map, which the service trips over otherwise. */
  public void enterParameterizedList() {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw serialization(PARAMETERIZED_TYPE);
    }
  }

  private ServiceException notConvertibleTo(String javaType) {
    return serialization(
        switch (parser.currentToken()) {
          case START_ARRAY -> "Unrecognized collection type class java.lang." + javaType;
          case START_OBJECT -> MISPLACED_OBJECT;
          case VALUE_TRUE -> "TRUE_VALUE cannot be converted to " + javaType;
          case VALUE_FALSE -> "FALSE_VALUE cannot be converted to " + javaType;
          case VALUE_STRING -> "STRING_VALUE cannot be converted to " + javaType;
          case VALUE_NUMBER_INT -> "NUMBER_VALUE cannot be converted to " + javaType;
          case VALUE_NUMBER_FLOAT -> "DECIMAL_VALUE cannot be converted to " + javaType;
          default -> MISPLACED_SCALAR;
        });
  }

  @Override
  public void close() {
    parser.close();
  }
}
