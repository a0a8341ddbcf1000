package io.larder.proxy.transfer;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Values as DynamoDB writes them, and plain ones. */
final class PlainJson {
  private static final List<String> TYPES =
      List.of("S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS");

  private PlainJson() {}

  /** True for an object all members of which are values with their types. */
  static boolean isTyped(JsonNode node) {
    if (!node.isObject() || node.isEmpty()) {
      return false;
    }
    for (JsonNode value : node) {
      if (!isValue(value)) {
        return false;
      }
    }
    return true;
  }

  /** True for a value with its type. */
  static boolean isValue(JsonNode node) {
    return node.isObject()
        && node.size() == 1
        && TYPES.contains(node.properties().iterator().next().getKey());
  }

  /** An item of plain values as DynamoDB has it. */
  static ObjectNode item(JsonNode plain) {
    ObjectNode item = TableClient.MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> member : plain.properties()) {
      item.set(member.getKey(), value(member.getValue()));
    }
    return item;
  }

  /** A plain value as DynamoDB has it. */
  static ObjectNode value(JsonNode plain) {
    ObjectNode value = TableClient.MAPPER.createObjectNode();
    if (plain.isObject()) {
      value.set("M", item(plain));
    } else if (plain.isArray()) {
      ArrayNode list = value.putArray("L");
      plain.forEach(element -> list.add(value(element)));
    } else if (plain.isNumber()) {
      value.put("N", plain.decimalValue().toPlainString());
    } else if (plain.isBoolean()) {
      value.put("BOOL", plain.booleanValue());
    } else if (plain.isNull()) {
      value.put("NULL", true);
    } else {
      value.put("S", plain.asString());
    }
    return value;
  }
}
