package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions and their older forms, from the request to something that works on an item. */
class ExpressionParametersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PUT_ITEM | {'TableName':'abc','Item':{},'ConditionExpression':'a = :v'} | 1 validation"
            + " error detected: Invalid ConditionExpression: An expression attribute value used in"
            + " expression is not defined; attribute value: :v",
        "PUT_ITEM | {'TableName':'abc','Item':{},'ConditionExpression':'a = b',"
            + "'ExpressionAttributeNames':{'#a':'b'}} | 1 validation error detected: Value provided"
            + " in ExpressionAttributeNames unused in expressions: keys: {#a}",
        "UPDATE_ITEM | {'TableName':'abc','Key':{},'UpdateExpression':'SET a = b',"
            + "'ExpressionAttributeValues':{':a':{'S':''}}} | 1 validation error detected: Value"
            + " provided in ExpressionAttributeValues unused in expressions: keys: {:a}",
        "GET_ITEM | {'TableName':'abc','Key':{},'ProjectionExpression':''} | Invalid"
            + " ProjectionExpression: The expression can not be empty;",
        "GET_ITEM | {'TableName':'abc','Key':{},'ProjectionExpression':'a',"
            + "'ExpressionAttributeNames':{'#a':'b'}} | Value provided in ExpressionAttributeNames"
            + " unused in expressions: keys: {#a}",
        "DELETE_ITEM | {'TableName':'abc','Key':{},'Expected':{'a':{}}} | 1 validation error"
            + " detected: One or more parameter values were invalid: Value must be provided when"
            + " Exists is null for Attribute: a",
        "SCAN | {'TableName':'abc','ScanFilter':{'a':{'ComparisonOperator':'EQ'}}} | One or more"
            + " parameter values were invalid: Invalid number of argument(s) for the EQ"
            + " ComparisonOperator",
        "SCAN | {'TableName':'abc','ScanFilter':{'a':{'ComparisonOperator':'eq'}}} | One or more"
            + " parameter values were invalid: Invalid comparison operator",
        "SCAN |"
            + " {'TableName':'abc','ScanFilter':{'a':{'ComparisonOperator':'EQ','Value':'x','Exists':[]}}}"
            + " | One or more parameter values were invalid: Invalid number of argument(s) for the"
            + " EQ ComparisonOperator",
        "QUERY | {'TableName':'abc','KeyConditionExpression':'a = :v','ExpressionAttributeValues':{"
            + "':v':{'S':'x'},':w':{'S':'x'}}} | Value provided in ExpressionAttributeValues unused"
            + " in expressions: keys: {:w}",
        "TRANSACT_WRITE_ITEMS | {'TransactItems':[{'Update':{'TableName':'abc','Key':{},"
            + "'UpdateExpression':''}}]} | Invalid UpdateExpression: The expression can not be"
            + " empty;",
      })
  void brokenExpressionsAreReportedAsTheOperationReportsThem(
      Operation operation, String body, String message) {
    assertThat(Decoding.invalid(operation, body)).isEqualTo(message);
  }

  @Test
  void conditionsOfBothStylesMeanTheSame() {
    // Given
    String start = "{'TableName':'abc','Item':{'p':{'S':'x'}},";

    // When
    var expression =
        Decoding.decode(
            Operation.PUT_ITEM,
            start
                + "'ConditionExpression':'#a = :v','ExpressionAttributeNames':{'#a':'a'},"
                + "'ExpressionAttributeValues':{':v':{'N':'1'}}}",
            PutItemRequest.class);
    var legacy =
        Decoding.decode(
            Operation.PUT_ITEM,
            start + "'Expected':{'a':{'Value':{'N':'1'}}}}",
            PutItemRequest.class);

    // Then
    for (PutItemRequest request : new PutItemRequest[] {expression, legacy}) {
      assertThat(request.condition()).isNotNull();
      assertThat(request.condition().matches(Map.of("a", new Num(DynamoNumber.parse("1.0")))))
          .isTrue();
      assertThat(request.condition().matches(Map.of("a", new Str("1")))).isFalse();
    }
  }

  @Test
  void projectionsOfBothStylesMeanTheSame() {
    // Given
    Map<String, AttributeValue> item = Map.of("a", new Str("1"), "b", new Str("2"));

    // When
    var expression =
        Decoding.decode(
            Operation.GET_ITEM,
            "{'TableName':'abc','Key':{},'ProjectionExpression':'#x','ExpressionAttributeNames':{"
                + "'#x':'a'}}",
            GetItemRequest.class);
    var legacy =
        Decoding.decode(
            Operation.BATCH_GET_ITEM,
            "{'RequestItems':{'abc':{'Keys':[{}],'AttributesToGet':['a']}}}",
            BatchGetItemRequest.class);

    // Then
    assertThat(expression.projection().project(item)).isEqualTo(Map.of("a", new Str("1")));
    assertThat(legacy.requestItems().get("abc").projection().project(item))
        .isEqualTo(Map.of("a", new Str("1")));
  }

  @Test
  void updatesOfBothStylesMeanTheSame() {
    // Given
    String start = "{'TableName':'abc','Key':{'p':{'S':'x'}},";

    // When
    var expression =
        Decoding.decode(
            Operation.UPDATE_ITEM,
            start + "'UpdateExpression':'SET a = :v','ExpressionAttributeValues':{':v':{'S':'1'}}}",
            UpdateItemRequest.class);
    var legacy =
        Decoding.decode(
            Operation.UPDATE_ITEM,
            start + "'AttributeUpdates':{'a':{'Value':{'S':'1'}}}}",
            UpdateItemRequest.class);

    // Then
    for (UpdateItemRequest request : new UpdateItemRequest[] {expression, legacy}) {
      assertThat(request.update()).isNotNull();
      assertThat(request.update().apply(Map.of())).isEqualTo(Map.of("a", new Str("1")));
    }
  }
}
