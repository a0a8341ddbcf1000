package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a client sends, it is answered with a service error or understood. */
class HostileBodiesTest {
  private static final Map<Operation, String> BODIES =
      Map.of(
          Operation.PUT_ITEM,
          "{'TableName':'abc','Item':{'a':{'S':'é\\n'},'b':{'N':'-1.5e3'},'c':{'L':[{'NULL':true},"
              + "{'BOOL':false}]},'d':{'M':{'e':{'B':'AQ=='}}},'f':{'SS':['x','y']}},"
              + "'Expected':{'a':{'ComparisonOperator':'IN','AttributeValueList':[{'S':'x'}]}}}",
          Operation.UPDATE_ITEM,
          "{'TableName':'abc','Key':{'a':{'S':'x'}},'UpdateExpression':'SET #a[1].b = :v + :w',"
              + "'ConditionExpression':'size(#a) > :w','ExpressionAttributeNames':{'#a':'b'},"
              + "'ExpressionAttributeValues':{':v':{'N':'1'},':w':{'N':'2'}}}",
          Operation.QUERY,
          "{'TableName':'abc','IndexName':'idx','KeyConditionExpression':'a = :v AND b > :w',"
              + "'ExpressionAttributeValues':{':v':{'S':'1'},':w':{'N':'2'}},'Limit':5,"
              + "'ExclusiveStartKey':{'a':{'S':'x'}},'Select':'COUNT'}",
          Operation.CREATE_TABLE,
          "{'TableName':'abc','KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
              + "'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],"
              + "'BillingMode':'PAY_PER_REQUEST','GlobalSecondaryIndexes':[{'IndexName':'idx',"
              + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'Projection':{"
              + "'ProjectionType':'INCLUDE','NonKeyAttributes':['x']}}],'Tags':[{'Key':'a','Value':"
              + "'b'}],'StreamSpecification':{'StreamEnabled':true,'StreamViewType':'KEYS_ONLY'}}",
          Operation.TRANSACT_WRITE_ITEMS,
          "{'TransactItems':[{'Put':{'TableName':'abc','Item':{'a':{'S':'x'}}}},{'ConditionCheck':{"
              + "'TableName':'abc','Key':{'a':{'S':'x'}},'ConditionExpression':'a = :v',"
              + "'ExpressionAttributeValues':{':v':{'S':'1'}}}}],'ClientRequestToken':'t'}",
          Operation.BATCH_GET_ITEM,
          "{'RequestItems':{'abc':{'Keys':[{'a':{'S':'x'}}],'ProjectionExpression':'a.b[0], #c',"
              + "'ExpressionAttributeNames':{'#c':'d'},'ConsistentRead':true}}}");

  /** Halves of surrogate pairs, escaped and in bytes, and what is longer or more than UTF-8. */
  private static final List<byte[]> BROKEN_TEXTS =
      Stream.of("\\ud800", "\\udfff", "\\ude00\\ud83d", "\u00ed\u00a0\u0080", "\u00c1\u0081")
          .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
          .toList();

  private static byte[] body(Operation operation) {
    return BODIES.get(operation).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PUT_ITEM",
        "UPDATE_ITEM",
        "QUERY",
        "CREATE_TABLE",
        "TRANSACT_WRITE_ITEMS",
        "BATCH_GET_ITEM"
      })
  void aBodyCutOffAnywhereIsRefusedWithoutDetail(Operation operation) {
    byte[] body = body(operation);
    assertThat(RequestDecoder.decode(operation, body, 0, body.length, ValidationReport.ALL))
        .isNotNull();
    for (int length = 0; length < body.length; length++) {
      assertThat(error(operation, body, length)).isEqualTo(new ServiceError.Serialization(null));
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PUT_ITEM",
        "UPDATE_ITEM",
        "QUERY",
        "CREATE_TABLE",
        "TRANSACT_WRITE_ITEMS",
        "BATCH_GET_ITEM"
      })
  void changedBytesNeverCauseAnythingButServiceErrors(Operation operation) {
    for (long seed = 0; seed < 1_000; seed++) {
      replay(operation, seed);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PUT_ITEM",
        "UPDATE_ITEM",
        "QUERY",
        "CREATE_TABLE",
        "TRANSACT_WRITE_ITEMS",
        "BATCH_GET_ITEM"
      })
  void noStringMayHoldWhatCannotBeWrittenAgain(Operation operation) {
    byte[] body = body(operation);
    boolean isInside = false;
    for (int at = 0; at < body.length; at++) {
      if (body[at] != '"') {
        continue;
      }
      isInside = !isInside;
      // A string begins or ends here, so its text does behind or before the quote.
      int place = isInside ? at + 1 : at;
      for (byte[] text : BROKEN_TEXTS) {
        byte[] broken = inserted(body, place, text);
        assertThat(error(operation, broken, broken.length))
            .as(new String(broken, StandardCharsets.ISO_8859_1))
            .isEqualTo(new ServiceError.Serialization(null));
      }
    }
  }

  private static byte[] inserted(byte[] body, int at, byte[] text) {
    byte[] longer = new byte[body.length + text.length];
    System.arraycopy(body, 0, longer, 0, at);
    System.arraycopy(text, 0, longer, at, text.length);
    System.arraycopy(body, at, longer, at + text.length, body.length - at);
    return longer;
  }

  /** Decodes the body with a few bytes changed, as the seed says. */
  private static void replay(Operation operation, long seed) {
    var random = new Random(seed);
    byte[] body = body(operation);
    byte[] alphabet = "{}[]\",:'0129.eE-+ntfSNBMLabc#\\ é\u0000".getBytes(StandardCharsets.UTF_8);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      body[random.nextInt(body.length)] = alphabet[random.nextInt(alphabet.length)];
    }
    try {
      RequestDecoder.decode(operation, body, 0, body.length, ValidationReport.ALL);
    } catch (ServiceException e) {
      assertThat(e.error())
          .isInstanceOfAny(
              ServiceError.Validation.class,
              ServiceError.ValidationErrors.class,
              ServiceError.Serialization.class);
    } catch (RuntimeException | StackOverflowError e) {
      fail("seed " + seed + ": " + new String(body, StandardCharsets.UTF_8), e);
    }
  }

  private static ServiceError error(Operation operation, byte[] body, int length) {
    try {
      RequestDecoder.decode(operation, body, 0, length, ValidationReport.ALL);
      return fail("decoded the first " + length + " bytes");
    } catch (ServiceException e) {
      return e.error();
    }
  }

  @Test
  void onlyTheGivenPartOfTheArrayIsRead() {
    // Given
    byte[] body = "xx{\"TableName\":\"abc\"}yy".getBytes(StandardCharsets.UTF_8);

    // Then
    assertThat(
            RequestDecoder.decode(
                Operation.DESCRIBE_TABLE, body, 2, body.length - 4, ValidationReport.ALL))
        .isNotNull();
  }

  @Test
  void numbersOfAnyLengthAreReadWithoutBeingComputed() {
    String digits = "9".repeat(1_000_000);
    assertThat(Decoding.decode(Operation.LIST_TABLES, "{'Other':" + digits + "}")).isNotNull();
    assertThat(Decoding.invalid(Operation.LIST_TABLES, "{'Limit':" + digits + "}"))
        .startsWith("1 validation error detected: Value '2147483647' at 'limit'");
    assertThat(Decoding.invalid(Operation.LIST_TABLES, "{'Limit':1e999999999999}"))
        .startsWith("1 validation error detected: Value '2147483647' at 'limit'");
  }
}
