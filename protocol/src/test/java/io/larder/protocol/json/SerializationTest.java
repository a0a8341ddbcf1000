package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.Operation;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no JSON, and members of the wrong JSON type. */
class SerializationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "'x'", "1", "{'TableName':}", "{'a':1} x", "{'a':1}{}", "{'a' 1}"})
  void bodiesThatAreNoJsonObjectAreRefusedWithoutDetail(String body) {
    assertThat(Decoding.error(Operation.GET_ITEM, body))
        .isEqualTo(new ServiceError.Serialization(null));
  }

  private static ServiceError error(byte[] body) {
    return catchThrowableOfType(
            ServiceException.class,
            () ->
                RequestDecoder.decode(
                    Operation.GET_ITEM, body, 0, body.length, ValidationReport.ALL))
        .error();
  }

  @Test
  void invalidUtf8IsRefusedWithoutDetail() {
    // Given
    byte[] body = "{\"TableName\":\"???\"}".getBytes(StandardCharsets.ISO_8859_1);
    body[15] = (byte) 0xFF;

    // Then
    assertThat(error(body)).isEqualTo(new ServiceError.Serialization(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
  void otherEncodingsThanUtf8AreRefusedWithoutDetail(String encoding) {
    byte[] body = "{\"TableName\":\"abc\",\"Key\":{}}".getBytes(Charset.forName(encoding));

    assertThat(error(body)).isEqualTo(new ServiceError.Serialization(null));
  }

  @Test
  void aMarkBeforeUtf8AndWhiteSpaceAreIgnored() {
    assertThat(Decoding.decode(Operation.LIST_TABLES, "\uFEFF{}")).isNotNull();
    assertThat(Decoding.decode(Operation.LIST_TABLES, " \n{ } \r\t")).isNotNull();
    assertThat(Decoding.error(Operation.LIST_TABLES, "\uFEFF"))
        .isEqualTo(new ServiceError.Serialization(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'S':'\\ud800'}",
        "{'SS':['\\ud800','\\udc00','?']}",
        "{'N':'\\ud800'}",
        "{'NS':['1\\udc00']}",
        "{'B':'\\ud800AA='}",
        "{'BS':['\\udc00']}",
        "{'M':{'\\ud800':{'S':'x'}}}",
        "{'L':[{'S':'x\\ude00\\ud83d'}]}",
        "{'BOOL':'\\ud800'}",
        "{'S':'x','\\ud800':1}",
      })
  void valuesWithHalfOfASurrogatePairAreRefusedWithoutDetail(String value) {
    assertThat(
            Decoding.error(
                Operation.PUT_ITEM, "{'TableName':'abc','Item':{'p':{'S':'?'},'a':" + value + "}}"))
        .isEqualTo(new ServiceError.Serialization(null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET_ITEM | {'TableName':23} | NUMBER_VALUE cannot be converted to String",
        "GET_ITEM | {'TableName':2.5} | DECIMAL_VALUE cannot be converted to String",
        "GET_ITEM | {'TableName':true} | TRUE_VALUE cannot be converted to String",
        "GET_ITEM | {'TableName':false} | FALSE_VALUE cannot be converted to String",
        "GET_ITEM | {'TableName':[]} | Unrecognized collection type class java.lang.String",
        "GET_ITEM | {'TableName':{}} | Start of structure or map found where not expected",
        "GET_ITEM | {'ConsistentRead':'maybe'} | Unexpected token received from parser",
        "GET_ITEM | {'ConsistentRead':1} | NUMBER_VALUE cannot be converted to Boolean",
        "GET_ITEM | {'ConsistentRead':[]} | Unrecognized collection type class java.lang.Boolean",
        "GET_ITEM | {'AttributesToGet':'a'} | Unexpected field type",
        "GET_ITEM | {'AttributesToGet':{}} | Start of structure or map found where not expected",
        "GET_ITEM | {'AttributesToGet':[1]} | NUMBER_VALUE cannot be converted to String",
        "GET_ITEM | {'Key':'a'} | Unexpected field type",
        "GET_ITEM | {'Key':[]} | Unrecognized collection type java.util.Map<java.lang.String,"
            + " com.amazonaws.dynamodb.v20120810.AttributeValue>",
        "GET_ITEM | {'Key':{'a':'b'}} | Unexpected value type in payload",
        "GET_ITEM | {'Key':{'a':[]}} | Unrecognized collection type class"
            + " com.amazonaws.dynamodb.v20120810.AttributeValue",
        "GET_ITEM | {'Key':{'a':{'S':1}}} | NUMBER_VALUE cannot be converted to String",
        "GET_ITEM | {'Key':{'a':{'B':true}}} | only base-64-encoded strings are convertible to"
            + " bytes",
        "GET_ITEM | {'Key':{'a':{'B':'abc'}}} | Base64 encoded length is expected a multiple of 4"
            + " bytes but found: 3",
        "GET_ITEM | {'Key':{'a':{'B':'ab=='}}} | Invalid last non-pad Base64 character dectected",
        "GET_ITEM | {'Key':{'a':{'B':[]}}} | Unrecognized collection type class"
            + " java.nio.ByteBuffer",
        "GET_ITEM | {'Key':{'a':{'SS':'x'}}} | Unexpected field type",
        "GET_ITEM | {'Key':{'a':{'L':{}}}} | Start of structure or map found where not expected",
        "GET_ITEM | {'Key':{'a':{'M':[]}}} | Unrecognized collection type"
            + " java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>",
        "GET_ITEM | {'ExpressionAttributeNames':[]} | Unrecognized collection type"
            + " java.util.Map<java.lang.String, java.lang.String>",
        "QUERY | {'Limit':'1'} | STRING_VALUE cannot be converted to Integer",
        "QUERY | {'Limit':true} | TRUE_VALUE cannot be converted to Integer",
        "QUERY | {'Limit':[]} | Unrecognized collection type class java.lang.Integer",
        "QUERY | {'KeyConditions':[]} | Unrecognized collection type"
            + " java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.Condition>",
        "QUERY | {'KeyConditions':{'a':1}} | Unexpected value type in payload",
        "PUT_ITEM | {'Expected':{'a':[]}} | Unrecognized collection type class"
            + " com.amazonaws.dynamodb.v20120810.ExpectedAttributeValue",
        "PUT_ITEM | {'Expected':{'a':{'Value':1}}} | Unexpected field type",
        "PUT_ITEM | {'Expected':{'a':{'Exists':1.5}}} | DECIMAL_VALUE cannot be converted to"
            + " Boolean",
        "CREATE_TABLE | {'KeySchema':{}} | Start of structure or map found where not expected",
        "CREATE_TABLE | {'KeySchema':['a']} | Unexpected value type in payload",
        "CREATE_TABLE | {'KeySchema':[[]]} | Unrecognized collection type class"
            + " com.amazonaws.dynamodb.v20120810.KeySchemaElement",
        "CREATE_TABLE | {'ProvisionedThroughput':1} | Unexpected field type",
        "CREATE_TABLE | {'ProvisionedThroughput':[]} | Unrecognized collection type class"
            + " com.amazonaws.dynamodb.v20120810.ProvisionedThroughput",
        "CREATE_TABLE | {'ProvisionedThroughput':{'ReadCapacityUnits':'1'}} | STRING_VALUE cannot"
            + " be converted to Long",
        "BATCH_GET_ITEM | {'RequestItems':[]} | Unrecognized collection type"
            + " java.util.Map<java.lang.String,"
            + " com.amazonaws.dynamodb.v20120810.KeysAndAttributes>",
        "BATCH_WRITE_ITEM | {'RequestItems':{'T':[1]}} | Unexpected value type in payload",
        "TAG_RESOURCE | {'Tags':[1]} | Unexpected value type in payload",
      })
  void membersOfTheWrongTypeAreRefusedInTheServicesWords(
      Operation operation, String body, String detail) {
    assertThat(Decoding.error(operation, body)).isEqualTo(new ServiceError.Serialization(detail));
  }

  @Test
  void aMapWhereABatchExpectsAListMeetsTheServicesOwnDefect() {
    assertThat(Decoding.error(Operation.BATCH_WRITE_ITEM, "{'RequestItems':{'T':{}}}").message())
        .startsWith("class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BOOL", "NULL"})
  void aListWhereATruthValueBelongsInAnAttributeValueIsRefusedWithoutDetail(String type) {
    assertThat(Decoding.error(Operation.GET_ITEM, "{'Key':{'a':{'" + type + "':[]}}}"))
        .isEqualTo(new ServiceError.Serialization(null));
    assertThat(Decoding.error(Operation.GET_ITEM, "{'Key':{'a':{'" + type + "':{}}}}").message())
        .isEqualTo("Start of structure or map found where not expected");
    assertThat(Decoding.error(Operation.GET_ITEM, "{'Key':{'a':{'" + type + "':0}}}").message())
        .isEqualTo("NUMBER_VALUE cannot be converted to Boolean");
  }

  @Test
  void membersThatAreNullOrUnknownAreIgnored() {
    // Given
    String body =
        "{'TableName':'Table','Key':{'a':{'S':'x','N':null,'Z':[1,{'y':2}]}},'Key2':{'deep':[[]]},"
            + "'ProjectionExpression':null,'AttributesToGet':null,'ConsistentRead':null}";

    // When
    var request = Decoding.decode(Operation.GET_ITEM, body, GetItemRequest.class);

    // Then
    assertThat(request.projection()).isNull();
    assertThat(request.consistentRead()).isFalse();
    assertThat(request.key()).containsOnlyKeys("a");
  }

  @Test
  void aBodyNestedBeyondAllReasonIsRefusedWithoutDetail() {
    String body = "{'Key':" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    assertThat(Decoding.error(Operation.LIST_TABLES, body))
        .isEqualTo(new ServiceError.Serialization(null));
  }
}
