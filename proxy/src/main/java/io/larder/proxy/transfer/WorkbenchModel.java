package io.larder.proxy.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A data model of NoSQL Workbench: tables with indexes, and their sample items, which stand with
 * the table or with its facets. What several facets have of one item is put together.
 */
final class WorkbenchModel {
  private final List<ObjectNode> tables = new ArrayList<>();
  private final Queue<ItemReader.Row> items = new ArrayDeque<>();

  WorkbenchModel(JsonNode model) {
    for (JsonNode table : model.path("DataModel")) {
      tables.add(request(table));
      String name = table.path("TableName").asString();
      itemsOf(table).forEach(item -> items.add(new ItemReader.Row(name, item)));
    }
  }

  List<ObjectNode> tables() {
    return tables;
  }

  ItemReader.@Nullable Row next() {
    return items.poll();
  }

  private static Collection<ObjectNode> itemsOf(JsonNode table) {
    JsonNode keys = table.path("KeyAttributes");
    List<String> names =
        List.of(
            keys.path("PartitionKey").path("AttributeName").asString(""),
            keys.path("SortKey").path("AttributeName").asString(""));
    Map<List<JsonNode>, ObjectNode> byKey = new LinkedHashMap<>();
    add(table.path("TableData"), names, byKey);
    table.path("TableFacets").forEach(facet -> add(facet.path("TableData"), names, byKey));
    return byKey.values();
  }

  private static void add(
      JsonNode given, List<String> names, Map<List<JsonNode>, ObjectNode> byKey) {
    for (JsonNode item : given) {
      List<JsonNode> key = names.stream().map(item::path).toList();
      byKey.computeIfAbsent(key, _ -> TableClient.MAPPER.createObjectNode()).setAll(valuesOf(item));
    }
  }

  private static ObjectNode valuesOf(JsonNode map) {
    ObjectNode values = TableClient.MAPPER.createObjectNode();
    map.properties().forEach(member -> values.set(member.getKey(), value(member.getValue())));
    return values;
  }

  /**
   * A value of an item. Inside of maps and lists people write plain JSON as well, and maps with
   * their type where Workbench asks for the map alone; it keeps all three.
   */
  private static JsonNode value(JsonNode given) {
    if (!PlainJson.isValue(given)) {
      return PlainJson.value(given);
    }
    JsonNode list = given.path("L");
    if (list.isArray()) {
      ObjectNode value = TableClient.MAPPER.createObjectNode();
      ArrayNode elements = value.putArray("L");
      list.forEach(element -> elements.add(value(element)));
      return value;
    }
    JsonNode map = given.path("M");
    JsonNode inner = map.size() == 1 ? map.path("M") : MissingNode.getInstance();
    if (PlainJson.isTyped(inner) && !PlainJson.isValue(inner)) {
      return value(TableClient.MAPPER.createObjectNode().set("M", inner));
    }
    return map.isObject() ? TableClient.MAPPER.createObjectNode().set("M", valuesOf(map)) : given;
  }

  private static ObjectNode request(JsonNode table) {
    ObjectNode request = TableClient.named(table.path("TableName").asString());
    Map<String, String> types = new LinkedHashMap<>();
    JsonNode capacity = table.path("ProvisionedCapacitySettings").path("ProvisionedThroughput");
    boolean isProvisioned =
        table.path("BillingMode").asString("").equals("PROVISIONED") && capacity.isObject();
    request.put("BillingMode", isProvisioned ? "PROVISIONED" : "PAY_PER_REQUEST");
    if (isProvisioned) {
      request.set("ProvisionedThroughput", throughput(capacity));
    }
    request.set("KeySchema", keySchema(table.path("KeyAttributes"), types));
    ArrayNode global = indexes(table.path("GlobalSecondaryIndexes"), types);
    if (!global.isEmpty()) {
      if (isProvisioned) {
        global.forEach(
            index -> ((ObjectNode) index).set("ProvisionedThroughput", throughput(capacity)));
      }
      request.set("GlobalSecondaryIndexes", global);
    }
    ArrayNode local = indexes(table.path("LocalSecondaryIndexes"), types);
    if (!local.isEmpty()) {
      request.set("LocalSecondaryIndexes", local);
    }
    ArrayNode definitions = request.putArray("AttributeDefinitions");
    types.forEach(
        (name, type) ->
            definitions.addObject().put("AttributeName", name).put("AttributeType", type));
    return request;
  }

  private static ObjectNode throughput(JsonNode capacity) {
    return TableClient.MAPPER
        .createObjectNode()
        .put("ReadCapacityUnits", capacity.path("ReadCapacityUnits").asLong(5))
        .put("WriteCapacityUnits", capacity.path("WriteCapacityUnits").asLong(5));
  }

  private static ArrayNode indexes(JsonNode given, Map<String, String> types) {
    ArrayNode indexes = TableClient.MAPPER.createArrayNode();
    for (JsonNode index : given) {
      ObjectNode made = indexes.addObject();
      made.put("IndexName", index.path("IndexName").asString());
      made.set("KeySchema", keySchema(index.path("KeyAttributes"), types));
      JsonNode wished = index.path("Projection");
      String type = wished.path("ProjectionType").asString("ALL");
      ObjectNode projection = made.putObject("Projection").put("ProjectionType", type);
      if (type.equals("INCLUDE")) {
        projection.set("NonKeyAttributes", wished.path("NonKeyAttributes"));
      }
    }
    return indexes;
  }

  private static ArrayNode keySchema(JsonNode keys, Map<String, String> types) {
    ArrayNode schema = TableClient.MAPPER.createArrayNode();
    add(schema, keys.path("PartitionKey"), "HASH", types);
    add(schema, keys.path("SortKey"), "RANGE", types);
    return schema;
  }

  private static void add(ArrayNode schema, JsonNode key, String kind, Map<String, String> types) {
    if (key.isObject()) {
      String name = key.path("AttributeName").asString();
      types.putIfAbsent(name, key.path("AttributeType").asString("S"));
      schema.addObject().put("AttributeName", name).put("KeyType", kind);
    }
  }
}
