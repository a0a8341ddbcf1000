package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.operation.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How operations word a fault in an attribute value, by where it is and what else is there. */
class ValueFaultsTest {
  private static final String ONE_ERROR = "1 validation error detected: ";
  private static final String NULL_FALSE =
      "One or more parameter values were invalid: Null attribute value types must have the value of"
          + " true";
  private static final String TOO_DEEP =
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
          + " beyond supported limit";

  private static String named(String message) {
    return "ExpressionAttributeValues contains invalid value: " + message + " for key :v";
  }

  private static String put(String value) {
    return Decoding.invalid(
        Operation.PUT_ITEM, "{'TableName':'abc','Item':{'k':{'S':'x'},'a':" + value + "}}");
  }

  private static String putIf(String value) {
    return Decoding.invalid(
        Operation.PUT_ITEM,
        "{'TableName':'abc','Item':{},'ConditionExpression':'a = :v',"
            + "'ExpressionAttributeValues':{':v':"
            + value
            + "}}");
  }

  private static String update(String value) {
    return Decoding.invalid(
        Operation.UPDATE_ITEM,
        "{'TableName':'abc','Key':{},'UpdateExpression':'SET a = :v',"
            + "'ExpressionAttributeValues':{':v':"
            + value
            + "}}");
  }

  private static String deleteIf(String value) {
    return Decoding.invalid(
        Operation.DELETE_ITEM,
        "{'TableName':'abc','Key':{},'ConditionExpression':'a = :v',"
            + "'ExpressionAttributeValues':{':v':"
            + value
            + "}}");
  }

  private static String query(String value) {
    return Decoding.invalid(
        Operation.QUERY,
        "{'TableName':'abc','KeyConditionExpression':'a = :v','ExpressionAttributeValues':{':v':"
            + value
            + "}}");
  }

  private static String scan(String value) {
    return Decoding.invalid(
        Operation.SCAN,
        "{'TableName':'abc','FilterExpression':'a = :v','ExpressionAttributeValues':{':v':"
            + value
            + "}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'N':'b','SS':[]} | One or more parameter values were invalid: An string set  may not be"
            + " empty",
        "{'SS':[],'N':'b'} | One or more parameter values were invalid: An string set  may not be"
            + " empty",
        "{'S':'a','N':'b'} | The parameter cannot be converted to a numeric value: b",
        "{'NULL':false,'N':'b'} | The parameter cannot be converted to a numeric value: b",
        "{'S':'a','NULL':false} | One or more parameter values were invalid: Null attribute value"
            + " types must have the value of true",
        "{'S':'a','M':{}} | Supplied AttributeValue has more than one datatypes set, must contain"
            + " exactly one of the supported datatypes",
        "{'M':{'n':{'S':'a','N':'b'}}} | The parameter cannot be converted to a numeric value: b",
      })
  void ofTheFaultsOfAValueOfSeveralTypesTheFirstInTheServicesOrderIsReportedBare(
      String value, String message) {
    assertThat(put(value)).isEqualTo(message);
  }

  @Test
  void aValueOfSeveralTypesLeavesEveryFaultOfAWriteBare() {
    assertThat(put("{'N':'b'},'c':{'S':'a','N':'1'}"))
        .isEqualTo("The parameter cannot be converted to a numeric value: b");
    assertThat(put("{'N':'b'}"))
        .isEqualTo(ONE_ERROR + "The parameter cannot be converted to a numeric value: b");
  }

