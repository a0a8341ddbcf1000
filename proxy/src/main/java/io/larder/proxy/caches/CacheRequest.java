package io.larder.proxy.caches;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** The body of a request to the caches, whose keys and reads are told as DynamoDB's requests do. */
final class CacheRequest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode body;

  private CacheRequest(ObjectNode body) {
    this.body = body;
  }

  /** An empty body has no members. */
  static CacheRequest parse(String text, Set<String> members) throws InvalidRequestException {
    JsonNode body;
    try {
      body = text.isBlank() ? MAPPER.createObjectNode() : MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new InvalidRequestException("the body is no JSON");
    }
    if (!(body instanceof ObjectNode object)) {
      throw new InvalidRequestException("the body must be an object");
    }
    Iterator<String> names = object.propertyNames().iterator();
    while (names.hasNext()) {
      String name = names.next();
      if (!members.contains(name)) {
        throw new InvalidRequestException("unknown member: " + name);
      }
    }
    return new CacheRequest(object);
  }

  boolean has(String member) {
    return body.has(member);
  }

  String region() throws InvalidRequestException {
    String region = text("Region");
    return region == null ? "" : region;
  }

  @Nullable String text(String member) throws InvalidRequestException {
    JsonNode value = body.get(member);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw new InvalidRequestException(member + " must be a string");
    }
    return value.asString();
  }

  long number(String member, long usual, long most) throws InvalidRequestException {
    JsonNode value = body.get(member);
    if (value == null) {
      return usual;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < 1
        || value.asLong() > most) {
      throw new InvalidRequestException(member + " must be from 1 to " + most);
    }
    return value.asLong();
  }

  JsonNode array(String member) throws InvalidRequestException {
    JsonNode value = body.path(member);
    if (!value.isArray()) {
      throw new InvalidRequestException(member + " must be a list");
    }
    return value;
  }

  JsonNode member(String name) {
    return body.path(name);
  }

  /** Table and key, as GetItem has them. */
  GetItemRequest key() throws InvalidRequestException {
    return key(body.path("TableName"), body.path("Key"));
  }

  static GetItemRequest key(JsonNode tableName, JsonNode key) throws InvalidRequestException {
    ObjectNode get = MAPPER.createObjectNode();
    get.set("TableName", tableName);
    get.set("Key", key);
    return (GetItemRequest) read(Operation.GET_ITEM, get);
  }

  /** A read as DynamoDB has it. */
  static Request<?> read(Operation operation, JsonNode request) throws InvalidRequestException {
    byte[] json = request.toString().getBytes(UTF_8);
    try {
      return RequestDecoder.decode(operation, json, 0, json.length, ValidationReport.FIRST);
    } catch (ServiceException e) {
      throw new InvalidRequestException(String.valueOf(e.error().message()));
    }
  }
}
