package io.larder.store;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.Item;
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
import io.larder.protocol.operation.ScanSegment;
import io.larder.protocol.operation.Select;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.protocol.operation.WriteReturns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Short words for the values and requests that tests need. */
public final class Requests {
  public static final WriteReturns NOTHING = returning(ReturnValues.NONE);

  private Requests() {}

  public static AttributeValue s(String text) {
    return new AttributeValue.Str(text);
  }

  public static AttributeValue n(String number) {
    return new AttributeValue.Num(DynamoNumber.parse(number));
  }

  public static AttributeValue n(long number) {
    return n(Long.toString(number));
  }

  public static AttributeValue b(int... bytes) {
    byte[] value = new byte[bytes.length];
    for (int at = 0; at < value.length; at++) {
      value[at] = (byte) bytes[at];
    }
    return new AttributeValue.Bin(Bytes.wrap(value));
  }

  /** Attributes as alternating names and values. */
  public static Map<String, AttributeValue> item(Object... namesAndValues) {
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    for (int at = 0; at < namesAndValues.length; at += 2) {
      item.put((String) namesAndValues[at], (AttributeValue) namesAndValues[at + 1]);
    }
    return item;
  }

  /** The item that benchmarks work on: ten attributes, 1.2 KB. */
  public static Map<String, AttributeValue> tenAttributes(String partition, String sort) {
    return item(
        "pk",
        s(partition),
        "sk",
        s(sort),
        "n",
        n(1),
        "price",
        n("524.17"),
        "active",
        new AttributeValue.Bool(true),
        "owner",
        s("abcdefghij".repeat(4)),
        "tags",
        new AttributeValue.StrSet(List.of("alpha", "beta", "gamma")),
        "place",
        new AttributeValue.MapOf(item("city", s("Reykjavík"), "zip", n(101))),
        "text",
        s("the quick brown fox ".repeat(30)),
        "more",
        s("0123456789".repeat(42)));
  }

  public static WriteReturns returning(ReturnValues values) {
    return new WriteReturns(
        values,
        ReturnValuesOnConditionCheckFailure.NONE,
        ReturnConsumedCapacity.NONE,
        ReturnItemCollectionMetrics.NONE);
  }

  /** Asks for the stored item if the condition fails. */
  public static WriteReturns returningTheItemOnFailure() {
    return new WriteReturns(
        ReturnValues.NONE,
        ReturnValuesOnConditionCheckFailure.ALL_OLD,
        ReturnConsumedCapacity.NONE,
        ReturnItemCollectionMetrics.NONE);
  }

  /** Asks for consumed capacity by index, and for item collections. */
  public static WriteReturns returningCosts() {
    return new WriteReturns(
        ReturnValues.NONE,
        ReturnValuesOnConditionCheckFailure.NONE,
        ReturnConsumedCapacity.INDEXES,
        ReturnItemCollectionMetrics.SIZE);
  }

  public static ConditionExpression condition(String text, Object... values) {
    return expressions(values).condition(text);
  }

  public static ConditionExpression filter(String text, Object... values) {
    return expressions(values).filter(text);
  }

  public static KeyConditionExpression key(String text, Object... values) {
    return expressions(values).keyCondition(text);
  }

  public static UpdateExpression update(String text, Object... values) {
    return expressions(values).update(text);
  }

  public static ProjectionExpression projection(String text) {
    return new ExpressionAttributes(null, null).projection(text);
  }

  private static ExpressionAttributes expressions(Object... values) {
    return new ExpressionAttributes(null, values.length == 0 ? null : item(values));
  }

  public static PutItemRequest put(String table, Object... namesAndValues) {
    return new PutItemRequest(table, Item.of(item(namesAndValues)), null, NOTHING);
  }

  public static PutItemRequest putIf(
      String table, Map<String, AttributeValue> item, ConditionExpression condition) {
    return new PutItemRequest(table, Item.of(item), condition, NOTHING);
  }

  public static GetItemRequest get(String table, Object... key) {
    return new GetItemRequest(table, item(key), null, false, ReturnConsumedCapacity.NONE);
  }

