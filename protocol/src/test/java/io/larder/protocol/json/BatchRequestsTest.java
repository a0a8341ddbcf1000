package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.WriteRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches and transactions: validation and mapping. */
class BatchRequestsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'ReturnConsumedCapacity':'x'} | 2 validation errors detected: Value null at"
            + " 'requestItems' failed to satisfy constraint: Member must not be null; Value 'x' at"
            + " 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum"
            + " value set: [INDEXES, TOTAL, NONE]",
        "{'RequestItems':{}} | 1 validation error detected: Value at 'RequestItems' failed to"
            + " satisfy constraint: Member must have length greater than or equal to 1",
        "{'RequestItems':{'T':{}}} | 1 validation error detected: Value null at"
            + " 'requestItems.T.member.keys' failed to satisfy constraint: Member must not be null",
        "{'RequestItems':{'T':{'Keys':[]}}} | 1 validation error detected: Value at"
            + " 'RequestItems.T.member.Keys' failed to satisfy constraint: Member must have length"
            + " greater than or equal to 1",
        "{'RequestItems':{'T':{'Keys':[{'b':{'S':'x'},'a':{'N':'1'}}],'ConsistentRead':true}}} |"
            + " 1 validation error detected: Value '{\"T\":{\"ConsistentRead\":true,\"Keys\":"
            + "[{\"a\":{\"N\":\"1\"},\"b\":{\"S\":\"x\"}}]}}' at 'requestItems' failed to satisfy"
            + " constraint: Map keys must satisfy constraint: [Member must have length less than or"
            + " equal to 255, Member must have length greater than or equal to 3, Member must"
            + " satisfy regular expression pattern: [a-zA-Z0-9_.-]+]",
        "{'RequestItems':{'abc':{'Keys':[{'a':{'N':'1'}},{'a':{'N':'1.0'}}]}}} | Provided list of"
            + " item keys contains duplicates",
        "{'RequestItems':{'abc':{'Keys':[{}],'AttributesToGet':['a']},'def':{'Keys':[{}],"
            + "'ProjectionExpression':'a'}}} | Can not use both expression and non-expression"
            + " parameters in the same request: Non-expression parameters: {AttributesToGet}"
            + " Expression parameters: {ProjectionExpression}",
        "{'RequestItems':{'abc':{'Keys':[{}],'AttributesToGet':[]}}} | 1 validation error detected:"
            + " Value '[]' at 'requestItems.abc.member.attributesToGet' failed to satisfy"
            + " constraint: Member must have length greater than or equal to 1",
        "{'RequestItems':{'abc':{'Keys':[{}],'ExpressionAttributeNames':{'#a':'b'}}}} |"
            + " ExpressionAttributeNames can only be specified when using expressions",
      })
  void batchGetItemIsValidated(String body, String message) {
    assertThat(Decoding.invalid(Operation.BATCH_GET_ITEM, body)).isEqualTo(message);
  }

  private static String keys(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{'a':{'N':'" + i + "'}}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void aBatchGetsAtMostOneHundredItems() {
    // Given
    String oneTable = "{'RequestItems':{'abc':{'Keys':" + keys(101) + "}}}";
    String twoTables =
        "{'RequestItems':{'abc':{'Keys':" + keys(60) + "},'def':{'Keys':" + keys(41) + "}}}";
    String allowed = "{'RequestItems':{'abc':{'Keys':" + keys(100) + "}}}";

    // Then
    assertThat(Decoding.invalid(Operation.BATCH_GET_ITEM, oneTable))
        .isEqualTo(
            "1 validation error detected: Value at 'RequestItems.abc.member.Keys' failed to satisfy"
                + " constraint: Member must have length less than or equal to 100");
    assertThat(Decoding.invalid(Operation.BATCH_GET_ITEM, twoTables))
        .isEqualTo("Too many items requested for the BatchGetItem call");
    assertThat(
            Decoding.decode(Operation.BATCH_GET_ITEM, allowed, BatchGetItemRequest.class)
                .requestItems()
                .get("abc")
                .keys())
        .hasSize(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 1 validation error detected: Value null at 'requestItems' failed to satisfy"
            + " constraint: Member must not be null",
        "{'RequestItems':{}} | The requestItems parameter is required for BatchWriteItem",
        "{'RequestItems':{'abc':[]},'ReturnItemCollectionMetrics':'x'} | 2 validation errors"
            + " detected: Value '{abc=[]}' at 'requestItems' failed to satisfy constraint: Map"
            + " value must satisfy constraint: [Member must have length less than or equal to 25,"
            + " Member must have length greater than or equal to 1]; Value 'x' at"
            + " 'returnItemCollectionMetrics' failed to satisfy constraint: Member must satisfy"
            + " enum value set: [SIZE, NONE]",
        "{'RequestItems':{'a':[{'DeleteRequest':{'Key':{'k':{'S':'v'}}}}]}} | 1 validation error"
            + " detected: Value '{a=[WriteRequest(putRequest=null, deleteRequest=DeleteRequest("
            + "key={k=AttributeValue(s=v, n=null, b=null, iNT=null, dECIMAL=null, dOUBLE=null,"
            + " sS=null, nS=null, bS=null, iNTSET=null, dECIMALSET=null, dOUBLESET=null, m=null,"
            + " l=null, nULL=null, bOOL=null)}, workloadProfileName=null))]}' at 'requestItems'"
            + " failed to satisfy constraint: Map keys must satisfy constraint: [Member must have"
            + " length less than or equal to 255, Member must have length greater than or equal to"
            + " 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]",
        "{'RequestItems':{'abc':[{}]}} | Supplied AttributeValue has more than one datatypes set,"
            + " must contain exactly one of the supported datatypes",
        "{'RequestItems':{'abc':[{'PutRequest':{}}]}} | 1 validation error detected: Value null at"
            + " 'requestItems.abc.member.1.member.putRequest.item' failed to satisfy constraint:"
            + " Member must not be null",
        "{'RequestItems':{'abc':[{'PutRequest':{'Item':{'a':{'SS':['x','x']}}}}]}} | One or more"
            + " parameter values were invalid: Input collection [x, x] contains duplicates.",
      })
  void batchWriteItemIsValidated(String body, String message) {
    assertThat(Decoding.invalid(Operation.BATCH_WRITE_ITEM, body)).isEqualTo(message);
  }

  private static String deletions(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{'DeleteRequest':{'Key':{'a':{'N':'" + i + "'}}}}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void aBatchWritesAtMostTwentyFiveItems() {
    // Given
    String oneTable = "{'RequestItems':{'abc':" + deletions(26) + "}}";
    String twoTables = "{'RequestItems':{'abc':" + deletions(13) + ",'def':" + deletions(13) + "}}";
    String allowed = "{'RequestItems':{'abc':" + deletions(25) + "}}";

    // Then
    for (String tooMany : List.of(oneTable, twoTables)) {
      assertThat(Decoding.invalid(Operation.BATCH_WRITE_ITEM, tooMany))
          .startsWith(
              "1 validation error detected: Value '{abc=[WriteRequest(putRequest=null,"
                  + " deleteRequest=DeleteRequest(key={a=AttributeValue(s=null, n=0,")
          .endsWith(
              "]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy"
                  + " constraint: [Member must have length less than or equal to 25, Member must"
                  + " have length greater than or equal to 1]");
    }
    assertThat(
            Decoding.decode(Operation.BATCH_WRITE_ITEM, allowed, BatchWriteItemRequest.class)
                .requestItems()
                .get("abc"))
        .hasSize(25);
  }

  @Test
  void aBatchHoldsItemsOfUpTo400KilobytesAndKnowsNoConditions() {
    // Given
    String put =
        "{'RequestItems':{'abc':[{'PutRequest':{'ConditionExpression':'?','Item':{'a':{'S':'%s'}}}}]}}";

    // Then
    assertThat(
            Decoding.decode(
                    Operation.BATCH_WRITE_ITEM,
                    put.formatted("x".repeat(409_599)),
                    BatchWriteItemRequest.class)
                .requestItems())
        .containsOnlyKeys("abc");
    assertThat(Decoding.invalid(Operation.BATCH_WRITE_ITEM, put.formatted("x".repeat(409_600))))
        .isEqualTo("Item size has exceeded the maximum allowed size");
  }

  @Test
  void batchWriteItemIsMapped() {
    // When
    var request =
        Decoding.decode(
            Operation.BATCH_WRITE_ITEM,
            "{'RequestItems':{'def':[{'PutRequest':{'Item':{'a':{'S':'x'}}}}],"
                + "'abc':[{'DeleteRequest':{'Key':{'a':{'S':'y'}}}}]}}",
            BatchWriteItemRequest.class);

    // Then
    assertThat(request.requestItems().keySet()).containsExactly("def", "abc");
    assertThat(request.requestItems().get("def"))
        .containsExactly(new WriteRequest.Put(Item.of(Map.of("a", new Str("x")))));
    assertThat(request.requestItems().get("abc"))
        .containsExactly(new WriteRequest.Delete(Map.of("a", new Str("y"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'TransactItems':[]} | 1 validation error detected: Value '[]' at 'transactItems' failed"
            + " to satisfy constraint: Member must have length greater than or equal to 1",
        "{'TransactItems':[{},{'Get':{'Key':{}}}]} | 2 validation errors detected: Value null at"
            + " 'transactItems.1.member.get' failed to satisfy constraint: Member must not be null;"
            + " Value null at 'transactItems.2.member.get.tableName' failed to satisfy constraint:"
            + " Member must not be null",
        "{'TransactItems':[{'Get':{'TableName':'a;','Key':{}}}]} | 2 validation errors detected:"
            + " Value 'a;' at 'transactItems.1.member.get.tableName' failed to satisfy constraint:"
            + " Member must have length greater than or equal to 3; Value 'a;' at"
            + " 'transactItems.1.member.get.tableName' failed to satisfy constraint: Member must"
            + " satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
      })
  void transactGetItemsIsValidated(String body, String message) {
    assertThat(Decoding.invalid(Operation.TRANSACT_GET_ITEMS, body)).isEqualTo(message);
  }

  @Test
  void aTransactionReadsAtMostOneHundredItems() {
    // Given
    String get = "{'Get':{'TableName':'abc','Key':{'a':{'S':'x'}}}},";
    String hundred = "{'TransactItems':[" + get.repeat(100).replaceFirst(",$", "") + "]}";

    // Then
    assertThat(
            Decoding.decode(Operation.TRANSACT_GET_ITEMS, hundred, TransactGetItemsRequest.class)
                .items())
        .hasSize(100);
    assertThat(
            Decoding.invalid(Operation.TRANSACT_GET_ITEMS, hundred.replaceFirst("\\[", "[" + get)))
        .startsWith("1 validation error detected: Value '[TransactGetItem(get=Get(key={a=")
        .endsWith(
            "]' at 'transactItems' failed to satisfy constraint: Member must have length less than"
                + " or equal to 100");
  }

  @Test
  void transactGetItemsIsMapped() {
    var request =
        Decoding.decode(
            Operation.TRANSACT_GET_ITEMS,
            "{'TransactItems':[{'Get':{'TableName':'abc','Key':{'a':{'S':'x'}}}}]}",
            TransactGetItemsRequest.class);
    assertThat(request.items()).hasSize(1);
    assertThat(request.items().getFirst().key()).isEqualTo(Map.of("a", new Str("x")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 1 validation error detected: Value null at 'transactItems' failed to satisfy"
            + " constraint: Member must not be null",
        "{'TransactItems':[{}]} | Invalid Request: TransactWriteRequest should contain Delete or"
            + " Put or Update request",
        "{'TransactItems':[{'Put':{'TableName':'abc','Item':{}},'Delete':{'TableName':'abc','Key':"
            + "{}}}]} | TransactItems can only contain one of Check, Put, Update or Delete",
        "{'TransactItems':[{'Update':{'TableName':'abc','Key':{},'UpdateExpression':'x',"
            + "'ReturnValuesOnConditionCheckFailure':'y'}}],'ClientRequestToken':'0123456789012345678901234567890123456'}"
            + " | 2 validation errors detected: Value 'y' at"
            + " 'transactItems.1.member.update.returnValuesOnConditionCheckFailure' failed to"
            + " satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]; Value"
            + " '0123456789012345678901234567890123456' at 'clientRequestToken' failed to satisfy"
            + " constraint: Member must have length less than or equal to 36",
        "{'TransactItems':[{'Delete':{'TableName':'abc','Key':{}}}],'ClientRequestToken':''} |"
            + " 1 validation error detected: Value '' at 'clientRequestToken' failed to satisfy"
            + " constraint: Member must have length greater than or equal to 1",
        "{'TransactItems':[{'ConditionCheck':{'TableName':'a','Key':{},'ConditionExpression':'x'}}]}"
            + " | 1 validation error detected: Value 'a' at"
            + " 'transactItems.1.member.conditionCheck.tableName' failed to satisfy constraint:"
            + " Member must have length greater than or equal to 3",
        "{'TransactItems':[{'Put':{'TableName':'abc','Item':{'a':{'M':{'':{'S':'x'}}}}}}]} | Empty"
            + " attribute name",
        "{'TransactItems':[{'Put':{'TableName':'abc','Item':{},'ConditionExpression':'x','ExpressionAttributeValues':{':v':{'SS':[]}}}}]}"
            + " | ExpressionAttributeValues contains invalid value: One or more parameter values"
            + " were invalid: An string set  may not be empty for key :v",
      })
  void transactWriteItemsIsValidated(String body, String message) {
    assertThat(Decoding.invalid(Operation.TRANSACT_WRITE_ITEMS, body)).isEqualTo(message);
  }

  @Test
  void aTransactionHasAtMostOneHundredActionsAndItsMessageShowsThemAll() {
    // Given
    String action = "{'Delete':{'TableName':'abc','Key':{'a':{'S':'x'}}}}";
    String body = "{'TransactItems':[" + (action + ",").repeat(100) + action + "]}";

    // Then
    assertThat(Decoding.invalid(Operation.TRANSACT_WRITE_ITEMS, body))
        .startsWith(
            "1 validation error detected: Value '[TransactWriteItem(conditionCheck=null, put=null,"
                + " delete=Delete(key={a=AttributeValue(s=x, n=null,")
        .endsWith(
            "at 'transactItems' failed to satisfy constraint: Member must have length less than or"
                + " equal to 100");
  }

  private static TransactWriteItemsRequest transaction(String actions, String rest) {
    return Decoding.decode(
        Operation.TRANSACT_WRITE_ITEMS,
        "{'TransactItems':[" + actions + "]" + rest + "}",
        TransactWriteItemsRequest.class);
  }

  @Test
  void transactWriteItemsIsMapped() {
    // When
    var request =
        transaction(
            "{'Put':{'TableName':'abc','Item':{'a':{'S':'x'}}}},"
                + "{'Delete':{'TableName':'abc','Key':{'a':{'S':'y'}}}}",
            ",'ClientRequestToken':'t'");

    // Then
    assertThat(request.clientRequestToken()).isEqualTo("t");
    assertThat(request.items()).hasSize(2);
    assertThat(request.items().get(0)).isInstanceOf(TransactWriteItem.Put.class);
    assertThat(request.items().get(1)).isInstanceOf(TransactWriteItem.Delete.class);
  }

  @Test
  void theFingerprintKnowsWhatIsAskedForAndNothingElse() {
    // Given
    String token = ",'ClientRequestToken':'t'";
    var request =
        transaction("{'Put':{'TableName':'abc','Item':{'a':{'S':'x'},'b':{'N':'1'}}}}", token);

    // When
    var reordered =
        transaction(
            "{'Put':{'Item':{'b':{'N':'1.0'},'a':{'S':'x'}},'TableName':'abc',"
                + "'ReturnValuesOnConditionCheckFailure':'NONE'}}",
            token + ",'ReturnConsumedCapacity':'TOTAL'");
    var different =
        transaction("{'Put':{'TableName':'abc','Item':{'a':{'S':'y'},'b':{'N':'1'}}}}", token);
    var returning =
        transaction(
            "{'Put':{'TableName':'abc','Item':{'a':{'S':'x'},'b':{'N':'1'}},"
                + "'ReturnValuesOnConditionCheckFailure':'ALL_OLD'}}",
            token);

    // Then
    assertThat(reordered.fingerprint()).isEqualTo(request.fingerprint());
    assertThat(different.fingerprint()).isNotEqualTo(request.fingerprint());
    assertThat(returning.fingerprint()).isNotEqualTo(request.fingerprint());
  }
}
