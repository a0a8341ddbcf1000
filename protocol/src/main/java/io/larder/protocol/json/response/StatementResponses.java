package io.larder.protocol.json.response;

import io.larder.protocol.item.AttributeValueJson;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchExecuteStatementResponse;
import io.larder.protocol.operation.BatchStatementResponse;
import io.larder.protocol.operation.ExecuteStatementResponse;
import io.larder.protocol.operation.ExecuteTransactionResponse;
import io.larder.protocol.wire.JsonWriter;

/** Writes the responses to PartiQL statements. */
final class StatementResponses {
  private StatementResponses() {}

  static void encode(ExecuteStatementResponse response, JsonWriter out) {
    out.beginObject().name("Items").beginArray();
    for (Item item : response.items()) {
      out.value(item);
    }
    out.endArray();
    if (response.lastEvaluatedKey() != null) {
      out.name("LastEvaluatedKey");
      AttributeValueJson.write(response.lastEvaluatedKey(), out);
    }
    if (response.nextToken() != null) {
      out.name("NextToken").value(response.nextToken());
    }
    CapacityEncoder.encodeMember(response.consumedCapacity(), out);
    out.endObject();
  }

  static void encode(BatchExecuteStatementResponse response, JsonWriter out) {
    out.beginObject().name("Responses").beginArray();
    for (BatchStatementResponse entry : response.responses()) {
      out.beginObject();
      BatchStatementResponse.Failure error = entry.error();
      if (error != null) {
        out.name("Error").beginObject().name("Code").value(error.code());
        if (error.item() != null) {
          out.name("Item").value(error.item());
        }
        out.name("Message").value(error.message()).endObject();
      }
      if (entry.item() != null) {
        out.name("Item").value(entry.item());
      }
      if (entry.tableName() != null) {
        out.name("TableName").value(entry.tableName());
      }
      out.endObject();
    }
    out.endArray();
    CapacityEncoder.encodeMember(response.consumedCapacity(), out);
    out.endObject();
  }

  static void encode(ExecuteTransactionResponse response, JsonWriter out) {
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
}
