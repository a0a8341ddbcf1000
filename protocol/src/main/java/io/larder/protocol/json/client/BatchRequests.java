package io.larder.protocol.json.client;

import io.larder.protocol.item.AttributeValueJson;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.WriteRequest;
import io.larder.protocol.wire.JsonWriter;

/** Writes the requests of batches and transactions. */
final class BatchRequests {
  private BatchRequests() {}

  static void write(BatchGetItemRequest batch, JsonWriter out) {
    out.beginObject().name("RequestItems").beginObject();
    batch.requestItems().forEach((table, keys) -> write(keys, out.name(table)));
    out.endObject();
    ItemRequests.writeConsumed(batch.returnConsumedCapacity(), out);
    out.endObject();
  }

  private static void write(KeysAndAttributes keys, JsonWriter out) {
    out.beginObject().name("Keys").beginArray();
    keys.keys().forEach(key -> AttributeValueJson.write(key, out));
    out.endArray();
    ItemRequests.writeConsistency(keys.consistentRead(), out);
    new ExpressionWriter(out).projection(keys.projection()).placeholders();
    out.endObject();
  }

  static void write(BatchWriteItemRequest batch, JsonWriter out) {
    out.beginObject().name("RequestItems").beginObject();
    batch
        .requestItems()
        .forEach(
            (table, writes) -> {
              out.name(table).beginArray();
              writes.forEach(write -> write(write, out));
              out.endArray();
            });
    out.endObject();
    ItemRequests.writeConsumed(batch.returnConsumedCapacity(), out);
    ItemRequests.writeMetrics(batch.returnItemCollectionMetrics(), out);
    out.endObject();
  }

  private static void write(WriteRequest write, JsonWriter out) {
    out.beginObject();
    switch (write) {
      case WriteRequest.Put(var item) ->
          out.name("PutRequest").beginObject().name("Item").value(item);
      case WriteRequest.Delete(var key) ->
          ItemRequests.writeKey(key, out.name("DeleteRequest").beginObject());
    }
    out.endObject().endObject();
  }

  static void write(TransactGetItemsRequest transaction, JsonWriter out) {
    out.beginObject().name("TransactItems").beginArray();
    for (TransactGetItem get : transaction.items()) {
      out.beginObject().name("Get").beginObject().name("TableName").value(get.tableName());
      ItemRequests.writeKey(get.key(), out);
      new ExpressionWriter(out).projection(get.projection()).placeholders();
      out.endObject().endObject();
    }
    out.endArray();
    ItemRequests.writeConsumed(transaction.returnConsumedCapacity(), out);
    out.endObject();
  }

  static void write(TransactWriteItemsRequest transaction, JsonWriter out) {
    out.beginObject().name("TransactItems").beginArray();
    transaction.items().forEach(action -> write(action, out));
    out.endArray();
    if (transaction.clientRequestToken() != null) {
      out.name("ClientRequestToken").value(transaction.clientRequestToken());
    }
    ItemRequests.writeConsumed(transaction.returnConsumedCapacity(), out);
    ItemRequests.writeMetrics(transaction.returnItemCollectionMetrics(), out);
    out.endObject();
  }

  private static void write(TransactWriteItem action, JsonWriter out) {
    out.beginObject();
    switch (action) {
      case TransactWriteItem.Put put -> begin("Put", put, out).name("Item").value(put.item());
      case TransactWriteItem.Update update ->
          ItemRequests.writeKey(update.key(), begin("Update", update, out));
      case TransactWriteItem.Delete delete ->
          ItemRequests.writeKey(delete.key(), begin("Delete", delete, out));
      case TransactWriteItem.ConditionCheck check ->
          ItemRequests.writeKey(check.key(), begin("ConditionCheck", check, out));
    }
    new ExpressionWriter(out)
        .update(action instanceof TransactWriteItem.Update update ? update.update() : null)
        .condition(action.condition())
        .placeholders();
    ItemRequests.writeOnFailure(action.onConditionCheckFailure(), out);
    out.endObject().endObject();
  }

  private static JsonWriter begin(String member, TransactWriteItem action, JsonWriter out) {
    return out.name(member).beginObject().name("TableName").value(action.tableName());
  }
}
