package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long names and placeholders may be, and all of them together. */
class ExpressionLimitsTest {
  private static final String LONGEST_NAME = "n".repeat(65_535);
  private static final String NAME_TOO_LONG =
      "Attribute name is too large, must be less than 65536 bytes";

  private static String put(String attribute) {
    return "{'TableName':'abc','Item':{" + attribute + "}}";
  }

  private static String update(String names, String values) {
    return "{'TableName':'abc','Key':{},'UpdateExpression':'SET a = b','ExpressionAttributeNames':{"
        + names
        + "},'ExpressionAttributeValues':{"
        + values
        + "}}";
  }

  @Test
  void attributeNamesOf65535BytesAreAccepted() {
    // When
    PutItemRequest top =
        Decoding.decode(
            Operation.PUT_ITEM, put("'" + LONGEST_NAME + "':{'S':''}"), PutItemRequest.class);
    PutItemRequest nested =
        Decoding.decode(
            Operation.PUT_ITEM,
            put("'a':{'M':{'" + LONGEST_NAME + "':{'S':''}}}"),
            PutItemRequest.class);

    // Then
    assertThat(top.item().attributes()).containsKey(LONGEST_NAME);
    assertThat(nested.item().attributes()).containsKey("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET_ITEM | {'TableName':'abc','Key':{},'AttributesToGet':['a','%s']}",
        "BATCH_GET_ITEM | {'RequestItems':{'abc':{'Keys':[{}],'AttributesToGet':['%s']}}}",
        "SCAN | {'TableName':'abc','AttributesToGet':['%s']}",
        "QUERY | {'TableName':'abc','AttributesToGet':['%s'],'KeyConditions':{'p':{"
            + "'ComparisonOperator':'EQ','AttributeValueList':[{'S':'x'}]}}}",
        "SCAN | {'TableName':'abc','ScanFilter':{'%s':{'ComparisonOperator':'NULL'}}}",
        "QUERY | {'TableName':'abc','QueryFilter':{'%s':{'ComparisonOperator':'NULL'}}}",
        "QUERY | {'TableName':'abc','KeyConditions':{'%s':{'ComparisonOperator':'NULL'}}}",
      })
  void attributesAreNotReadByLongerNames(Operation operation, String body) {
    assertThat(Decoding.invalid(operation, body.formatted(LONGEST_NAME + "n")))
        .isEqualTo(NAME_TOO_LONG);
  }

  @Test
  void longerAttributeNamesAreRefusedAtEveryDepthAndCountedInUtf8() {
    for (String name : new String[] {LONGEST_NAME + "n", "é".repeat(32_768)}) {
      assertThat(Decoding.invalid(Operation.PUT_ITEM, put("'" + name + "':{'S':''}")))
          .isEqualTo("1 validation error detected: " + NAME_TOO_LONG);
      assertThat(Decoding.invalid(Operation.PUT_ITEM, put("'a':{'M':{'" + name + "':{'S':''}}}")))
          .isEqualTo("1 validation error detected: " + NAME_TOO_LONG);
      assertThat(
              Decoding.invalid(
                  Operation.BATCH_WRITE_ITEM,
                  "{'RequestItems':{'abc':[{'PutRequest':{'Item':{'" + name + "':{'S':''}}}}]}}"))
          .isEqualTo(NAME_TOO_LONG);
      assertThat(
              Decoding.invalid(
                  Operation.UPDATE_ITEM,
                  "{'TableName':'abc','Key':{},'UpdateExpression':'SET #n = b',"
                      + "'ExpressionAttributeNames':{'#n':'"
                      + name
                      + "'}}"))
          .isEqualTo("1 validation error detected: " + NAME_TOO_LONG);
      for (String legacy : List.of("AttributeUpdates", "Expected")) {
        assertThat(
                Decoding.invalid(
                    Operation.UPDATE_ITEM,
                    "{'TableName':'abc','Key':{},'"
                        + legacy
                        + "':{'"
                        + name
                        + "':{'Value':{'S':'x'}}}}"))
            .isEqualTo("1 validation error detected: " + NAME_TOO_LONG);
      }
    }
  }

