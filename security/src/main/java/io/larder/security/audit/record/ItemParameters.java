package io.larder.security.audit.record;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.KeyClause;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.text.ExpressionPrinter;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.CanonicalReader;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.WriteRequest;
import io.larder.protocol.operation.WriteReturns;
import io.larder.protocol.wire.JsonWriter;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was asked for of items: the values of their primary keys, the names of what they
 * have, and expressions as text, without the values in them. Of a table that is not known it cannot
 * be told what is a key, so no value at all is written. For one thread.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/logging-using-cloudtrail.html">
 *     Understanding DynamoDB log file entries</a>
 */
final class ItemParameters {
  private final Function<String, @Nullable KeySchema> keys;
  private final JsonWriter out;

  /** {@code keys} finds the key of a table by its name or ARN, as far as it is known. */
  ItemParameters(Function<String, @Nullable KeySchema> keys, JsonWriter out) {
    this.keys = keys;
    this.out = out;
  }

  /** Writes the parameters of a request that reads items. */
  void write(Request.Read<?> request) {
    out.beginObject();
    switch (request) {
      case GetItemRequest get -> {
        writeTable(get.tableName());
        writeKey(get.tableName(), get.key());
        writeConsistency(get.consistentRead());
        writeProjection(get.projection());
        writeReturns(get.returnConsumedCapacity());
      }
      case QueryRequest query -> write(query);
      case ScanRequest scan -> write(scan);
      case BatchGetItemRequest batch -> {
        out.name("requestItems").beginObject();
        batch.requestItems().forEach(this::write);
        out.endObject();
        writeReturns(batch.returnConsumedCapacity());
      }
      case TransactGetItemsRequest transaction -> {
        out.name("requestItems").beginArray();
        for (TransactGetItem get : transaction.items()) {
          beginAction("Get", get.tableName());
          writeKey(get.tableName(), get.key());
          writeProjection(get.projection());
          out.endObject();
        }
        out.endArray();
        writeReturns(transaction.returnConsumedCapacity());
      }
    }
    out.endObject();
  }

  /** Writes the parameters of a request that writes items. */
  void write(Request.Write<?> request) {
    out.beginObject();
    switch (request) {
      case PutItemRequest put -> {
        writeTable(put.tableName());
        writeItem(put.tableName(), put.item());
        writeCondition(put.condition());
        writeReturns(put.returns());
      }
      case UpdateItemRequest update -> {
        writeTable(update.tableName());
        writeKey(update.tableName(), update.key());
        var printer = new ExpressionPrinter();
        if (update.update() != null) {
          out.name("updateExpression").value(printer.update(update.update()));
        }
        writeCondition(update.condition(), printer);
        writeReturns(update.returns());
      }
      case DeleteItemRequest delete -> {
        writeTable(delete.tableName());
        writeKey(delete.tableName(), delete.key());
        writeCondition(delete.condition());
        writeReturns(delete.returns());
      }
      case BatchWriteItemRequest batch -> {
        out.name("requestItems").beginObject();
        batch.requestItems().forEach(this::write);
        out.endObject();
        writeReturns(batch.returnConsumedCapacity());
        writeMetrics(batch.returnItemCollectionMetrics());
      }
      case TransactWriteItemsRequest transaction -> {
        out.name("requestItems").beginArray();
        transaction.items().forEach(this::write);
        out.endArray();
        writeReturns(transaction.returnConsumedCapacity());
        writeMetrics(transaction.returnItemCollectionMetrics());
      }
    }
    out.endObject();
  }

  private void write(QueryRequest query) {
    writeTable(query.tableName());
    var printer = new ExpressionPrinter();
    boolean isExpressible =
        query.keyCondition().clauses().stream()
            .noneMatch(clause -> clause.operator() == KeyClause.Operator.NOT_INDEXABLE);
    if (isExpressible) {
      out.name("keyConditionExpression").value(printer.keyCondition(query.keyCondition()));
    }
    if (!query.scanIndexForward()) {
      out.name("scanIndexForward").value(false);
    }
    write(query.tableName(), query.page(), printer);
    writeReturns(query.returnConsumedCapacity());
  }

  private void write(ScanRequest scan) {
    writeTable(scan.tableName());
    if (scan.segment() != null) {
      out.name("segment").value(scan.segment().segment());
      out.name("totalSegments").value(scan.segment().totalSegments());
    }
    write(scan.tableName(), scan.page(), new ExpressionPrinter());
    writeReturns(scan.returnConsumedCapacity());
  }

  private void write(String table, PageRequest page, ExpressionPrinter printer) {
    if (page.indexName() != null) {
      out.name("indexName").value(page.indexName());
    }
    if (page.select() != null) {
      out.name("select").value(page.select().name());
    }
    if (page.limit() != null) {
      out.name("limit").value(page.limit());
    }
    if (page.exclusiveStartKey() != null) {
      writeKey("exclusiveStartKey", table, page.exclusiveStartKey());
    }
    writeConsistency(page.consistentRead());
    if (page.filter() != null) {
      out.name("filterExpression").value(printer.condition(page.filter()));
    }
    if (page.projection() != null) {
      out.name("projectionExpression").value(printer.projection(page.projection()));
    }
    writeNames(printer);
  }

  private void write(String table, KeysAndAttributes keys) {
    out.name(table).beginObject();
    out.name("keys").beginArray();
    keys.keys().forEach(key -> writeKeyValues(table, key));
    out.endArray();
    writeConsistency(keys.consistentRead());
    writeProjection(keys.projection());
    out.endObject();
  }

