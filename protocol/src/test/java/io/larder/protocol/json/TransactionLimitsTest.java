package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What transactions allow and judge otherwise than single requests: sizes, nesting, names. */
class TransactionLimitsTest {
  private static final String TOO_DEEP =
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
          + " beyond supported limit";
  private static final String TOO_LARGE =
      "Transaction payload size cannot exceed 4MB. Payload Size: ";

  private static String body(String action) {
    return "{'TransactItems':[" + action + "]}";
  }

  private static TransactWriteItem only(String action) {
    return Decoding.decode(
            Operation.TRANSACT_WRITE_ITEMS, body(action), TransactWriteItemsRequest.class)
        .items()
        .getFirst();
  }

  private static String refusal(String action) {
    return Decoding.invalid(Operation.TRANSACT_WRITE_ITEMS, body(action));
  }

  private static String nested(int levels) {
    return "{'M':{'n':".repeat(levels) + "{'S':'x'}" + "}}".repeat(levels);
  }

  private static String values(int levels) {
    return "'ExpressionAttributeValues':{':v':" + nested(levels) + "}}}";
  }

  @Test
  void anUpdateCarriesAValueThatIsTooDeepToItsTurn() {
    String update = "{'Update':{'TableName':'abc','Key':{},'UpdateExpression':'SET a = :v',";

    assertThat(((TransactWriteItem.Update) only(update + values(31))).hasTooDeepValue()).isFalse();
    assertThat(((TransactWriteItem.Update) only(update + values(32))).hasTooDeepValue()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'ConditionCheck':{'TableName':'abc','Key':{},'ConditionExpression':'a %s :v',",
        "{'Delete':{'TableName':'abc','Key':{},'ConditionExpression':'a %s :v',",
        "{'Put':{'TableName':'abc','Item':{},'ConditionExpression':'a %s :v',",
      })
  void aConditionComparesWithAValueThatIsTooDeepToBeStored(String action) {
    // Given
    Map<String, AttributeValue> stored = Map.of("a", new AttributeValue.Null());

    // When
    var equal = only(action.formatted("=") + values(32)).condition();
    var unequal = only(action.formatted("<>") + values(32)).condition();

    // Then
    assertThat(equal.matches(stored)).isFalse();
    assertThat(unequal.matches(stored)).isTrue();
  }

  @Test
  void aValueThatIsTooDeepHidesNoOtherFault() {
    assertThat(
            refusal(
                "{'ConditionCheck':{'TableName':'abc','Key':{},'ConditionExpression':'a = :v',"
                    + "'ExpressionAttributeValues':{':v':"
                    + nested(32)
                    + ",':w':{'N':'x'}}}}"))
        .isEqualTo(
            "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to"
                + " a numeric value: x for key :w");
  }

  @Test
  void whatIsPutAndWhatIsNestedFarTooDeepIsRefusedAtOnce() {
    assertThat(refusal("{'Put':{'TableName':'abc','Item':{'a':" + nested(32) + "}}}"))
        .isEqualTo(TOO_DEEP);
    assertThat(
            refusal(
                "{'ConditionCheck':{'TableName':'abc','Key':{},'ConditionExpression':'a = :v',"
                    + values(63)))
        .isEqualTo("ExpressionAttributeValues contains invalid value: " + TOO_DEEP + " for key :v");
  }

  private static String many(int count, String action, int length) {
    return IntStream.range(0, count)
        .mapToObj(i -> action.formatted(i, "x".repeat(length)))
        .collect(Collectors.joining(","));
  }

  @Test
  void itemsOfMoreThanFourMegabytesAreRefused() {
    String put = "{'Put':{'TableName':'abc','Item':{'a':{'S':'%02d%s'}}}}";

    assertThat(refusal(many(11, put, 400_000)))
        .isEqualTo(TOO_LARGE + ": " + TOO_LARGE + 11 * 400_003);
  }

  @Test
  void whatExpressionsBringCountsForTheFourMegabytes() {
    String update =
        "{'Update':{'TableName':'abc','Key':{'a':{'N':'%d'}},'UpdateExpression':'SET b = :v',"
            + "'ExpressionAttributeValues':{':v':{'S':'%s'}}}}";

    assertThat(refusal(many(11, update, 390_000))).startsWith(TOO_LARGE);
    assertThat(
            Decoding.decode(
                    Operation.TRANSACT_WRITE_ITEMS,
                    body(many(10, update, 390_000)),
                    TransactWriteItemsRequest.class)
                .items())
        .hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Put':{'TableName':'abc','Item':{},'ExpressionAttributeNames':{'#a':'x'}}}",
        "{'Delete':{'TableName':'abc','Key':{},'ExpressionAttributeNames':{'#a':'x'}}}",
        "{'Put':{'TableName':'abc','Item':{},'ExpressionAttributeValues':{':a':{'S':'x'}}}}",
        "{'Delete':{'TableName':'abc','Key':{},'ExpressionAttributeValues':{':a':{'S':'x'}}}}",
      })
  void aWriteWithoutExpressionMayCarryPlaceholders(String action) {
    assertThat(only(action).condition()).isNull();
  }

  @Test
  void aReadWithoutProjectionMayCarryNames() {
    String get = "{'Get':{'TableName':'abc','Key':{},%s'ExpressionAttributeNames':{'#a':'x'}}}";

    assertThat(
            Decoding.decode(
                    Operation.TRANSACT_GET_ITEMS,
                    body(get.formatted("")),
                    TransactGetItemsRequest.class)
                .items()
                .getFirst()
                .projection())
        .isNull();
    assertThat(
            Decoding.invalid(
                Operation.TRANSACT_GET_ITEMS, body(get.formatted("'ProjectionExpression':'b',"))))
        .isEqualTo("Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}");
  }
}
