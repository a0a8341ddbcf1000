package io.larder.security.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.security.audit.Selection.DataEvents;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SelectionTest {
  private static final Request<?> GET =
      Events.request(
          Operation.GET_ITEM,
          "{\"TableName\":\"Orders\",\"Key\":{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"}}}");

  private static boolean takes(Selection selection, String operation) {
    return selection.takes(operation, Events.USER, null, Events.SITE);
  }

  @Test
  void callsOnTablesAreAlwaysTaken() {
    var none = new Selection(DataEvents.NONE, List.of());

    assertThat(takes(none, "CreateTable")).isTrue();
    assertThat(takes(none, "ListTables")).isTrue();
    assertThat(takes(none, "SomethingNew")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, PutItem, false",
    "NONE, GetItem, false",
    "WRITES, PutItem, true",
    "WRITES, ExecuteStatement, true",
    "WRITES, GetItem, false",
    "WRITES, GetRecords, false",
    "ALL, GetItem, true",
    "ALL, Scan, true"
  })
  void callsOnItemsAreTakenAsTheConfigurationSays(
      DataEvents events, String operation, boolean isTaken) {
    assertThat(takes(new Selection(events, List.of()), operation)).isEqualTo(isTaken);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eventName | Equals | GetItem | true",
        "eventName | Equals | Query | false",
        "eventName | NotEquals | Query | true",
        "eventName | NotEquals | GetItem | false",
        "eventName | StartsWith | Get | true",
        "readOnly | Equals | true | true",
        "readOnly | Equals | false | false",
        "resources.type | Equals | AWS::DynamoDB::Table | true",
        "resources.type | Equals | AWS::DynamoDB::Stream | false",
        "resources.ARN | EndsWith | :table/Orders | true",
        "resources.ARN | NotStartsWith | arn:aws:dynamodb:eu-west-1 | false",
        "resources.ARN | Equals | arn:aws:dynamodb:eu-west-1:000000000000:table/Orders | true",
        "userIdentity.arn | Equals | arn:aws:iam::000000000000:user/ann | true",
        "userIdentity.arn | NotEndsWith | /ann | false",
        "eventCategory | Equals | Data | true"
      })
  void aSelectorTakesWhatItsFieldsSay(
      String field, String operator, String value, boolean isTaken) {
    List<EventSelector> selectors =
        EventSelectors.parse(
            "[{\"Name\":\"n\",\"FieldSelectors\":[{\"Field\":\"%s\",\"%s\":[\"-\",\"%s\"]}]}]"
                .formatted(field, operator, value)
                .replace(field.equals("eventCategory") ? "\"-\"," : "nothing", "")
                .getBytes(UTF_8));

    var selection = new Selection(DataEvents.NONE, selectors);

    assertThat(selection.takes("GetItem", Events.USER, GET, Events.SITE)).isEqualTo(isTaken);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resources.type | AWS::DynamoDB::Stream | true",
        "resources.type | AWS::DynamoDB::Table | false",
        "resources.ARN | arn:aws:dynamodb:eu-west-1:000000000000:table/Orders/stream/1 | true",
        "resources.ARN | arn:aws:dynamodb:eu-west-1:000000000000:table/Orders/stream/2 | false"
      })
  void aSelectorKnowsStreamsFromTables(String field, String value, boolean isTaken) {
    String selector =
        "[{\"Name\":\"n\",\"FieldSelectors\":[{\"Field\":\"%s\",\"Equals\":[\"%s\"]}]}]"
            .formatted(field, value);
    var selection = new Selection(DataEvents.NONE, EventSelectors.parse(selector.getBytes(UTF_8)));
    var request =
        Events.request(
            Operation.GET_RECORDS,
            "{\"ShardIterator\":"
                + "\"arn:aws:dynamodb:eu-west-1:000000000000:table/Orders/stream/1|1|AAAA\"}");

    assertThat(selection.takes("GetRecords", Events.USER, request, Events.SITE)).isEqualTo(isTaken);
  }

  @Test
  void allFieldsOfASelectorMustBeAsItSays() {
    var selection =
        new Selection(
            DataEvents.NONE,
            EventSelectors.parse(
                """
                [{"FieldSelectors":[
                  {"Field":"eventCategory","Equals":["Data"]},
                  {"Field":"eventName","StartsWith":["Get"],"NotEquals":["GetRecords"]},
                  {"Field":"resources.ARN","EndsWith":["table/Other"]}]}]
                """
                    .getBytes(UTF_8)));

    assertThat(selection.takes("GetItem", Events.USER, GET, Events.SITE)).isFalse();
    assertThat(takes(selection, "GetItem")).isTrue();
    assertThat(takes(selection, "GetRecords")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "no JSON",
        "[1]",
        "[{\"FieldSelectors\":[]}]",
        "[{\"Other\":1}]",
        "[{\"FieldSelectors\":[{\"Field\":\"eventName\"}]}]",
        "[{\"FieldSelectors\":[{\"Equals\":[\"a\"]}]}]",
        "[{\"FieldSelectors\":[{\"Field\":\"color\",\"Equals\":[\"a\"]}]}]",
        "[{\"FieldSelectors\":[{\"Field\":\"eventName\",\"Like\":[\"a\"]}]}]",
        "[{\"FieldSelectors\":[{\"Field\":\"eventName\",\"Equals\":[]}]}]",
        "[{\"FieldSelectors\":[{\"Field\":\"eventName\",\"Equals\":\"a\"}]}]",
        "[{\"FieldSelectors\":[{\"Field\":\"eventCategory\",\"Equals\":[\"Management\"]}]}]",
        "[{\"FieldSelectors\":[{\"Field\":\"eventName\",\"Equals\":[\"a\"]}]}"
      })
  void whatIsNoSelectorIsRefused(String json) {
    assertThatThrownBy(() -> EventSelectors.parse(json.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
