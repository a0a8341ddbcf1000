package io.larder.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for the same page that are written otherwise, as clients send them. */
final class SameQueriesTest {
  private static final String QUERY =
      """
      {'TableName': 'Orders', 'KeyConditionExpression': 'customer = :c AND #n > :n',
       'ExpressionAttributeNames': {'#n': 'number', '#s': 'state'},
       'FilterExpression': 'amount = :a', 'ProjectionExpression': '#s, amount',
       'ExpressionAttributeValues': {':c': {'S': 'ann'}, ':n': {'N': '100'}, ':a': {'N': '1.5'}}}\
      """;

  private final CachingTableStore store =
      CachingTableStore.over(
          LmdbTableStore.open(LmdbOptions.inMemory()),
          new CacheOptions(
              1 << 20, CacheOptions.DEFAULT_TTL, 1 << 20, CacheOptions.DEFAULT_TTL, true));

  @BeforeEach
  void create() {
    store.change(Tables.create()).join();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Request.Cacheable<?> decode(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
    return (Request.Cacheable<?>)
        RequestDecoder.decode(Operation.QUERY, bytes, 0, bytes.length, ValidationReport.ALL);
  }

  private boolean isKept(String json) {
    return Tables.hit(store.look(decode(json))) != null;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Other names of values, and names for attributes.
        """
        {'TableName': 'Orders', 'KeyConditionExpression': '#k = :1 and #n > :2',
         'FilterExpression': '#a = :3', 'ProjectionExpression': '#s, #a',
         'ExpressionAttributeNames':
           {'#k': 'customer', '#n': 'number', '#a': 'amount', '#s': 'state'},
         'ExpressionAttributeValues': {':1': {'S': 'ann'}, ':2': {'N': '100'}, ':3': {'N': '1.5'}}}\
        """,
        // Numbers in other forms, the key's attributes in another order.
        """
        {'TableName': 'Orders', 'KeyConditionExpression': '(#n > :n) AND (customer = :c)',
         'ExpressionAttributeNames': {'#n': 'number', '#s': 'state'},
         'FilterExpression': '(amount = :a)', 'ProjectionExpression': '#s,amount',
         'ExpressionAttributeValues':
           {':c': {'S': 'ann'}, ':n': {'N': '1.00e2'}, ':a': {'N': '+01.50'}}}\
        """,
        // The older parameters.
        """
        {'TableName': 'Orders', 'AttributesToGet': ['state', 'amount'],
         'KeyConditions':
           {'number': {'ComparisonOperator': 'GT', 'AttributeValueList': [{'N': '100'}]},
            'customer': {'ComparisonOperator': 'EQ', 'AttributeValueList': [{'S': 'ann'}]}},
         'QueryFilter':
           {'amount': {'ComparisonOperator': 'EQ', 'AttributeValueList': [{'N': '1.5'}]}}}\
        """,
        // By ARN, consistently, with the cost, and with what is so by default.
        """
        {'TableName': 'arn:aws:dynamodb:us-east-1:000000000000:table/Orders',
         'KeyConditionExpression': 'customer = :c AND #n > :n', 'ScanIndexForward': true,
         'ExpressionAttributeNames': {'#n': 'number', '#s': 'state'},
         'ConsistentRead': true, 'ReturnConsumedCapacity': 'TOTAL',
         'FilterExpression': 'amount = :a', 'ProjectionExpression': '#s, amount',
         'ExpressionAttributeValues': {':c': {'S': 'ann'}, ':n': {'N': '100'}, ':a': {'N': '1.5'}}}\
        """
      })
  void aPageIsKeptUnderAllFormsOfItsQuery(String form) {
    store.read(decode(QUERY));

    assertThat(isKept(form)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#n > :n|#n >= :n",
        "'N': '100'|'N': '101'",
        "#s, amount|#s",
        "amount = :a|amount < :a",
        "'TableName'|'Limit': 5, 'TableName'",
        "'TableName'|'ScanIndexForward': false, 'TableName'"
      })
  void aPageOfAnotherQueryIsAnother(String change) {
    List<String> parts = List.of(change.split("\\|"));
    store.read(decode(QUERY));

    assertThat(isKept(QUERY.replace(parts.getFirst(), parts.getLast()))).isFalse();
  }
}
