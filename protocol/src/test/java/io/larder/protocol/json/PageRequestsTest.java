package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ScanSegment;
import io.larder.protocol.operation.Select;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Query and Scan: validation and mapping. */
class PageRequestsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'Select':'a','ReturnConsumedCapacity':'b','Limit':0} | 4 validation errors detected:"
            + " Value 'a' at 'select' failed to satisfy constraint: Member must satisfy enum value"
            + " set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]; Value"
            + " 'b' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy"
            + " enum value set: [INDEXES, TOTAL, NONE]; Value null at 'tableName' failed to satisfy"
            + " constraint: Member must not be null; Value '0' at 'limit' failed to satisfy"
            + " constraint: Member must have value greater than or equal to 1",
        "{'TableName':'','Limit':0} | 2 validation errors detected: Value at 'Limit' failed to"
            + " satisfy constraint: Member must have value greater than or equal to 1; Value at"
            + " 'TableName' failed to satisfy constraint: Member must have length greater than or"
            + " equal to 1",
        "{'TableName':'abc','Limit':0.5} | 1 validation error detected: Value '0' at 'limit' failed"
            + " to satisfy constraint: Member must have value greater than or equal to 1",
        "{'TableName':'abc','Limit':-1e30} | 1 validation error detected: Value '-2147483648' at"
            + " 'limit' failed to satisfy constraint: Member must have value greater than or equal"
            + " to 1",
        "{'TableName':'abc','IndexName':'a'} | 1 validation error detected: Value 'a' at"
            + " 'indexName' failed to satisfy constraint: Member must have length greater than or"
            + " equal to 3",
        "{'TableName':'abc','QueryFilter':{'a':{}}} | 1 validation error detected: Value null at"
            + " 'queryFilter.a.member.comparisonOperator' failed to satisfy constraint: Member"
            + " must not be null",
        "{'TableName':'abc'} | Either the KeyConditions or KeyConditionExpression parameter must be"
            + " specified in the request.",
        "{'TableName':'abc','KeyConditions':{}} | Either the KeyConditions or"
            + " KeyConditionExpression parameter must be specified in the request.",
        "{'TableName':'abc','KeyConditionExpression':''} | Invalid KeyConditionExpression: The"
            + " expression can not be empty;",
        "{'TableName':'abc','KeyConditions':{},'FilterExpression':'a = b'} | Either the"
            + " KeyConditions or KeyConditionExpression parameter must be specified in the"
            + " request.",
        "{'TableName':'abc','KeyConditions':{},'KeyConditionExpression':'a','FilterExpression':'a'}"
            + " | Can not use both expression and non-expression parameters in the same request:"
            + " Non-expression parameters: {KeyConditions} Expression parameters:"
            + " {FilterExpression, KeyConditionExpression}",
        "{'TableName':'abc','KeyConditions':{},'QueryFilter':{},'ProjectionExpression':'a'} | Can"
            + " not use both expression and non-expression parameters in the same request:"
            + " Non-expression parameters: {QueryFilter} Expression parameters:"
            + " {ProjectionExpression}",
        "{'TableName':'abc','KeyConditions':{},'ConditionalOperator':'OR','FilterExpression':'a'}"
            + " | Can not use both expression and non-expression parameters in the same request:"
            + " Non-expression parameters: {ConditionalOperator} Expression parameters:"
            + " {FilterExpression}",
        "{'TableName':'abc','QueryFilter':{'a':{'ComparisonOperator':'NULL'},"
            + "'b':{'ComparisonOperator':'NULL'}},'ConditionalOperator':'x','Select':'y'} | Failed"
            + " to satisfy constraint: Member must satisfy enum value set: [ALL, OR]",
        "{'TableName':'abc','ExpressionAttributeValues':{}} | ExpressionAttributeValues can only be"
            + " specified when using expressions: FilterExpression is null and"
            + " KeyConditionExpression is null",
        "{'TableName':'abc','Select':'all'} | 1 validation error detected: Value 'all' at 'select'"
            + " failed to satisfy constraint: Member must satisfy enum value set:"
            + " [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
        "{'TableName':'abc','ConditionalOperator':'AND'} | ConditionalOperator cannot be used"
            + " without Filter or Expected",
        "{'TableName':'abc','KeyConditionExpression':'a','ExpressionAttributeValues':{':a':{}}} |"
            + " ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty,"
            + " must contain exactly one of the supported datatypes for key :a",
        "{'TableName':'abc','KeyConditionExpression':'a','ExclusiveStartKey':{'a':{}}} | The"
            + " provided starting key is invalid: Supplied AttributeValue is empty, must contain"
            + " exactly one of the supported datatypes",
        "{'TableName':'abc','KeyConditionExpression':'a','ExclusiveStartKey':{'a':{'NULL':false}}}"
            + " | One or more parameter values were invalid: Null attribute value types must have"
            + " the value of true",
        "{'TableName':'abc','KeyConditionExpression':'a','Select':'SPECIFIC_ATTRIBUTES'} |"
            + " 1 validation error detected: Must specify the AttributesToGet or"
            + " ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
        "{'TableName':'abc','KeyConditionExpression':'a','Select':'COUNT','ProjectionExpression':"
            + "'b'} | 1 validation error detected: Cannot specify the ProjectionExpression when"
            + " choosing to get only the Count",
        "{'TableName':'abc','KeyConditions':{'a':{'ComparisonOperator':'EQ','AttributeValueList':[{'S':'x'}]}},'Select':'COUNT','AttributesToGet':['b']}"
            + " | 1 validation error detected: Cannot specify the AttributesToGet when choosing to"
            + " get only the Count",
        "{'TableName':'abc','KeyConditionExpression':'a','Select':'ALL_ATTRIBUTES',"
            + "'ProjectionExpression':'b'} | 1 validation error detected: Cannot specify the"
            + " ProjectionExpression when choosing to get ALL_ATTRIBUTES",
        "{'TableName':'abc','KeyConditionExpression':'a','IndexName':'idx','Select':'ALL_PROJECTED_ATTRIBUTES','ProjectionExpression':'b'}"
            + " | 1 validation error detected: Cannot specify the ProjectionExpression when"
            + " choosing to get ALL_PROJECTED_ATTRIBUTES",
        "{'TableName':'abc','KeyConditionExpression':'a','Select':'ALL_PROJECTED_ATTRIBUTES'} |"
            + " 1 validation error detected: ALL_PROJECTED_ATTRIBUTES can be used only when"
            + " Querying using an IndexName",
      })
  void queryIsValidated(String body, String message) {
    assertThat(Decoding.invalid(Operation.QUERY, body)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'TableName':'abc','Segment':-1,'TotalSegments':1000001} | 2 validation errors detected:"
            + " Value '1000001' at 'totalSegments' failed to satisfy constraint: Member must have"
            + " value less than or equal to 1000000; Value '-1' at 'segment' failed to satisfy"
            + " constraint: Member must have value greater than or equal to 0",
        "{'TableName':'abc','Segment':1000000,'TotalSegments':0} | 2 validation errors detected:"
            + " Value '0' at 'totalSegments' failed to satisfy constraint: Member must have value"
            + " greater than or equal to 1; Value '1000000' at 'segment' failed to satisfy"
            + " constraint: Member must have value less than or equal to 999999",
        "{'TableName':'','Limit':0,'Select':'a','ReturnConsumedCapacity':'b'} | 4 validation errors"
            + " detected: Value 'a' at 'select' failed to satisfy constraint: Member must satisfy"
            + " enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES,"
            + " ALL_PROJECTED_ATTRIBUTES]; Value 'b' at 'returnConsumedCapacity' failed to satisfy"
            + " constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; Value '' at"
            + " 'tableName' failed to satisfy constraint: Member must have length greater than or"
            + " equal to 1; Value '0' at 'limit' failed to satisfy constraint: Member must have"
            + " value greater than or equal to 1",
        "{'TableName':'abc','Segment':0} | The TotalSegments parameter is required but was not"
            + " present in the request when Segment parameter is present",
        "{'TableName':'abc','TotalSegments':1} | The Segment parameter is required but was not"
            + " present in the request when parameter TotalSegments is present",
        "{'TableName':'abc','Segment':1,'TotalSegments':1} | The Segment parameter is zero-based"
            + " and must be less than parameter TotalSegments: Segment: 1 is not less than"
            + " TotalSegments: 1",
        "{'TableName':'abc','Segment':7,'TotalSegments':2} | The Segment parameter is zero-based"
            + " and must be less than parameter TotalSegments: Segment: 7 is not less than"
            + " TotalSegments: 2",
        "{'TableName':'abc','Select':'SPECIFIC_ATTRIBUTES'} | Must specify the AttributesToGet or"
            + " ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
        "{'TableName':'abc','Select':'COUNT','ProjectionExpression':'b'} | Cannot specify the"
            + " ProjectionExpression when choosing to get only the Count",
        "{'TableName':'abc','Select':'COUNT','AttributesToGet':['b']} | Cannot specify the"
            + " AttributesToGet when choosing to get only the Count",
        "{'TableName':'abc','Select':'ALL_ATTRIBUTES','AttributesToGet':['b']} | Cannot specify the"
            + " AttributesToGet when choosing to get ALL_ATTRIBUTES",
        "{'TableName':'abc','IndexName':'idx','Select':'ALL_PROJECTED_ATTRIBUTES',"
            + "'ProjectionExpression':'b'} | Cannot specify the ProjectionExpression when choosing"
            + " to get ALL_PROJECTED_ATTRIBUTES",
        "{'TableName':'abc','Select':'ALL_PROJECTED_ATTRIBUTES'} | ALL_PROJECTED_ATTRIBUTES can be"
            + " used only when Querying using an IndexName",
        "{'TableName':'abc','ScanFilter':{'a':{}},'ConditionalOperator':'x'} | 2 validation errors"
            + " detected: Value 'x' at 'conditionalOperator' failed to satisfy constraint: Member"
            + " must satisfy enum value set: [OR, AND]; Value null at"
            + " 'scanFilter.a.member.comparisonOperator' failed to satisfy constraint: Member must"
            + " not be null",
        "{'TableName':'abc','ExpressionAttributeValues':{}} | ExpressionAttributeValues can only be"
            + " specified when using expressions: FilterExpression is null",
        "{'TableName':'abc','ExclusiveStartKey':{'a':{'SS':[]}}} | The provided starting key is"
            + " invalid: One or more parameter values were invalid: An string set  may not be"
            + " empty",
        "{'TableName':'abc','ExclusiveStartKey':{'a':{'NS':[]}}} | One or more parameter values"
            + " were invalid: An number set  may not be empty",
        "{'TableName':'abc','ExclusiveStartKey':{'a':{'N':'x'}}} | The parameter cannot be"
            + " converted to a numeric value: x",
        "{'TableName':'abc','ExclusiveStartKey':{'':{'S':'x'}}} | Empty attribute name",
      })
  void scanIsValidated(String body, String message) {
    assertThat(Decoding.invalid(Operation.SCAN, body)).isEqualTo(message);
  }

  @Test
  void scanIsMapped() {
    // When
    var request =
        Decoding.decode(
            Operation.SCAN,
            "{'TableName':'abc','IndexName':'by-date','Limit':3000000000,'Segment':2,"
                + "'TotalSegments':4,'Select':'COUNT','ConsistentRead':true,"
                + "'ExclusiveStartKey':{'p':{'S':'x'}},'ReturnConsumedCapacity':'TOTAL'}",
            ScanRequest.class);

    // Then
    assertThat(request.tableName()).isEqualTo("abc");
    assertThat(request.segment()).isEqualTo(new ScanSegment(2, 4));
    assertThat(request.returnConsumedCapacity()).isEqualTo(ReturnConsumedCapacity.TOTAL);
    assertThat(request.page().indexName()).isEqualTo("by-date");
    assertThat(request.page().limit()).isEqualTo(Integer.MAX_VALUE);
    assertThat(request.page().select()).isEqualTo(Select.COUNT);
    assertThat(request.page().consistentRead()).isTrue();
    assertThat(request.page().exclusiveStartKey()).isEqualTo(Map.of("p", new Str("x")));
    assertThat(request.page().filter()).isNull();
    assertThat(request.page().projection()).isNull();
  }

  @Test
  void aTableIsScannedInUpToAMillionSegments() {
    assertThat(
            Decoding.decode(
                    Operation.SCAN,
                    "{'TableName':'abc','Segment':999999,'TotalSegments':1000000}",
                    ScanRequest.class)
                .segment())
        .isEqualTo(new ScanSegment(999_999, 1_000_000));
  }

  @Test
  void keyConditionsGoWithOtherExpressions() {
    // Given
    String keyConditions =
        "{'TableName':'abc','KeyConditions':{'p':{'ComparisonOperator':'EQ',"
            + "'AttributeValueList':[{'S':'x'}]}},";

    // When
    var filtered =
        Decoding.decode(
            Operation.QUERY,
            keyConditions
                + "'FilterExpression':'#a = :v','ExpressionAttributeNames':{'#a':'a'},"
                + "'ExpressionAttributeValues':{':v':{'S':'y'}}}",
            QueryRequest.class);
    var projected =
        Decoding.decode(
            Operation.QUERY, keyConditions + "'ProjectionExpression':'a'}", QueryRequest.class);

    // Then
    assertThat(filtered.keyCondition().topLevelNames()).containsExactly("p");
    assertThat(filtered.page().filter().matches(Map.of("a", new Str("y")))).isTrue();
    assertThat(filtered.page().filter().matches(Map.of("a", new Str("z")))).isFalse();
    assertThat(projected.keyCondition().topLevelNames()).containsExactly("p");
    assertThat(projected.page().projection().topLevelNames()).containsExactly("a");
  }

  @Test
  void queryIsMapped() {
    // When
    var request =
        Decoding.decode(
            Operation.QUERY,
            "{'TableName':'abc','ScanIndexForward':false,'Limit':1.0,'KeyConditions':{'p':{"
                + "'ComparisonOperator':'EQ','AttributeValueList':[{'S':'x'}]}},"
                + "'AttributesToGet':['a','b']}",
            QueryRequest.class);

    // Then
    assertThat(request.scanIndexForward()).isFalse();
    assertThat(request.keyCondition()).isNotNull();
    assertThat(request.page().limit()).isEqualTo(1);
    assertThat(request.page().projection()).isNotNull();
    assertThat(request.page().exclusiveStartKey()).isNull();
  }
}