  public static DeleteItemRequest delete(String table, Object... key) {
    return new DeleteItemRequest(table, item(key), null, NOTHING);
  }

  public static UpdateItemRequest update(
      String table,
      Map<String, AttributeValue> key,
      @Nullable UpdateExpression update,
      WriteReturns returns) {
    return new UpdateItemRequest(table, key, update, null, returns);
  }

  public static TransactWriteItemsRequest transaction(TransactWriteItem... actions) {
    return transaction(null, 0, actions);
  }

  /** A transaction with a token; {@code fingerprint} stands for what it asks for. */
  public static TransactWriteItemsRequest transaction(
      @Nullable String token, int fingerprint, TransactWriteItem... actions) {
    byte[] digest = new byte[32];
    digest[0] = (byte) fingerprint;
    return new TransactWriteItemsRequest(
        List.of(actions),
        token,
        Bytes.wrap(digest),
        ReturnConsumedCapacity.TOTAL,
        ReturnItemCollectionMetrics.NONE);
  }

  public static TransactWriteItem putAction(String table, Object... namesAndValues) {
    return new TransactWriteItem.Put(
        table, Item.of(item(namesAndValues)), null, ReturnValuesOnConditionCheckFailure.NONE);
  }

  public static QueryRequest query(String table, KeyConditionExpression key, PageRequest page) {
    return query(table, key, true, page);
  }

  public static QueryRequest query(
      String table, KeyConditionExpression key, boolean forward, PageRequest page) {
    return new QueryRequest(table, key, forward, page, ReturnConsumedCapacity.INDEXES);
  }

  public static ScanRequest scan(String table, PageRequest page) {
    return scan(table, page, ValidationLayer.OLDER);
  }

  public static ScanRequest scan(String table, PageRequest page, ValidationLayer layer) {
    return new ScanRequest(table, null, page, ReturnConsumedCapacity.INDEXES, layer);
  }

  public static ScanRequest scan(String table, int segment, int totalSegments, PageRequest page) {
    return new ScanRequest(
        table,
        new ScanSegment(segment, totalSegments),
        page,
        ReturnConsumedCapacity.INDEXES,
        ValidationLayer.OLDER);
  }

  /** A page with default settings, to be changed by its {@code with} methods. */
  public static Page page() {
    return new Page(new PageRequest(null, null, null, null, null, null, false));
  }

  /** A page of the index of that name. */
  public static Page page(String index) {
    return new Page(new PageRequest(index, null, null, null, null, null, false));
  }

  /** Makes {@link PageRequest}s step by step. */
  public record Page(PageRequest request) {

    public Page limit(int limit) {
      return new Page(
          new PageRequest(
              request.indexName(),
              request.filter(),
              request.projection(),
              request.select(),
              limit,
              request.exclusiveStartKey(),
              request.consistentRead()));
    }

    public Page after(@Nullable Map<String, AttributeValue> startKey) {
      return new Page(
          new PageRequest(
              request.indexName(),
              request.filter(),
              request.projection(),
              request.select(),
              request.limit(),
              startKey,
              request.consistentRead()));
    }

    public Page filter(ConditionExpression filter) {
      return new Page(
          new PageRequest(
              request.indexName(),
              filter,
              request.projection(),
              request.select(),
              request.limit(),
              request.exclusiveStartKey(),
              request.consistentRead()));
    }

    public Page projection(ProjectionExpression projection) {
      return new Page(
          new PageRequest(
              request.indexName(),
              request.filter(),
              projection,
              request.select(),
              request.limit(),
              request.exclusiveStartKey(),
              request.consistentRead()));
    }

    public Page select(Select select) {
      return new Page(
          new PageRequest(
              request.indexName(),
              request.filter(),
              request.projection(),
              select,
              request.limit(),
              request.exclusiveStartKey(),
              request.consistentRead()));
    }

    public Page consistent() {
      return new Page(
          new PageRequest(
              request.indexName(),
              request.filter(),
              request.projection(),
              request.select(),
              request.limit(),
              request.exclusiveStartKey(),
              true));
    }
  }
}
