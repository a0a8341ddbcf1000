package io.larder.protocol.json;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.Envelope;
import io.larder.protocol.draft.item.JavaEcho;
import io.larder.protocol.draft.item.ParameterStyles;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValueJson;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The members of a BatchGetItem. */
final class BatchGetItemDecoder {
  private static final int MAX_KEYS = 100;

  private @Nullable Map<String, TableMembers> requestItems;
  private @Nullable String returnConsumedCapacity;

  /** What the request says about one table. */
  private static final class TableMembers {
    private @Nullable List<AttributeMap> keys;
    private @Nullable Boolean consistentRead;
    private final ProjectionParameters projection = new ProjectionParameters();
    private final ExpressionMembers expressions = new ExpressionMembers();

    static TableMembers read(RequestReader in) {
      var table = new TableMembers();
      while (in.nextMember()) {
        switch (in.memberName()) {
          case "Keys" -> table.readKeys(in);
          case "ConsistentRead" -> table.consistentRead = in.bool();
          case "ExpressionAttributeNames" -> table.expressions.names = in.stringMap();
          default -> {
            if (!table.projection.read(in)) {
              in.skip();
            }
          }
        }
      }
      return table;
    }

    private void readKeys(RequestReader in) {
      in.enterList();
      List<AttributeMap> read = new ArrayList<>();
      while (in.nextElement()) {
        in.enterParameterized();
        read.add(AttributeReader.map(in));
      }
      keys = read;
    }

    private int size() {
      return keys == null ? 0 : keys.size();
    }

    private List<AttributeMap> requireKeys() {
      return Objects.requireNonNull(keys);
    }

    void rejectEmptyNames() {
      requireKeys().forEach(key -> key.rejectEmptyName(Envelope.NONE));
      projection.rejectEmptyName();
      expressions.rejectEmptyNames(Envelope.NONE);
    }

    KeysAndAttributes toKeysAndAttributes() {
      if (expressions.names != null) {
        expressions.check(
            new ParameterStyles().expression(projection.expression, "ProjectionExpression"),
            "",
            Envelope.NONE);
      }
      projection.rejectNames();
      List<Map<String, AttributeValue>> values = new ArrayList<>(size());
      for (AttributeMap key : requireKeys()) {
        key.rejectProblem();
        values.add(key.values());
      }
      rejectDuplicates(values);
      ProjectionExpression parsed = projection.parseAlone(expressions);
      return new KeysAndAttributes(
          values,
          parsed,
          Boolean.TRUE.equals(consistentRead),
          projection.expression,
          expressions.names,
          projection.attributesToGet);
    }

    private static void rejectDuplicates(List<Map<String, AttributeValue>> keys) {
      if (keys.size() < 2) {
        return;
      }
      Set<Map<String, AttributeValue>> seen = HashSet.newHashSet(keys.size());
      for (Map<String, AttributeValue> key : keys) {
        if (!seen.add(key)) {
          throw ServiceException.validation("Provided list of item keys contains duplicates");
        }
      }
    }

    /** This table's part of the echo, which is JSON with sorted members. */
    void echo(JsonWriter out) {
      out.beginObject();
      List<String> attributes = projection.attributesToGet;
      if (attributes != null) {
        out.name("AttributesToGet").beginArray();
        attributes.forEach(out::value);
        out.endArray();
      }
      if (consistentRead != null) {
        out.name("ConsistentRead").value(consistentRead);
      }
      Map<String, String> names = expressions.names;
      if (names != null) {
        out.name("ExpressionAttributeNames").beginObject();
        new TreeMap<>(names).forEach((placeholder, name) -> out.name(placeholder).value(name));
        out.endObject();
      }
      out.name("Keys").beginArray();
      for (AttributeMap key : requireKeys()) {
        AttributeValueJson.write(new TreeMap<>(key.values()), out);
      }
      out.endArray();
      if (projection.expression != null) {
        out.name("ProjectionExpression").value(projection.expression);
      }
      out.endObject();
    }
  }

