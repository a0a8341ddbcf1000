package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.WriteReturns;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** GetItem, PutItem, UpdateItem and DeleteItem: validation and mapping. */
class ItemRequestsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 2 validation errors detected: Value null at 'key' failed to satisfy constraint:"
            + " Member must not be null; Value null at 'tableName' failed to satisfy constraint:"
            + " Member must not be null",
        "{'TableName':''} | 1 validation error detected: Value at 'TableName' failed to satisfy"
            + " constraint: Member must have length greater than or equal to 1",
        "{'TableName':'a!','Key':{}} | 1 validation error detected: Value 'a!' at 'tableName'"
            + " failed to satisfy constraint: Member must have length greater than or equal to 3",
        "{'TableName':'ab;','Key':{}} | 1 validation error detected: Value 'ab;' at 'tableName'"
            + " failed to satisfy constraint: Member must satisfy regular expression pattern:"
            + " [a-zA-Z0-9_.-]+",
        "{'TableName':'abc','Key':{},'ReturnConsumedCapacity':'hi','AttributesToGet':[]} |"
            + " 2 validation errors detected: Value 'hi' at 'returnConsumedCapacity' failed to"
            + " satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE];"
            + " Value '[]' at 'attributesToGet' failed to satisfy constraint: Member must have"
            + " length greater than or equal to 1",
        "{'TableName':'abc','Key':{'':{'S':'x'}}} | Empty attribute name",
        "{'TableName':'abc','Key':{},'AttributesToGet':['a'],'ProjectionExpression':'b'} |"
            + " Can not use both expression and non-expression parameters in the same request:"
            + " Non-expression parameters: {AttributesToGet} Expression parameters:"
            + " {ProjectionExpression}",
        "{'TableName':'abc','Key':{},'ExpressionAttributeNames':{'#a':'b'}} |"
            + " ExpressionAttributeNames can only be specified when using expressions",
        "{'TableName':'abc','Key':{},'ProjectionExpression':'b','ExpressionAttributeNames':{}} |"
            + " ExpressionAttributeNames must not be empty",
        "{'TableName':'abc','Key':{},'ProjectionExpression':'b','ExpressionAttributeNames':{'a':"
            + "'b'}} | ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\"",
        "{'TableName':'abc','Key':{},'ProjectionExpression':'b','ExpressionAttributeNames':{'#a':"
            + "''}} | ExpressionAttributeNames contains invalid value: Empty attribute name for"
            + " key #a",
        "{'TableName':'abc','Key':{},'AttributesToGet':['a','b','a']} | One or more parameter"
            + " values were invalid: Duplicate value in attribute name: a",
      })
  void getItemIsValidated(String body, String message) {
    assertThat(Decoding.invalid(Operation.GET_ITEM, body)).isEqualTo(message);
  }

  @Test
  void aTableNameHasUpTo255Characters() {
    // Given
    String longest = "n".repeat(255);

    // Then
    assertThat(
            Decoding.decode(
                    Operation.GET_ITEM,
                    "{'TableName':'" + longest + "','Key':{}}",
                    GetItemRequest.class)
                .tableName())
        .isEqualTo(longest);
    assertThat(Decoding.invalid(Operation.GET_ITEM, "{'TableName':'" + longest + "n','Key':{}}"))
        .isEqualTo(
            "1 validation error detected: Value '"
                + longest
                + "n' at 'tableName' failed to satisfy constraint: Member must have length less"
                + " than or equal to 255");
  }

  @Test
  void getItemIsMapped() {
    // Given
    String body =
        "{'TableName':'arn:aws:dynamodb:eu-west-1:123456789012:table/Music','Key':{'p':{'S':'x'},"
            + "'s':{'N':'1.0'}},'ConsistentRead':true,'ReturnConsumedCapacity':'INDEXES'}";

    // When
    var request = Decoding.decode(Operation.GET_ITEM, body, GetItemRequest.class);

    // Then
    assertThat(request)
        .isEqualTo(
            new GetItemRequest(
                "arn:aws:dynamodb:eu-west-1:123456789012:table/Music",
                Map.of("p", new Str("x"), "s", new Num(DynamoNumber.parse("1"))),
                null,
                true,
                ReturnConsumedCapacity.INDEXES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 2 validation errors detected: Value null at 'tableName' failed to satisfy constraint:"
            + " Member must not be null; Value null at 'item' failed to satisfy constraint: Member"
            + " must not be null",
        "{'TableName':'abc','Item':{},'ReturnConsumedCapacity':'a','ReturnValues':'b',"
            + "'ReturnItemCollectionMetrics':'c','ReturnValuesOnConditionCheckFailure':'d'} |"
            + " 1 validation error detected: Value 'a' at 'returnConsumedCapacity' failed to"
            + " satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]",
        "{'TableName':'abc','ReturnConsumedCapacity':'a','ReturnValues':'b',"
            + "'ReturnItemCollectionMetrics':'c','ReturnValuesOnConditionCheckFailure':'d'} |"
            + " 5 validation errors detected: Value null at 'item' failed to satisfy constraint:"
            + " Member must not be null; Value 'a' at 'returnConsumedCapacity' failed to"
            + " satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE];"
            + " Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD,"
            + " UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]; Value 'c' at"
            + " 'returnItemCollectionMetrics' failed to satisfy constraint: Member must satisfy"
            + " enum value set: [SIZE, NONE]; Value 'd' at 'returnValuesOnConditionCheckFailure'"
            + " failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]",
        "{'TableName':'abc','Item':{},'ReturnValues':'ALL_NEW'} | 1 validation error detected:"
            + " ReturnValues can only be ALL_OLD or NONE",
        "{'TableName':'abc','Item':{'a':{}}} | Supplied AttributeValue is empty, must contain"
            + " exactly one of the supported datatypes",
        "{'TableName':'abc','Item':{'a':{'S':'x','N':'1'}}} | Supplied AttributeValue has more than"
            + " one datatypes set, must contain exactly one of the supported datatypes",
        "{'TableName':'abc','Item':{'a':{'SS':[]}}} | 1 validation error detected: One or more"
            + " parameter values were invalid: An string set  may not be empty",
        "{'TableName':'abc','Item':{'a':{'N':'x'}}} | 1 validation error detected: The parameter"
            + " cannot be converted to a numeric value: x",
        "{'TableName':'abc','Item':{'a':{'N':'x'},'b':{'BOOL':'true'}}} | The parameter cannot be"
            + " converted to a numeric value: x",
        "{'TableName':'abc','Item':{'':{'S':''}}} | 1 validation error detected: Empty attribute"
            + " name",
        "{'TableName':'abc','Item':{},'Expected':{},'ConditionExpression':'a'} | 1 validation error"
            + " detected: Can not use both expression and non-expression parameters in the same"
            + " request: Non-expression parameters: {Expected} Expression parameters:"
            + " {ConditionExpression}",
        "{'TableName':'abc','Item':{},'ExpressionAttributeValues':{':a':{'S':''}}} | 1 validation"
            + " error detected: ExpressionAttributeValues can only be specified when using"
            + " expressions",
        "{'TableName':'abc','Item':{},'ConditionExpression':'a','ExpressionAttributeValues':{}} |"
            + " 1 validation error detected: ExpressionAttributeValues must not be empty",
        "{'TableName':'abc','Item':{},'ConditionExpression':'a','ExpressionAttributeValues':{':a':"
            + "{'NS':[]}}} | 1 validation error detected: ExpressionAttributeValues contains"
            + " invalid value: One or more parameter values were invalid: An number set  may not"
            + " be empty for key :a",
        "{'TableName':'abc','Item':{},'ConditionalOperator':'OR'} | 1 validation error detected:"
            + " ConditionalOperator cannot be used without Filter or Expected",
        "{'TableName':'abc','Item':{},'ConditionalOperator':'OR','Expected':{'a':{'Exists':false}}}"
            + " | 1 validation error detected: ConditionalOperator can only be used when Filter or"
            + " Expected has two or more elements",
      })
  void putItemIsValidated(String body, String message) {
    assertThat(Decoding.invalid(Operation.PUT_ITEM, body)).isEqualTo(message);
  }

  @Test
  void anItemOfExactlyTheLargestSizeIsAcceptedAndOneByteMoreRefused() {
    // Given: name and value are counted.
    String fits = "{'TableName':'abc','Item':{'a':{'S':'" + "x".repeat(409_599) + "'}}}";
    String tooLarge = "{'TableName':'abc','Item':{'a':{'S':'" + "x".repeat(409_600) + "'}}}";

    // Then
    assertThat(Decoding.decode(Operation.PUT_ITEM, fits)).isInstanceOf(PutItemRequest.class);
    assertThat(Decoding.invalid(Operation.PUT_ITEM, tooLarge))
        .isEqualTo("Item size has exceeded the maximum allowed size");
  }

  @Test
  void putItemIsMapped() {
    // When
    var request =
        Decoding.decode(
            Operation.PUT_ITEM,
            "{'TableName':'abc','Item':{'b':{'S':'1'},'a':{'S':'2'}},'ReturnValues':'ALL_OLD',"
                + "'ReturnConsumedCapacity':'TOTAL','ReturnItemCollectionMetrics':'SIZE',"
                + "'ReturnValuesOnConditionCheckFailure':'ALL_OLD'}",
            PutItemRequest.class);

    // Then
    assertThat(request.item().attributes().keySet()).containsExactly("b", "a");
    assertThat(request.condition()).isNull();
    assertThat(request.returns())
        .isEqualTo(
            new WriteReturns(
                ReturnValues.ALL_OLD,
                ReturnValuesOnConditionCheckFailure.ALL_OLD,
                ReturnConsumedCapacity.TOTAL,
                ReturnItemCollectionMetrics.SIZE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'TableName':'abc','Key':{},'ReturnValues':'ALL_NEW','ReturnConsumedCapacity':'x'} |"
            + " 1 validation error detected: Value 'x' at 'returnConsumedCapacity' failed to"
            + " satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]",
        "{'TableName':'abc','Key':{},'ReturnValues':'ALL_NEW'} | 1 validation error detected:"
            + " ReturnValues can only be ALL_OLD or NONE",
        "{'TableName':'abc','Key':{'a':{'NS':[]}}} | One or more parameter values were invalid: An"
            + " number set  may not be empty",
        "{'TableName':'abc','Key':{'a':{'NULL':false}}} | 1 validation error detected: One or more"
            + " parameter values were invalid: Null attribute value types must have the value of"
            + " true",
        "{'TableName':'abc','Key':{},'ConditionExpression':'a','ExpressionAttributeValues':{':a':"
            + "{}}} | ExpressionAttributeValues contains invalid value: Supplied AttributeValue is"
            + " empty, must contain exactly one of the supported datatypes for key :a",
      })
  void deleteItemIsValidated(String body, String message) {
    assertThat(Decoding.invalid(Operation.DELETE_ITEM, body)).isEqualTo(message);
  }

  @Test
  void deleteItemIsMapped() {
    assertThat(
            Decoding.decode(
                    Operation.DELETE_ITEM,
                    "{'TableName':'abc','Key':{'a':{'S':''}}}",
                    DeleteItemRequest.class)
                .returns())
        .isEqualTo(
            new WriteReturns(
                ReturnValues.NONE,
                ReturnValuesOnConditionCheckFailure.NONE,
                ReturnConsumedCapacity.NONE,
                ReturnItemCollectionMetrics.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'ReturnConsumedCapacity':'a','ReturnValues':'b'} | 4 validation errors detected: Value"
            + " 'a' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy"
            + " enum value set: [INDEXES, TOTAL, NONE]; Value null at 'tableName' failed to satisfy"
            + " constraint: Member must not be null; Value 'b' at 'returnValues' failed to satisfy"
            + " constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD,"
            + " NONE, UPDATED_NEW]; Value null at 'key' failed to satisfy constraint: Member must"
            + " not be null",
        "{'TableName':''} | 2 validation errors detected: Value '' at 'tableName' failed to satisfy"
            + " constraint: Member must have length greater than or equal to 1; Value null at 'key'"
            + " failed to satisfy constraint: Member must not be null",
        "{'TableName':'','ReturnConsumedCapacity':'a','ReturnItemCollectionMetrics':'c'} |"
            + " 4 validation errors detected: Value 'a' at 'returnConsumedCapacity' failed to"
            + " satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE];"
            + " Value '' at 'tableName' failed to satisfy constraint: Member must have length"
            + " greater than or equal to 1; Value 'c' at 'returnItemCollectionMetrics' failed to"
            + " satisfy constraint: Member must satisfy enum value set: [SIZE, NONE]; Value null at"
            + " 'key' failed to satisfy constraint: Member must not be null",
        "{'TableName':'','Key':{},'ReturnValues':'b'} | 1 validation error detected: Value at"
            + " 'TableName' failed to satisfy constraint: Member must have length greater than or"
            + " equal to 1",
        "{'TableName':'a;'} | 1 validation error detected: Value null at 'key' failed to satisfy"
            + " constraint: Member must not be null",
        "{'TableName':'a;','Key':{}} | 2 validation errors detected: Value 'a;' at 'tableName'"
            + " failed to satisfy constraint: Member must satisfy regular expression pattern:"
            + " [a-zA-Z0-9_.-]+; Value 'a;' at 'tableName' failed to satisfy constraint: Member"
            + " must have length greater than or equal to 3",
        "{'TableName':'abc','Key':{},'ReturnValues':'a','ReturnConsumedCapacity':'b'} |"
            + " 1 validation error detected: Failed to satisfy constraint: Member must satisfy enum"
            + " value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]",
        "{'TableName':'abc','Key':{},'ReturnConsumedCapacity':'b'} | Value 'b' at"
            + " 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum"
            + " value set: [INDEXES, TOTAL, NONE]",
        "{'TableName':'abc','Key':{},'AttributeUpdates':{'a':{'Action':'put'}}} | 1 validation"
            + " error detected: Member must satisfy enum value set: [ADD, DELETE, PUT]' for Action",
        "{'TableName':'abc','Key':{},'AttributeUpdates':{},'Expected':{},'UpdateExpression':'a',"
            + "'ConditionExpression':'b'} | 1 validation error detected: Can not use both"
            + " expression and non-expression parameters in the same request: Non-expression"
            + " parameters: {AttributeUpdates, Expected} Expression parameters: {UpdateExpression,"
            + " ConditionExpression}",
        "{'TableName':'abc','Key':{},'UpdateExpression':'','ConditionExpression':''} | 1 validation"
            + " error detected: Invalid ConditionExpression: The expression can not be empty;",
        "{'TableName':'abc','Key':{},'UpdateExpression':''} | 1 validation error detected: Invalid"
            + " UpdateExpression: The expression can not be empty;",
      })
  void updateItemIsValidated(String body, String message) {
    assertThat(Decoding.invalid(Operation.UPDATE_ITEM, body)).isEqualTo(message);
  }

  @ParameterizedTest
  @EnumSource(ReturnValues.class)
  void updateItemReturnsWhateverIsAskedFor(ReturnValues values) {
    assertThat(
            Decoding.decode(
                    Operation.UPDATE_ITEM,
                    "{'TableName':'abc','Key':{'a':{'S':'x'}},'ReturnValues':'" + values + "'}",
                    UpdateItemRequest.class)
                .returns()
                .values())
        .isEqualTo(values);
  }

  @Test
  void anUpdateWithoutAnythingToChangeOnlyMakesSureThatTheItemExists() {
    var request =
        Decoding.decode(
            Operation.UPDATE_ITEM,
            "{'TableName':'abc','Key':{'a':{'S':'x'}},'AttributeUpdates':{}}",
            UpdateItemRequest.class);
    assertThat(request.update()).isNull();
    assertThat(request.condition()).isNull();
  }
}
