package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.draft.Rollout;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.ValidationLayer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far the service's newer validation has come, and that moving an operation there suffices. */
class RolloutTest {
  private static final String ONE_ERROR = "1 validation error detected: ";

  @ParameterizedTest
  @CsvSource({
    "GET_ITEM, NEWER",
    "BATCH_GET_ITEM, NEWER",
    "QUERY, NEWER",
    "PUT_ITEM, NEWER",
    "UPDATE_ITEM, NEWER",
    "DELETE_ITEM, NEWER",
    "SCAN, OLDER",
    "BATCH_WRITE_ITEM, OLDER",
    "TRANSACT_GET_ITEMS, OLDER",
    "TRANSACT_WRITE_ITEMS, OLDER",
  })
  void operationsAreAnsweredAsInUsEast1(Operation operation, ValidationLayer layer) {
    assertThat(Rollout.layerOf(operation)).isEqualTo(layer);
  }

  private static String refusalOfScan(String body, ValidationLayer layer) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return catchThrowableOfType(
            ServiceException.class,
            () -> RequestReader.read(bytes, 0, bytes.length, layer, ScanDecoder::decode))
        .error()
        .message();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'TableName':'abc','Limit':0}"
            + " | 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint:"
            + " Member must have value greater than or equal to 1"
            + " | 1 validation error detected: Value at 'Limit' failed to satisfy constraint:"
            + " Member must have value greater than or equal to 1",
        "{'TableName':'abc','Segment':-1,'TotalSegments':1}"
            + " | 1 validation error detected: Value '-1' at 'segment' failed to satisfy"
            + " constraint: Member must have value greater than or equal to 0"
            + " | 1 validation error detected: Value at 'Segment' failed to satisfy constraint:"
            + " Member must have value greater than or equal to 0",
        "{'TableName':'abc','Segment':1,'TotalSegments':1} | The Segment parameter is zero-based"
            + " and must be less than parameter TotalSegments: Segment: 1 is not less than"
            + " TotalSegments: 1 | The Segment parameter is zero-based and must be less than"
            + " parameter TotalSegments",
        "{'TableName':''}"
            + " | 1 validation error detected: Value '' at 'tableName' failed to satisfy"
            + " constraint: Member must have length greater than or equal to 1"
            + " | 1 validation error detected: Value at 'TableName' failed to satisfy constraint:"
            + " Member must have length greater than or equal to 1",
        "{'TableName':'abc','ScanFilter':{'a':{'ComparisonOperator':'NULL'},"
            + "'b':{'ComparisonOperator':'NULL'}},'ConditionalOperator':'x'}"
            + " | 1 validation error detected: Value 'x' at 'conditionalOperator' failed to satisfy"
            + " constraint: Member must satisfy enum value set: [OR, AND]"
            + " | Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]",
        "{'TableName':'abc','Select':'ALL_PROJECTED_ATTRIBUTES'}"
            + " | ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"
            + " | 1 validation error detected: ALL_PROJECTED_ATTRIBUTES can be used only when"
            + " Querying using an IndexName",
        "{'TableName':'abc','ExclusiveStartKey':{'a':{'NS':['1','1.0']}}}"
            + " | Input collection contains duplicates"
            + " | One or more parameter values were invalid: Input collection contains duplicates.",
        "{'TableName':'abc','FilterExpression':'a = :v','ExpressionAttributeValues':{':v':{"
            + "'SS':['b','b']}}}"
            + " | One or more parameter values were invalid: Input collection [b, b] contains"
            + " duplicates."
            + " | One or more parameter values were invalid: Input collection [`b`, `b`] contains"
            + " duplicates.",
        "{'TableName':'abc','ScanFilter':{'a':{'ComparisonOperator':'EQ','AttributeValueList':[{"
            + "'N':'1e99999999999'}]}}}"
            + " | The parameter cannot be converted to a numeric value: 1e99999999999"
            + " | Number overflow. Attempting to store a number with magnitude larger than"
            + " supported range",
      })
  void aScanIsRefusedAsTheLayerOfItsOperationDoes(String body, String older, String newer) {
    assertThat(Decoding.invalid(Operation.SCAN, body)).isEqualTo(older);
    assertThat(refusalOfScan(body, ValidationLayer.OLDER)).isEqualTo(older);
    assertThat(refusalOfScan(body, ValidationLayer.NEWER)).isEqualTo(newer.replace('`', '"'));
  }

  @Test
  void theLayerGoesWithAScanToWhereItsStartKeyIsJudged() {
    byte[] body = "{\"TableName\":\"abc\"}".getBytes(StandardCharsets.UTF_8);

    for (ValidationLayer layer : ValidationLayer.values()) {
      assertThat(RequestReader.read(body, 0, body.length, layer, ScanDecoder::decode).layer())
          .isEqualTo(layer);
    }
  }

  @Test
  void aQueryReadByTheOlderLayerIsToldNothingInTheEnvelope() {
    // Given
    String body =
        "{'TableName':'abc','KeyConditionExpression':'a = :v','Select':'COUNT',"
            + "'ProjectionExpression':'b','ExpressionAttributeValues':{':v':%s}}";
    String message = "Cannot specify the ProjectionExpression when choosing to get only the Count";

    // Then
    assertThat(Decoding.invalid(Operation.QUERY, body.formatted("{'BOOL':true}")))
        .isEqualTo(ONE_ERROR + message);
    assertThat(Decoding.invalid(Operation.QUERY, body.formatted("{'BOOL':'true'}")))
        .isEqualTo(message);
  }
}