  private void write(String table, Collection<WriteRequest> writes) {
    out.name(table).beginArray();
    for (WriteRequest write : writes) {
      out.beginObject();
      switch (write) {
        case WriteRequest.Put(Item item) -> {
          out.name("putRequest").beginObject();
          writeItem(table, item);
        }
        case WriteRequest.Delete(var key) -> {
          out.name("deleteRequest").beginObject();
          writeKey(table, key);
        }
      }
      out.endObject().endObject();
    }
    out.endArray();
  }

  private void write(TransactWriteItem action) {
    String table = action.tableName();
    var printer = new ExpressionPrinter();
    switch (action) {
      case TransactWriteItem.Put put -> {
        beginAction("Put", table);
        writeItem(table, put.item());
      }
      case TransactWriteItem.Update update -> {
        beginAction("Update", table);
        writeKey(table, update.key());
        out.name("updateExpression").value(printer.update(update.update()));
      }
      case TransactWriteItem.Delete delete -> {
        beginAction("Delete", table);
        writeKey(table, delete.key());
      }
      case TransactWriteItem.ConditionCheck check -> {
        beginAction("ConditionCheck", table);
        writeKey(table, check.key());
      }
    }
    writeCondition(action.condition(), printer);
    writeOnFailure(action.onConditionCheckFailure());
    out.endObject();
  }

  private void beginAction(String operation, String table) {
    out.beginObject().name("operation").value(operation);
    writeTable(table);
  }

  private void writeTable(String table) {
    out.name("tableName").value(table);
  }

  private void writeItem(String tableName, Item item) {
    KeySchema schema = keys.apply(tableName);
    if (schema != null) {
      Map<String, AttributeValue> attributes = item.attributes();
      out.name("key").beginObject();
      for (KeyAttribute attribute : schema.attributes()) {
        writeKeyValue(attribute.name(), attributes.get(attribute.name()));
      }
      out.endObject();
    }
    out.name("item").beginArray();
    CanonicalReader in = item.reader();
    while (in.skipToName()) {
      out.value(in.name());
      in.skipValue();
    }
    out.endArray();
  }

  private void writeKey(String table, Map<String, AttributeValue> key) {
    writeKey("key", table, key);
  }

  private void writeKey(String member, String table, Map<String, AttributeValue> key) {
    out.name(member);
    writeKeyValues(table, key);
  }

  // A request may give as key what is none, or begin a page at the key of an index.
  private void writeKeyValues(String tableName, Map<String, AttributeValue> key) {
    KeySchema schema = keys.apply(tableName);
    out.beginObject();
    if (schema != null) {
      for (KeyAttribute attribute : schema.attributes()) {
        writeKeyValue(attribute.name(), key.get(attribute.name()));
      }
    }
    out.endObject();
  }

  private void writeKeyValue(String name, @Nullable AttributeValue value) {
    switch (value) {
      case AttributeValue.Str(String text) -> out.name(name).value(text);
      case AttributeValue.Num(var number) -> out.name(name).value(number.toString());
      case AttributeValue.Bin(var bytes) -> out.name(name).value(bytes.toBase64());
      case null, default -> {
        // No key, whatever it is called.
      }
    }
  }

  private void writeConsistency(boolean consistentRead) {
    if (consistentRead) {
      out.name("consistentRead").value(true);
    }
  }

  private void writeProjection(@Nullable ProjectionExpression projection) {
    if (projection != null) {
      var printer = new ExpressionPrinter();
      out.name("projectionExpression").value(printer.projection(projection));
      writeNames(printer);
    }
  }

  private void writeCondition(@Nullable ConditionExpression condition) {
    if (condition != null) {
      writeCondition(condition, new ExpressionPrinter());
    }
  }

  private void writeCondition(@Nullable ConditionExpression condition, ExpressionPrinter printer) {
    if (condition != null) {
      out.name("conditionExpression").value(printer.condition(condition));
    }
    writeNames(printer);
  }

  private void writeNames(ExpressionPrinter printer) {
    Map<String, String> names = printer.names();
    if (!names.isEmpty()) {
      out.name("expressionAttributeNames").beginObject();
      names.forEach((placeholder, name) -> out.name(placeholder).value(name));
      out.endObject();
    }
  }

  private void writeReturns(WriteReturns returns) {
    if (returns.values() != ReturnValues.NONE) {
      out.name("returnValues").value(returns.values().name());
    }
    writeOnFailure(returns.onConditionCheckFailure());
    writeReturns(returns.consumedCapacity());
    writeMetrics(returns.itemCollectionMetrics());
  }

  private void writeOnFailure(ReturnValuesOnConditionCheckFailure asked) {
    if (asked != ReturnValuesOnConditionCheckFailure.NONE) {
      out.name("returnValuesOnConditionCheckFailure").value(asked.name());
    }
  }

  private void writeReturns(ReturnConsumedCapacity asked) {
    if (asked != ReturnConsumedCapacity.NONE) {
      out.name("returnConsumedCapacity").value(asked.name());
    }
  }

  private void writeMetrics(ReturnItemCollectionMetrics asked) {
    if (asked != ReturnItemCollectionMetrics.NONE) {
      out.name("returnItemCollectionMetrics").value(asked.name());
    }
  }
}
