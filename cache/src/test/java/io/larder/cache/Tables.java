package io.larder.cache;

import io.larder.cache.policy.Policies;
import io.larder.cache.policy.TablePolicy;
import io.larder.cache.tables.CachedTables;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.LocalSecondaryIndex;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProjectionType;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.ScalarAttributeType;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.Select;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.protocol.operation.WriteReturns;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests on one table, {@code Orders}: customer, number; a global index {@code ByState} of
 * everything, a local index {@code ByDay} of keys only.
 */
public final class Tables {
  public static final String ORDERS = "Orders";
  static final String BY_STATE = "ByState";
  static final String BY_DAY = "ByDay";

  private static final WriteReturns NOTHING =
      new WriteReturns(
          ReturnValues.NONE,
          ReturnValuesOnConditionCheckFailure.NONE,
          ReturnConsumedCapacity.NONE,
          ReturnItemCollectionMetrics.NONE);

  private Tables() {}

  /** Keeps everything forever. */
  public static CachedTables cached() {
    return new CachedTables(Policies.of(TablePolicy.of(Duration.ZERO, Duration.ofHours(1))));
  }

  /** The answer, if the caches have it. */
  static @Nullable Response hit(Lookup found) {
    return found instanceof Response response ? response : null;
  }

  public static CreateTableRequest create() {
    return new CreateTableRequest(
        ORDERS,
        List.of(
            new AttributeDefinition("customer", ScalarAttributeType.S),
            new AttributeDefinition("number", ScalarAttributeType.N),
            new AttributeDefinition("state", ScalarAttributeType.S),
            new AttributeDefinition("day", ScalarAttributeType.S)),
        List.of(
            new KeySchemaElement("customer", KeyType.HASH),
            new KeySchemaElement("number", KeyType.RANGE)),
        List.of(
            new LocalSecondaryIndex(
                BY_DAY,
                List.of(
                    new KeySchemaElement("customer", KeyType.HASH),
                    new KeySchemaElement("day", KeyType.RANGE)),
                new Projection(ProjectionType.KEYS_ONLY, null))),
        List.of(
            new GlobalSecondaryIndex(
                BY_STATE,
                List.of(new KeySchemaElement("state", KeyType.HASH)),
                new Projection(ProjectionType.ALL, null),
                null,
                null,
                null)),
        new TableOptions(BillingMode.PAY_PER_REQUEST, null, null, null, null, null, null, null),
        List.of());
  }

  public static AttributeValue text(String value) {
    return new AttributeValue.Str(value);
  }

  public static AttributeValue number(int value) {
    return new AttributeValue.Num(DynamoNumber.parse(Integer.toString(value)));
  }

  public static Map<String, AttributeValue> key(String customer, int number) {
    return Map.of("customer", text(customer), "number", number(number));
  }

  public static Map<String, AttributeValue> order(String customer, int number, String state) {
    Map<String, AttributeValue> order = new LinkedHashMap<>(key(customer, number));
    order.put("state", text(state));
    return order;
  }

  static PutItemRequest put(Map<String, AttributeValue> item) {
    return new PutItemRequest(ORDERS, Item.of(item), null, NOTHING);
  }

  static DeleteItemRequest delete(Map<String, AttributeValue> key) {
    return new DeleteItemRequest(ORDERS, key, null, NOTHING);
  }

  public static GetItemRequest get(Map<String, AttributeValue> key) {
    return new GetItemRequest(ORDERS, key, null, false, ReturnConsumedCapacity.TOTAL);
  }

  static GetItemRequest getConsistently(Map<String, AttributeValue> key) {
    return new GetItemRequest(ORDERS, key, null, true, ReturnConsumedCapacity.TOTAL);
  }

  static QueryRequest ordersOf(String customer) {
    return query("customer = :v", customer, null);
  }

  static QueryRequest ordersInState(String state) {
    return new QueryRequest(
        ORDERS,
        new ExpressionAttributes(Map.of("#s", "state"), Map.of(":v", text(state)))
            .keyCondition("#s = :v"),
        true,
        page(BY_STATE, null),
        ReturnConsumedCapacity.NONE);
  }

  /** With attributes that the index does not hold. */
  static QueryRequest wholeOrdersByDay(String customer) {
    return new QueryRequest(
        ORDERS,
        new ExpressionAttributes(null, Map.of(":v", text(customer))).keyCondition("customer = :v"),
        true,
        new PageRequest(BY_DAY, null, null, Select.ALL_ATTRIBUTES, null, null, false),
        ReturnConsumedCapacity.NONE);
  }

  /** For one order, by its whole key. */
  static QueryRequest orderBy(String customer, int number) {
    return new QueryRequest(
        ORDERS,
        new ExpressionAttributes(
                Map.of("#n", "number"), Map.of(":c", text(customer), ":n", number(number)))
            .keyCondition("customer = :c AND #n = :n"),
        true,
        page(null, null),
        ReturnConsumedCapacity.NONE);
  }

  public static QueryRequest query(String condition, String value, @Nullable Integer limit) {
    return new QueryRequest(
        ORDERS,
        new ExpressionAttributes(null, Map.of(":v", text(value))).keyCondition(condition),
        true,
        page(null, limit),
        ReturnConsumedCapacity.NONE);
  }

  static ScanRequest scan() {
    return new ScanRequest(
        ORDERS, null, page(null, null), ReturnConsumedCapacity.NONE, ValidationLayer.OLDER);
  }

  private static PageRequest page(@Nullable String indexName, @Nullable Integer limit) {
    return new PageRequest(indexName, null, null, null, limit, null, false);
  }

  static QueryRequest consistent(QueryRequest query) {
    return new QueryRequest(
        query.tableName(),
        query.keyCondition(),
        query.scanIndexForward(),
        consistent(query.page()),
        query.returnConsumedCapacity());
  }

  static ScanRequest consistent(ScanRequest scan) {
    return new ScanRequest(
        scan.tableName(),
        scan.segment(),
        consistent(scan.page()),
        scan.returnConsumedCapacity(),
        scan.layer());
  }

  private static PageRequest consistent(PageRequest page) {
    return new PageRequest(
        page.indexName(),
        page.filter(),
        page.projection(),
        page.select(),
        page.limit(),
        page.exclusiveStartKey(),
        true);
  }

  static BatchGetItemRequest batch(List<Map<String, AttributeValue>> keys) {
    return new BatchGetItemRequest(
        Map.of(ORDERS, new KeysAndAttributes(keys, null, false, null, null, null)),
        ReturnConsumedCapacity.TOTAL);
  }

  static TransactGetItemsRequest transaction(List<Map<String, AttributeValue>> keys) {
    return new TransactGetItemsRequest(
        keys.stream().map(key -> new TransactGetItem(ORDERS, key, null)).toList(),
        ReturnConsumedCapacity.TOTAL);
  }

  public static @Nullable String stateOf(@Nullable Item item) {
    return item != null && item.attributes().get("state") instanceof AttributeValue.Str(var state)
        ? state
        : null;
  }
}
