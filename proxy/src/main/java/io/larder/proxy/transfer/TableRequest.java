package io.larder.proxy.transfer;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the request that would make a table from what describes it. */
final class TableRequest {
  private static final List<String> SAME =
      List.of("TableName", "AttributeDefinitions", "KeySchema", "StreamSpecification");

  private TableRequest() {}

  static ObjectNode of(JsonNode description) {
    ObjectNode request = TableClient.MAPPER.createObjectNode();
    copy(description, SAME, request);
    boolean isOnDemand =
        description
            .path("BillingModeSummary")
            .path("BillingMode")
            .asString("")
            .equals("PAY_PER_REQUEST");
    request.put("BillingMode", isOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED");
    capacity(description, isOnDemand, request);
    indexes("GlobalSecondaryIndexes", description, isOnDemand, request);
    indexes("LocalSecondaryIndexes", description, true, request);
    return request;
  }

  private static void indexes(
      String name, JsonNode description, boolean isOnDemand, ObjectNode request) {
    if (description.path(name).isEmpty()) {
      return;
    }
    ArrayNode indexes = request.putArray(name);
    for (JsonNode index : description.path(name)) {
      ObjectNode made = indexes.addObject();
      copy(index, List.of("IndexName", "KeySchema", "Projection"), made);
      capacity(index, isOnDemand, made);
    }
  }

  private static void copy(JsonNode from, List<String> names, ObjectNode to) {
    for (String name : names) {
      JsonNode value = from.get(name);
      if (value != null) {
        to.set(name, value);
      }
    }
  }

  private static void capacity(JsonNode description, boolean isOnDemand, ObjectNode request) {
    if (!isOnDemand) {
      JsonNode given = description.path("ProvisionedThroughput");
      request
          .putObject("ProvisionedThroughput")
          .put("ReadCapacityUnits", given.path("ReadCapacityUnits").asLong())
          .put("WriteCapacityUnits", given.path("WriteCapacityUnits").asLong());
    }
  }
}