  @Test
  void placeholdersOf255BytesAreAccepted() {
    // Given
    String name = "#" + "n".repeat(254);
    String value = ":" + "v".repeat(254);

    // When
    UpdateItemRequest request =
        Decoding.decode(
            Operation.UPDATE_ITEM,
            "{'TableName':'abc','Key':{},'UpdateExpression':'SET "
                + name
                + " = "
                + value
                + "','ExpressionAttributeNames':{'"
                + name
                + "':'a'},'ExpressionAttributeValues':{'"
                + value
                + "':{'S':'x'}}}",
            UpdateItemRequest.class);

    // Then
    assertThat(request.update()).isNotNull();
  }

  @Test
  void longerPlaceholdersAreRefused() {
    // Given
    String tooLong = "x".repeat(255);

    // Then
    assertThat(
            Decoding.invalid(
                Operation.SCAN,
                "{'TableName':'abc','FilterExpression':'a = b','ExpressionAttributeNames':{'#"
                    + tooLong
                    + "':'a'}}"))
        .isEqualTo(
            "ExpressionAttributeNames contains invalid key: The expression attribute map contains a"
                + " key that is too long; size of key: 256");
    assertThat(
            Decoding.invalid(
                Operation.SCAN,
                "{'TableName':'abc','FilterExpression':'a = b','ExpressionAttributeValues':{':"
                    + tooLong
                    + "':{'S':'a'}}}"))
        .isEqualTo(
            "ExpressionAttributeValues contains invalid key: The expression attribute map contains"
                + " a key that is too long;");
  }

  @Test
  void anEmptyPlaceholderIsASyntaxErrorOfItsKey() {
    assertThat(
            Decoding.invalid(
                Operation.SCAN,
                "{'TableName':'abc','FilterExpression':'a = b','ExpressionAttributeValues':{'':{"
                    + "'S':'a'}}}"))
        .isEqualTo("ExpressionAttributeValues contains invalid key: Syntax error; key: \"\"");
  }

  @Test
  void namesAndValuesOfMoreThanTwoMegabytesTogetherAreRefused() {
    // Given
    String value = "v".repeat(400_000);
    var values = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      values.append(i == 0 ? "" : ",").append("':v" + i + "':{'S':'" + value + "'}");
    }

    // Then
    assertThat(Decoding.invalid(Operation.UPDATE_ITEM, update("'#n':'a'", values.toString())))
        .isEqualTo(
            "1 validation error detected: Size of ExpressionAttributeNames and"
                + " ExpressionAttributeValues has exceeded the maximum allowed size of 2 MB");
  }

  @Test
  void aValueThatIsNullCountsAsOneWithoutAType() {
    // Given
    String empty =
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";

    // Then
    assertThat(Decoding.invalid(Operation.PUT_ITEM, put("'a':null"))).isEqualTo(empty);
    assertThat(Decoding.invalid(Operation.PUT_ITEM, put("'a':{'M':{'b':null}}"))).isEqualTo(empty);
    assertThat(Decoding.invalid(Operation.PUT_ITEM, put("'a':{'L':[null]}"))).isEqualTo(empty);
    assertThat(Decoding.invalid(Operation.GET_ITEM, "{'TableName':'abc','Key':{'a':null}}"))
        .isEqualTo(empty);
    assertThat(Decoding.invalid(Operation.PUT_ITEM, put("'a':{'S':null}"))).isEqualTo(empty);
    assertThat(
            Decoding.decode(
                    Operation.BATCH_WRITE_ITEM,
                    "{'RequestItems':{'abc':[{'PutRequest':{'Item':{'a':{'S':'x','N':null}}}}]}}",
                    BatchWriteItemRequest.class)
                .requestItems())
        .containsKey("abc");
  }

  @Test
  void returnValuesThatPutItemDoesNotKnowComeBeforeFaultsOfTheCondition() {
    assertThat(
            Decoding.invalid(
                Operation.PUT_ITEM,
                "{'TableName':'abc','Item':{},'ReturnValues':'ALL_NEW','ConditionExpression':'a ="
                    + " :v'}"))
        .isEqualTo("1 validation error detected: ReturnValues can only be ALL_OLD or NONE");
  }
}
