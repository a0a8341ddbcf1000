package io.larder.protocol.json.client;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValueJson;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.WriteReturns;
import io.larder.protocol.wire.JsonWriter;
import java.util.Map;

/** Writes the requests of operations on one item and of Query and Scan. */
final class ItemRequests {
  private ItemRequests() {}

  static void write(GetItemRequest get, JsonWriter out) {
    begin(get.tableName(), out);
    writeKey(get.key(), out);
    writeConsistency(get.consistentRead(), out);
    new ExpressionWriter(out).projection(get.projection()).placeholders();
    writeConsumed(get.returnConsumedCapacity(), out);
    out.endObject();
  }

  static void write(PutItemRequest put, JsonWriter out) {
    begin(put.tableName(), out);
    out.name("Item").value(put.item());
    new ExpressionWriter(out).condition(put.condition()).placeholders();
    writeReturns(put.returns(), out);
    out.endObject();
  }

  static void write(UpdateItemRequest update, JsonWriter out) {
    begin(update.tableName(), out);
    writeKey(update.key(), out);
    new ExpressionWriter(out).update(update.update()).condition(update.condition()).placeholders();
    writeReturns(update.returns(), out);
    out.endObject();
  }

  static void write(DeleteItemRequest delete, JsonWriter out) {
    begin(delete.tableName(), out);
    writeKey(delete.key(), out);
    new ExpressionWriter(out).condition(delete.condition()).placeholders();
    writeReturns(delete.returns(), out);
    out.endObject();
  }

  static void write(QueryRequest query, JsonWriter out) {
    begin(query.tableName(), out);
    if (!query.scanIndexForward()) {
      out.name("ScanIndexForward").value(false);
    }
    writePage(query.page(), new ExpressionWriter(out).keyCondition(query.keyCondition()), out);
    writeConsumed(query.returnConsumedCapacity(), out);
    out.endObject();
  }

  static void write(ScanRequest scan, JsonWriter out) {
    begin(scan.tableName(), out);
    if (scan.segment() != null) {
      out.name("Segment").value(scan.segment().segment());
      out.name("TotalSegments").value(scan.segment().totalSegments());
    }
    writePage(scan.page(), new ExpressionWriter(out), out);
    writeConsumed(scan.returnConsumedCapacity(), out);
    out.endObject();
  }

  private static void writePage(PageRequest page, ExpressionWriter expressions, JsonWriter out) {
    if (page.indexName() != null) {
      out.name("IndexName").value(page.indexName());
    }
    if (page.select() != null) {
      out.name("Select").value(page.select().name());
    }
    if (page.limit() != null) {
      out.name("Limit").value(page.limit());
    }
    if (page.exclusiveStartKey() != null) {
      AttributeValueJson.write(page.exclusiveStartKey(), out.name("ExclusiveStartKey"));
    }
    writeConsistency(page.consistentRead(), out);
    expressions
        .condition("FilterExpression", page.filter())
        .projection(page.projection())
        .placeholders();
  }

  private static void begin(String tableName, JsonWriter out) {
    out.beginObject().name("TableName").value(tableName);
  }

  static void writeKey(Map<String, AttributeValue> key, JsonWriter out) {
    AttributeValueJson.write(key, out.name("Key"));
  }

  static void writeConsistency(boolean consistentRead, JsonWriter out) {
    if (consistentRead) {
      out.name("ConsistentRead").value(true);
    }
  }

  static void writeConsumed(ReturnConsumedCapacity asked, JsonWriter out) {
    if (asked != ReturnConsumedCapacity.NONE) {
      out.name("ReturnConsumedCapacity").value(asked.name());
    }
  }

  static void writeMetrics(ReturnItemCollectionMetrics asked, JsonWriter out) {
    if (asked != ReturnItemCollectionMetrics.NONE) {
      out.name("ReturnItemCollectionMetrics").value(asked.name());
    }
  }

  static void writeOnFailure(ReturnValuesOnConditionCheckFailure asked, JsonWriter out) {
    if (asked != ReturnValuesOnConditionCheckFailure.NONE) {
      out.name("ReturnValuesOnConditionCheckFailure").value(asked.name());
    }
  }

  private static void writeReturns(WriteReturns returns, JsonWriter out) {
    if (returns.values() != ReturnValues.NONE) {
      out.name("ReturnValues").value(returns.values().name());
    }
    writeOnFailure(returns.onConditionCheckFailure(), out);
    writeConsumed(returns.consumedCapacity(), out);
    writeMetrics(returns.itemCollectionMetrics(), out);
  }
}