  @Test
  void updatesAndDeletesNameThePlaceholderOfWhatTheOlderLayerRefuses() {
    // Given
    String several = "{'S':'a','N':'b'}";
    String message = "The parameter cannot be converted to a numeric value: b";

    // Then
    assertThat(update(several)).isEqualTo(named(message));
    assertThat(deleteIf(several)).isEqualTo(named(message));
    assertThat(putIf(several)).isEqualTo(message);
    assertThat(query(several)).isEqualTo(message);
    assertThat(scan(several)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'SS':[]} | One or more parameter values were invalid: An string set  may not be empty",
        "{'NS':[]} | One or more parameter values were invalid: An number set  may not be empty",
        "{'BS':[]} | One or more parameter values were invalid: Binary sets should not be empty",
        "{'L':[{'S':'x'},{'M':{'n':{'SS':[]}}}]} | One or more parameter values were invalid: An"
            + " string set  may not be empty",
      })
  void onlyUpdatesTellOfAnEmptySetAsOfOneInAnItem(String value, String message) {
    assertThat(put(value)).isEqualTo(ONE_ERROR + message);
    assertThat(update(value)).isEqualTo(ONE_ERROR + message);
    assertThat(update(value + ",':w':{'S':'a','N':'1'}")).isEqualTo(named(message));
    assertThat(putIf(value)).isEqualTo(ONE_ERROR + named(message));
    assertThat(deleteIf(value)).isEqualTo(ONE_ERROR + named(message));
  }

  @Test
  void batchesAndTransactionsReadNumbersAsDecimals() {
    String item = "'Item':{'pk':{'S':'a'},'n':{'N':'1e99999999999'}}}}]}";
    String message = "The parameter cannot be converted to a numeric value: 1e99999999999";

    assertThat(
            Decoding.invalid(
                Operation.BATCH_WRITE_ITEM, "{'RequestItems':{'abc':[{'PutRequest':{" + item + "}"))
        .isEqualTo(message);
    assertThat(
            Decoding.invalid(
                Operation.TRANSACT_WRITE_ITEMS,
                "{'TransactItems':[{'Put':{'TableName':'abc'," + item))
        .isEqualTo(message);
    assertThat(put("{'N':'1e99999999999'}"))
        .isEqualTo(
            ONE_ERROR
                + "Number overflow. Attempting to store a number with magnitude larger than"
                + " supported range");
  }

  @Test
  void aNullThatIsFalseAsTextIsNamedByUpdatesDeletesAndQueries() {
    for (String value : new String[] {"{'NULL':'no'}", "{'NULL':false,'S':'a'}"}) {
      assertThat(update(value)).isEqualTo(named(NULL_FALSE));
      assertThat(deleteIf(value)).isEqualTo(named(NULL_FALSE));
      assertThat(query(value)).isEqualTo(named(NULL_FALSE));
      assertThat(putIf(value)).isEqualTo(NULL_FALSE);
      assertThat(scan(value)).isEqualTo(NULL_FALSE);
    }
    assertThat(update("{'NULL':false}")).isEqualTo(ONE_ERROR + NULL_FALSE);
    assertThat(query("{'NULL':false}")).isEqualTo(NULL_FALSE);
    assertThat(query("{'NULL':false}},'ScanIndexForward':'no','x':{'y':{}")).isEqualTo(NULL_FALSE);
  }

  @Test
  void from63LevelsNestingIsReportedBareAndByThePlaceholder() {
    // Given
    String at62 = nested(62);
    String at63 = nested(63);

    // Then
    assertThat(put(at62)).isEqualTo(ONE_ERROR + TOO_DEEP);
    assertThat(put(at63)).isEqualTo(TOO_DEEP);
    assertThat(update(at62)).isEqualTo(ONE_ERROR + TOO_DEEP);
    assertThat(update(at63)).isEqualTo(named(TOO_DEEP));
    assertThat(deleteIf(at63)).isEqualTo(named(TOO_DEEP));
    assertThat(putIf(at63)).isEqualTo(named(TOO_DEEP));
    assertThat(query(at62)).isEqualTo(TOO_DEEP);
    assertThat(query(at63)).isEqualTo(named(TOO_DEEP));
    assertThat(scan(at63)).isEqualTo(named(TOO_DEEP));
    assertThat(put("{'L':[" + nested(61) + "]}")).isEqualTo(ONE_ERROR + TOO_DEEP);
    assertThat(put("{'L':[" + nested(62) + "]}")).isEqualTo(TOO_DEEP);
  }

  @Test
  void aStartingKeyNestedThatDeepIsIntroduced() {
    assertThat(
            Decoding.invalid(
                Operation.QUERY,
                "{'TableName':'abc','KeyConditionExpression':'a = :v',"
                    + "'ExpressionAttributeValues':{':v':{'S':'x'}},'ExclusiveStartKey':{'a':"
                    + nested(63)
                    + "}}"))
        .isEqualTo("The provided starting key is invalid: " + TOO_DEEP);
  }

  @Test
  void aNullInAListOfComparisonValuesIsAValueWithoutAType() {
    assertThat(
            Decoding.invalid(
                Operation.SCAN,
                "{'TableName':'abc','ScanFilter':{'a':{'ComparisonOperator':'EQ',"
                    + "'AttributeValueList':[null]}}}"))
        .isEqualTo(
            "Supplied AttributeValue is empty, must contain exactly one of the supported"
                + " datatypes");
  }

  private static String nested(int levels) {
    return "{'M':{'n':".repeat(levels) + "{'S':'x'}" + "}}".repeat(levels);
  }
}
