package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValueJson;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attribute values of requests, as GetItem (newer wording) and transactions (older) read them. */
class AttributeReaderTest {

  private static Map<String, AttributeValue> read(String value) {
    return Decoding.decode(
            Operation.GET_ITEM,
            "{'TableName':'Table','Key':{'a':" + value + "}}",
            GetItemRequest.class)
        .key();
  }

  private static String refused(String value) {
    return Decoding.invalid(Operation.GET_ITEM, "{'TableName':'Table','Key':{'a':" + value + "}}");
  }

  private static String refusedByOlderLayer(String value) {
    return Decoding.invalid(
        Operation.TRANSACT_GET_ITEMS,
        "{'TransactItems':[{'Get':{'TableName':'Table','Key':{'a':" + value + "}}}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'S':'é€😀\\u0041'} | {'S':'é€😀A'}",
        "{'N':'+5'} | {'N':'5'}",
        "{'N':'1.50'} | {'N':'1.5'}",
        "{'N':'1e3'} | {'N':'1000'}",
        "{'B':'AAE='} | {'B':'AAE='}",
        "{'BOOL':true} | {'BOOL':true}",
        "{'BOOL':'YES'} | {'BOOL':true}",
        "{'BOOL':'f'} | {'BOOL':false}",
        "{'NULL':true} | {'NULL':true}",
        "{'SS':['b','a','B','é']} | {'SS':['B','a','b','é']}",
        "{'SS':['\uFFFF','😀']} | {'SS':['\uFFFF','😀']}",
        "{'SS':['a','']} | {'SS':['','a']}",
        "{'BS':['AA==','']} | {'BS':['','AA==']}",
        "{'S':''} | {'S':''}",
        "{'B':''} | {'B':''}",
        "{'NS':['10','9','-1']} | {'NS':['-1','9','10']}",
        "{'BS':['/w==','AA==']} | {'BS':['AA==','/w==']}",
        "{'L':[{'S':'x'},{'L':[]},{'M':{}}]} | {'L':[{'S':'x'},{'L':[]},{'M':{}}]}",
        "{'M':{'k':{'M':{'n':{'N':'0'}}}}} | {'M':{'k':{'M':{'n':{'N':'0'}}}}}",
      })
  void valuesAreNormalised(String given, String canonical) {
    // When
    Map<String, AttributeValue> key = read(given);

    // Then
    var out = new JsonWriter();
    AttributeValueJson.write(key, out);
    assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8).replace('"', '\''))
        .isEqualTo("{'a':" + canonical + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{}|Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
        "{'S':null}|Supplied AttributeValue is empty, must contain exactly one of the supported"
            + " datatypes",
        "{'S':'a','N':'1'}|Supplied AttributeValue has more than one datatypes set, must contain"
            + " exactly one of the supported datatypes",
        "{'N':''}|The parameter cannot be converted to a numeric value: ",
        "{'N':'b'}|The parameter cannot be converted to a numeric value: b",
        "{'N':'1e126'}|Number overflow. Attempting to store a number with magnitude larger than"
            + " supported range",
        "{'N':'1e-131'}|Number underflow. Attempting to store a number with magnitude smaller than"
            + " supported range",
        "{'N':'123456789012345678901234567890123456789'}|Attempting to store more than 38"
            + " significant digits in a Number",
        "{'NULL':false}|One or more parameter values were invalid: Null attribute value types must"
            + " have the value of true",
        "{'SS':[]}|One or more parameter values were invalid: An string set  may not be empty",
        "{'NS':[]}|One or more parameter values were invalid: An number set  may not be empty",
        "{'BS':[]}|One or more parameter values were invalid: Binary sets should not be empty",
        "{'SS':['b','a','b','C']}|One or more parameter values were invalid: Input collection"
            + " [\"a\", \"b\", \"b\", \"C\"] contains duplicates.",
        "{'NS':['1','1.0']}|One or more parameter values were invalid: Input collection contains"
            + " duplicates.",
        "{'BS':['AQ==','AQ==']}|One or more parameter values were invalid: Input collection"
            + " [\"AQ==\",\"AQ==\"]of type BS contains duplicates.",
        "{'M':{'':{'S':'x'}}}|Empty attribute name",
      })
  void faultsAreReportedInTheNewerWords(String value, String message) {
    assertThat(refused(value)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'N':''} | The parameter cannot be converted to a numeric value",
        "{'SS':['b','a','b']} | One or more parameter values were invalid: Input collection"
            + " [b, a, b] contains duplicates.",
        "{'NS':['1','1.0']} | Input collection contains duplicates",
        "{'BS':['AQ==','AQ==']} | One or more parameter values were invalid: Input collection"
            + " [AQ==, AQ==]of type BS contains duplicates.",
      })
  void faultsAreReportedInTheOlderWordsInTransactions(String value, String message) {
    assertThat(refusedByOlderLayer(value)).isEqualTo(message);
  }

  @Test
  void aLeafMayBeWrappedInThirtyOneMapsAndNoMore() {
    assertThat(read(nested(31))).hasSize(1);
    assertThat(refused(nested(32)))
        .isEqualTo(
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested"
                + " levels beyond supported limit");
    assertThat(refused(nested(1900))).startsWith("Nesting Levels have exceeded");
  }

  private static String nested(int levels) {
    return "{'M':{'n':".repeat(levels) + "{'S':'x'}" + "}}".repeat(levels);
  }
}
