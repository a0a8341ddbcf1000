package io.larder.proxy.manage;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The members of a request. Each is looked at when it is asked for; one of another type than the
 * model's is a fault. Some clients send what they have no value for as an empty text.
 */
final class Arguments {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private static final int MILLIS = 1000;
  private static final String MALFORMED = "com.amazon.coral.service#SerializationException";

  private final JsonNode object;

  private Arguments(JsonNode object) {
    this.object = object;
  }

  /**
   * @throws ServiceException if that is no JSON object
   */
  static Arguments parse(String body) {
    try {
      JsonNode tree = JSON.readTree(body.isEmpty() ? "{}" : body);
      if (tree.isObject()) {
        return new Arguments(tree);
      }
    } catch (JacksonException _) {
      // As for any other text.
    }
    throw malformed();
  }

  private static ServiceException malformed() {
    return new ServiceException(new ServiceError.Other(MALFORMED, "", 400));
  }

  /** The request as it was, for the record of it. */
  String json() {
    return JSON.writeValueAsString(object);
  }

  private @Nullable JsonNode member(String name) {
    JsonNode member = object.get(name);
    return member == null || member.isNull() ? null : member;
  }

  private static String text(JsonNode member) {
    if (!member.isString()) {
      throw malformed();
    }
    String text = member.stringValue();
    // Half of a pair of surrogates is no character, and nothing that could be kept.
    if (text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
      throw malformed();
    }
    return text;
  }

  /** Null if there is none; may be empty. */
  @Nullable String textOrEmpty(String name) {
    JsonNode member = member(name);
    return member == null ? null : text(member);
  }

  /** Null if there is none, or an empty one. */
  @Nullable String text(String name) {
    String text = textOrEmpty(name);
    return text == null || text.isEmpty() ? null : text;
  }

  String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw missing(name);
    }
    return text;
  }

  static ServiceException missing(String name) {
    return Faults.invalidValue("The parameter " + name + " must be provided.");
  }

  @Nullable Integer integer(String name) {
    JsonNode member = member(name);
    if (member == null) {
      return null;
    }
    if (!member.canConvertToInt() || !member.isIntegralNumber()) {
      throw malformed();
    }
    return member.intValue();
  }

  int requiredInteger(String name) {
    Integer integer = integer(name);
    if (integer == null) {
      throw missing(name);
    }
    return integer;
  }

  /** A member of a structure that is a member; false without either. */
  boolean flag(String structure, String name) {
    JsonNode member = member(structure);
    if (member == null) {
      return false;
    }
    JsonNode flag = member.get(name);
    if (!member.isObject() || (flag != null && !flag.isBoolean())) {
      throw malformed();
    }
    if (flag == null) {
      throw missing(structure + "." + name);
    }
    return flag.booleanValue();
  }

  /** A moment as seconds since 1970. */
  @Nullable Instant instant(String name) {
    JsonNode member = member(name);
    if (member == null) {
      return null;
    }
    if (!member.isNumber()) {
      throw malformed();
    }
    try {
      return Instant.ofEpochMilli(Math.round(member.doubleValue() * MILLIS));
    } catch (DateTimeException | JacksonException _) {
      throw malformed();
    }
  }

  /** Null if there is none. */
  @Nullable List<String> texts(String name) {
    return list(name, Arguments::text);
  }

  /** Names and values of a list of structures, in their order; null if there is no list. */
  @Nullable Map<String, String> pairs(String name, String key, String value) {
    List<Map.Entry<String, String>> pairs =
        list(
            name,
            pair -> {
              if (!pair.isObject()) {
                throw malformed();
              }
              var members = new Arguments(pair);
              String text = members.textOrEmpty(value);
              return Map.entry(members.requiredText(key), text == null ? "" : text);
            });
    if (pairs == null) {
      return null;
    }
    Map<String, String> values = new LinkedHashMap<>();
    pairs.forEach(pair -> values.put(pair.getKey(), pair.getValue()));
    return values;
  }

  private <T> @Nullable List<T> list(String name, Function<JsonNode, T> read) {
    JsonNode member = member(name);
    if (member == null) {
      return null;
    }
    if (!member.isArray()) {
      throw malformed();
    }
    List<T> list = new ArrayList<>();
    member.forEach(each -> list.add(read.apply(each)));
    return list;
  }
}