  static BatchGetItemRequest decode(RequestReader in) {
    var batch = new BatchGetItemDecoder();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "RequestItems" -> batch.readRequestItems(in);
        case "ReturnConsumedCapacity" -> batch.returnConsumedCapacity = in.string();
        default -> in.skip();
      }
    }
    return batch.toRequest();
  }

  private void readRequestItems(RequestReader in) {
    in.enterMap(RequestReader.MODEL + "KeysAndAttributes");
    Map<String, TableMembers> tables = new LinkedHashMap<>();
    while (in.nextMember()) {
      String table = in.memberName();
      in.enterElement("KeysAndAttributes");
      tables.put(table, TableMembers.read(in));
    }
    requestItems = tables;
  }

  private BatchGetItemRequest toRequest() {
    Map<String, TableMembers> tables = checkShape();
    tables.values().forEach(TableMembers::rejectEmptyNames);
    rejectMixedStyles(tables);
    Map<String, KeysAndAttributes> items = LinkedHashMap.newLinkedHashMap(tables.size());
    for (Map.Entry<String, TableMembers> table : tables.entrySet()) {
      items.put(table.getKey(), table.getValue().toKeysAndAttributes());
    }
    return new BatchGetItemRequest(items, RequestEnums.consumedCapacity(returnConsumedCapacity));
  }

  private static void rejectMixedStyles(Map<String, TableMembers> tables) {
    String expression = null;
    List<String> attributes = null;
    for (TableMembers table : tables.values()) {
      expression = expression == null ? table.projection.expression : expression;
      attributes = attributes == null ? table.projection.attributesToGet : attributes;
    }
    String conflict =
        new ParameterStyles()
            .legacy(attributes, "AttributesToGet")
            .expression(expression, "ProjectionExpression")
            .conflict();
    if (conflict != null) {
      throw ServiceException.validation(conflict);
    }
  }

  private Map<String, TableMembers> checkShape() {
    checkPresence();
    Map<String, TableMembers> tables = Objects.requireNonNull(requestItems);
    int total = 0;
    boolean namesValid = true;
    for (Map.Entry<String, TableMembers> table : tables.entrySet()) {
      int size = table.getValue().size();
      if (size == 0) {
        throw keysError(table.getKey(), "Member must have length greater than or equal to 1");
      }
      total += size;
      namesValid &= ResourceName.isTable(table.getKey());
    }
    if (namesValid && total > MAX_KEYS) {
      for (Map.Entry<String, TableMembers> table : tables.entrySet()) {
        if (table.getValue().size() > MAX_KEYS) {
          throw keysError(
              table.getKey(), "Member must have length less than or equal to " + MAX_KEYS);
        }
      }
      throw ServiceException.validation("Too many items requested for the BatchGetItem call");
    }
    var violations = new Violations();
    if (!namesValid) {
      violations.add(echo(tables), "requestItems", ResourceName.MAP_KEY_CONSTRAINT);
    }
    tables.forEach(
        (name, table) ->
            table.projection.checkShape(
                "requestItems." + name + ".member.attributesToGet", violations));
    checkConsumedCapacity(violations);
    violations.throwIfAny();
    return tables;
  }

  private void checkPresence() {
    var violations = new Violations();
    if (requestItems == null) {
      violations.addNull("requestItems");
      checkConsumedCapacity(violations);
    } else if (requestItems.isEmpty()) {
      violations.addWithoutValue(
          "RequestItems", "Member must have length greater than or equal to 1");
    } else {
      requestItems.forEach(
          (name, table) ->
              violations.required(table.keys, "requestItems." + name + ".member.keys"));
    }
    violations.throwIfAny();
  }

  private void checkConsumedCapacity(Violations violations) {
    violations.memberOf(
        RequestEnums.CONSUMED_CAPACITY, returnConsumedCapacity, "returnConsumedCapacity");
  }

  private static ServiceException keysError(String table, String constraint) {
    return Envelope.WRAPPED.error(
        "Value at 'RequestItems."
            + table
            + ".member.Keys' failed to satisfy constraint: "
            + constraint);
  }

  private static String echo(Map<String, TableMembers> tables) {
    var out = new JsonWriter();
    out.beginObject();
    for (Map.Entry<String, TableMembers> table : new TreeMap<>(tables).entrySet()) {
      out.name(table.getKey());
      table.getValue().echo(out);
    }
    out.endObject();
    return new JavaEcho()
        .text(new String(out.buffer(), 0, out.length(), StandardCharsets.UTF_8))
        .toString();
  }
}
