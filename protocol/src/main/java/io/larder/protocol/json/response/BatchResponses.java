package io.larder.protocol.json.response;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValueJson;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.BatchWriteItemResponse;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.protocol.operation.TransactWriteItemsResponse;
import io.larder.protocol.operation.WriteRequest;
import io.larder.protocol.wire.JsonWriter;
import java.util.List;
import java.util.Map;

/**
 * Writes the responses of batches and transactions. What a batch leaves undone is written so that
 * it can be sent again as it is.
 */
final class BatchResponses {
  private BatchResponses() {}

  static void encode(BatchGetItemResponse response, JsonWriter out) {
    out.beginObject().name("Responses").beginObject();
    for (Map.Entry<String, List<Item>> table : response.responses().entrySet()) {
      out.name(table.getKey()).beginArray();
      for (Item item : table.getValue()) {
        out.value(item);
      }
      out.endArray();
    }
    out.endObject().name("UnprocessedKeys").beginObject();
    for (Map.Entry<String, KeysAndAttributes> table : response.unprocessedKeys().entrySet()) {
      out.name(table.getKey());
      encode(table.getValue(), out);
    }
    out.endObject();
    CapacityEncoder.encodeMember(response.consumedCapacity(), out);
    out.endObject();
  }

  private static void encode(KeysAndAttributes keys, JsonWriter out) {
    out.beginObject().name("Keys").beginArray();
    for (Map<String, AttributeValue> key : keys.keys()) {
      AttributeValueJson.write(key, out);
    }
    out.endArray();
    List<String> attributesToGet = keys.attributesToGet();
    if (attributesToGet != null) {
      out.name("AttributesToGet").beginArray();
      for (String attribute : attributesToGet) {
        out.value(attribute);
      }
      out.endArray();
    }
    if (keys.consistentRead()) {
      out.name("ConsistentRead").value(true);
    }
    if (keys.projectionExpression() != null) {
      out.name("ProjectionExpression").value(keys.projectionExpression());
    }
    Map<String, String> names = keys.expressionAttributeNames();
    if (names != null) {
      out.name("ExpressionAttributeNames").beginObject();
      for (Map.Entry<String, String> name : names.entrySet()) {
        out.name(name.getKey()).value(name.getValue());
      }
      out.endObject();
    }
    out.endObject();
  }

  static void encode(BatchWriteItemResponse response, JsonWriter out) {
    out.beginObject().name("UnprocessedItems").beginObject();
    for (Map.Entry<String, List<WriteRequest>> table : response.unprocessedItems().entrySet()) {
      out.name(table.getKey()).beginArray();
      for (WriteRequest request : table.getValue()) {
        encode(request, out);
      }
      out.endArray();
    }
    out.endObject();
    CapacityEncoder.encodeMember(response.itemCollectionMetrics(), out);
    CapacityEncoder.encodeMember(response.consumedCapacity(), out);
    out.endObject();
  }

  private static void encode(WriteRequest request, JsonWriter out) {
    out.beginObject();
    switch (request) {
      case WriteRequest.Put(var item) ->
          out.name("PutRequest").beginObject().name("Item").value(item);
      case WriteRequest.Delete(var key) -> {
        out.name("DeleteRequest").beginObject().name("Key");
        AttributeValueJson.write(key, out);
      }
    }
    out.endObject().endObject();
  }

  static void encode(TransactGetItemsResponse response, JsonWriter out) {
    out.beginObject().name("Responses").beginArray();
    for (Item item : response.items()) {
      out.beginObject();
      if (item != null) {
        out.name("Item").value(item);
      }
      out.endObject();
    }
    out.endArray();
    CapacityEncoder.encodeMember(response.consumedCapacity(), out);
    out.endObject();
  }

  static void encode(TransactWriteItemsResponse response, JsonWriter out) {
    out.beginObject();
    CapacityEncoder.encodeMember(response.consumedCapacity(), out);
    CapacityEncoder.encodeMember(response.itemCollectionMetrics(), out);
    out.endObject();
  }
}
