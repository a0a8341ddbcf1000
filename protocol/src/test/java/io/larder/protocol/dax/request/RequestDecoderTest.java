package io.larder.protocol.dax.request;

import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.Select;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.quota.ServiceQuotas;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests part by part; {@link SameRequestTest} has them whole. */
class RequestDecoderTest {
  private final Tables tables = new Tables();

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A request whose arguments are to follow. */
  private static CborWriter request(DaxMethod method) {
    return new CborWriter().writeInt(1).writeInt(method.id());
  }

  /** A request of a table whose arguments are to follow. */
  private static CborWriter request(DaxMethod method, String table) {
    return request(method).writeBytes(ascii(table));
  }

  private static byte[] scan(String parameters) {
    byte[] bytes = hex(parameters);
    return request(DaxMethod.SCAN, "Music").writeRaw(bytes, 0, bytes.length).toByteArray();
  }

  private static byte[] scanBy(byte[] filter) {
    return request(DaxMethod.SCAN, "Music")
        .beginMap(1)
        .writeInt(10)
        .writeBytes(filter)
        .toByteArray();
  }

  private static byte[] updateBy(byte[] update) {
    return request(DaxMethod.UPDATE_ITEM, "Hash")
        .writeBytes(ascii("a"))
        .beginMap(1)
        .writeInt(8)
        .writeBytes(update)
        .toByteArray();
  }

  private ScanRequest scanned(byte[] request) {
    return (ScanRequest) tables.decode(request).request();
  }

  /** {@code NOT NOT … attribute_exists(a)}. */
  private static byte[] nots(int count) {
    return hex("8301" + "8208".repeat(count) + "820b82126161" + "80");
  }

  @Nested
  class OfParameters {
    @Test
    void theLastOfTheSameCounts() {
      assertThat(scanned(scan("bf 0d01 0d4161 0d02 ff")).page().limit()).isEqualTo(2);
    }

    @Test
    void whatIsNotKnownIsPassedOver() {
      assertThat(scanned(scan("a3 1863a10102 20f4 0d03")).page().limit()).isEqualTo(3);
    }

    @Test
    void nullIsNone() {
      assertThat(scanned(scan("a3 0df6 0bf6 0af6")))
          .isEqualTo(JsonRequests.quoted(Operation.SCAN, "{'TableName':'Music'}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bf02f5ff", "bf0201ff", "a102f5", "a10201"})
    void truthMayBeANumber(String parameters) {
      assertThat(scanned(scan(parameters)).page().consistentRead()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"a10d4101", "a1021a", "bf0d01", "80", "a10a01", "a10d1b7fffffffffffffff"})
    void whatIsSomethingElseIsRefused(String parameters) {
      assertThat(tables.refusal(scan(parameters))).startsWith("The request is malformed: ");
    }

    @Test
    void anElementThatThereIsNotIsRefusedAsInJson() {
      assertThat(tables.refusal(scan("a10309")))
          .contains("Value '9' at 'returnConsumedCapacity' failed to satisfy constraint");
    }

    @Test
    void nothingIsNoStartKey() {
      assertThat(scanned(scan("a10940")).page().exclusiveStartKey()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a2626964617862756901", "bf626964617862756901ff"})
    void anIndexHasAStartKeyByName(String key) {
      byte[] content = hex(key);
      byte[] request =
          request(DaxMethod.SCAN, "Hash")
              .beginMap(2)
              .writeInt(9)
              .writeBytes(content)
              .writeInt(11)
              .writeBytes(ascii("idx"))
              .toByteArray();

      assertThat(scanned(request).page().exclusiveStartKey())
          .isEqualTo(Map.of("id", s("x"), "ui", n("1")));
    }
  }

  @Nested
  class OfOneClient {
    /** Query pk = "a" as the newer Go client sends it. */
    private static final byte[] QUERY =
        hex(
            "013a3781c2ae4e64783232366332306536322d534e4f83018300821262706b821100816172"
                + "bf0f010300ff");

    @Test
    void selectOfAllAttributesCountsAsAbsent() {
      var selected = (QueryRequest) tables.decode(QUERY).request();
      var unasked = (QueryRequest) Tables.decode(QUERY, tables.context(true)).request();

      assertThat(selected.page().select()).isEqualTo(Select.ALL_ATTRIBUTES);
      assertThat(unasked.page().select()).isNull();
    }

    @Test
    void selectOfAllAttributesDoesNotContradictAProjection() {
      byte[] request = scan("a2 0f01 0047 82018182126161");

      assertThat(Tables.decode(request, tables.context(true)).projections().getFirst())
          .hasToString("[[a]]");
      assertThat(tables.refusal(request))
          .isEqualTo("Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES");
    }

    @Test
    void anotherSelectIsHonoured() {
      var request = (ScanRequest) Tables.decode(scan("a10f03"), tables.context(true)).request();

      assertThat(request.page().select()).isEqualTo(Select.COUNT);
    }
  }

  @Nested
  class OfExpressions {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "8301830182126261318211008105 | 'a1 <> :v' |"
              + " ,'ExpressionAttributeValues':{':v':{'N':'5'}}",
          "8301830a821261618382126162821261638212616480 | 'a IN (b, c, d)' | ``",
        })
    void aFilterIsThatOfItsText(String tree, String text, String values) {
      assertThat(scanned(scanBy(hex(tree))))
          .isEqualTo(
              JsonRequests.quoted(
                  Operation.SCAN,
                  "{'TableName':'Music','FilterExpression':" + text + values + "}"));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "8301818313821265507269636583181a82126550726963658211008105 | SET Price = Price - :v",
          "830181831482126e5175616e746974794f6e48616e648211008105 | ADD QuantityOnHand :v",
        })
    void anUpdateIsThatOfItsText(String tree, String text) {
      var update = (UpdateItemRequest) tables.decode(updateBy(hex(tree))).request();

      assertThat(update)
          .isEqualTo(
              JsonRequests.quoted(
                  Operation.UPDATE_ITEM,
                  "{'TableName':'Hash','Key':{'id':{'S':'a'}},'UpdateExpression':'"
                      + text
                      + "','ExpressionAttributeValues':{':v':{'N':'5'}}}"));
    }

    @Test
    void aProjectionAsksForWholeAttributesAndKeepsItsPaths() {
      byte[] request =
          request(DaxMethod.GET_ITEM, "Hash")
              .writeBytes(ascii("a"))
              .beginMap(1)
              .writeInt(0)
              // a4[0], a1, a4[1].b
              .writeBytes(hex("820183 8312626134d90cfc00 8212626131 8412626134d90cfc016162"))
              .toByteArray();

      var decoded = tables.decode(request);

      assertThat(((GetItemRequest) decoded.request()).projection()).hasToString("[[a4], [a1]]");
      assertThat(decoded.projections().getFirst()).hasToString("[[a4, [0]], [a1], [a4, [1], b]]");
    }

    @ParameterizedTest
    @CsvSource({
      // What is sent for an incomplete text.
      "8301 8200 8212616e 80, wrong number of operands of EQUAL",
      "8301 840b 82126161 82126161 82126161 80, wrong number of operands of ATTRIBUTE_EXISTS",
      "8301 9f0b 82126161 82126161ff 80, array of too many elements",
      "8301 9f00 82126161 ff 80, expected ARRAY",
      "8301 810b 80, wrong number of operands of ATTRIBUTE_EXISTS",
      "8301 80 80, expected INTEGER",
      "8301 820b 8112 80, wrong number of operands of PATH",
      "8301 820b 821201 80, expected TEXT",
      "8301 820b 82126161 8101 80, more than expected",
      "8301 830082126161821105 8101, no value 5",
      "8301 830082126161821120 8101, no value -1",
      "8301 82126161 80, misplaced PATH",
      "8301 821100 8101, misplaced VALUE",
      "8301 820b 8212, longer than what holds it",
      "8301 8300820b82126161821100 81f5, misplaced ATTRIBUTE_EXISTS",
      "8301 821862820b82126161 80, unknown operator 98",
      "8301 8220820b82126161 80, unknown operator -1",
      "8301 830a8212616180 80, IN of nothing",
      "8301 820b831261 61d90cf900 80, unknown step of a path",
      "8302 820b82126161 80, unknown version of the form of expressions",
      "8201 820b82126161, array of other than 3 elements",
      "8301 820b82126161 80 00, more than expected",
    })
    void whatNoTextStandsForIsASyntaxError(String tree, String fault) {
      assertThat(tables.refusal(scanBy(hex(tree))))
          .isEqualTo("Invalid FilterExpression: Syntax error; " + fault);
    }

    @Test
    void whatAnActionCannotHaveIsASyntaxError() {
      // ADD of a path, an operator that is no action, and a condition as a value.
      for (String tree :
          new String[] {
            "8301 81 8314 82126161 82126162 80",
            "8301 81 820b 82126161 80",
            "8301 81 8313 82126161 820b82126162 80"
          }) {
        assertThat(tables.refusal(updateBy(hex(tree))))
            .startsWith("Invalid UpdateExpression: Syntax error; misplaced ");
      }
    }

    @Test
    void whatTheServiceHasWordsForIsRefusedInThem() {
      assertThat(tables.refusal(updateBy(hex("8301 81 8313 82126161 8317 821100 821100 8101"))))
          .isEqualTo(
              "Invalid UpdateExpression: Operator or function requires a document path; operator or"
                  + " function: if_not_exists");
      assertThat(tables.refusal(updateBy(hex("8301 80 80"))))
          .isEqualTo(
              "1 validation error detected: Invalid UpdateExpression: The expression can not be"
                  + " empty;");
      assertThat(tables.refusal(scanBy(hex("8301 830082126161821100 81d90cf980"))))
          .isEqualTo(
              "ExpressionAttributeValues contains invalid value: One or more parameter values were"
                  + " invalid: An string set  may not be empty for key :0");
    }

    @Test
    void asManyOperatorsAsThereMayBeCanBeNested() {
      assertThat(scanned(scanBy(nots(299))).page().filter()).isNotNull();
      assertThat(tables.refusal(scanBy(nots(300))))
          .isEqualTo(
              "Invalid FilterExpression: The expression contains too many operators; operator"
                  + " count: 301");
      assertThat(tables.refusal(scanBy(nots(310)))).contains("too many operators");
      assertThat(tables.refusal(scanBy(nots(1_000_000)))).startsWith("Invalid FilterExpression: ");
    }

    @Test
    void noMoreNodesAreReadThanATextStandsFor() {
      byte[] candidates = in(5_000);

      assertThat(tables.refusal(scanBy(in(101))))
          .isEqualTo(
              "Invalid FilterExpression: The IN operator is provided with too many operands; number"
                  + " of operands: 101");
      assertThat(tables.refusal(scanBy(candidates)))
          .isEqualTo(
              "Invalid FilterExpression: Expression size has exceeded the maximum allowed size;");
    }

    private static byte[] in(int candidates) {
      CborWriter out = new CborWriter().beginArray(3).writeInt(1).beginArray(3).writeInt(10);
      out.beginArray(2).writeInt(18).writeText("a").beginArray(candidates);
      for (int i = 0; i < candidates; i++) {
        out.beginArray(2).writeInt(17).writeInt(0);
      }
      return out.beginArray(1).writeInt(1).toByteArray();
    }

    @Test
    void noMoreStepsAndValuesAreReadThanATextHas() {
      CborWriter steps = new CborWriter().beginArray(3).writeInt(1).beginArray(2).writeInt(11);
      steps.beginArray(5_002).writeInt(18);
      CborWriter values = new CborWriter().beginArray(3).writeInt(1).beginArray(2).writeInt(11);
      values.beginArray(2).writeInt(18).writeText("a").beginArray(5_000);
      for (int i = 0; i < 5_000; i++) {
        steps.writeText("a");
        values.writeInt(0);
      }
      steps.writeText("a").beginArray(0);

      String tooLong =
          "Invalid FilterExpression: Expression size has exceeded the maximum allowed size;";
      assertThat(tables.refusal(scanBy(steps.toByteArray()))).isEqualTo(tooLong);
      assertThat(tables.refusal(scanBy(values.toByteArray()))).isEqualTo(tooLong);
    }
  }

  @Nested
  class OfTables {
    @Test
    void aTableWithoutASchemaIsNotFound() {
      byte[] request =
          request(DaxMethod.GET_ITEM, "nowhere").writeBytes(ascii("a")).writeNull().toByteArray();

      assertThatThrownBy(() -> tables.decode(request))
          .isInstanceOfSatisfying(
              ServiceException.class,
              e -> assertThat(e.error()).isInstanceOf(ServiceError.ResourceNotFound.class));
    }

    @Test
    void anArnStandsForItsTable() {
      String arn = "arn:aws:dynamodb:us-east-1:000000000000:table/Hash";
      byte[] request =
          request(DaxMethod.GET_ITEM, arn).writeBytes(ascii("a")).writeNull().toByteArray();

      assertThat(tables.decode(request).keySchemas()).containsExactly(Tables.SCHEMAS.get("Hash"));
    }

    @Test
    void noMoreElementsAreReadThanAnItemHas() {
      int most = ServiceQuotas.MAX_ITEM_BYTES;
      CborWriter list = new CborWriter().writeInt(12).beginArray(2).beginArray(0);
      CborWriter members = new CborWriter().writeInt(12).writeTag(3322).beginArray(most + 1);
      list.beginArray(most - 1);
      for (int i = 0; i <= most; i++) {
        members.writeInt(0);
        list.beginArray(0);
      }

      // What comes after the elements would be refused as something else.
      assertThat(tables.refusal(put(list))).isEqualTo(Messages.ITEM_TOO_LARGE);
      assertThat(tables.refusal(put(members))).isEqualTo(Messages.ITEM_TOO_LARGE);
    }

    private static byte[] put(CborWriter values) {
      return request(DaxMethod.PUT_ITEM, "Hash")
          .writeBytes(ascii("a"))
          .writeBytes(values.toByteArray())
          .writeNull()
          .toByteArray();
    }

    @Test
    void anAttributeListThatIsNotKnownIsRefused() {
      byte[] request =
          request(DaxMethod.PUT_ITEM, "Hash")
              .writeBytes(ascii("a"))
              .writeBytes(hex("18c801"))
              .writeNull()
              .toByteArray();

      assertThat(tables.refusal(request)).contains("unknown attribute list 200");
    }
  }

  @Nested
  class OfBatchesAndTransactions {
    private static byte[] batchGet(int keys) {
      CborWriter out = request(DaxMethod.BATCH_GET_ITEM).beginMap(1).writeText("HashN");
      out.beginArray(3).writeBoolean(false).writeNull().beginArray(keys);
      for (int i = 0; i < keys; i++) {
        int begun = out.beginBytes();
        out.writeInt(i);
        out.endBytes(begun);
      }
      return out.writeNull().toByteArray();
    }

    @Test
    void moreKeysThanThereMayBeAreRefusedAsInJson() {
      assertThat(tables.decode(batchGet(100)).projections()).hasSize(1);
      for (int keys : new int[] {101, 200_000}) {
        assertThat(tables.refusal(batchGet(keys)))
            .isEqualTo(
                "1 validation error detected: Value at 'RequestItems.HashN.member.Keys' failed to"
                    + " satisfy constraint: Member must have length less than or equal to 100");
      }
    }

    @Test
    void moreWritesThanThereMayBeAreRefusedAsInJson() {
      CborWriter out = request(DaxMethod.BATCH_WRITE_ITEM).beginMap(1).writeText("Hash");
      out.beginArray(2 * 100_000);
      for (int i = 0; i < 100_000; i++) {
        out.writeBytes(ascii("a")).writeNull();
      }

      assertThat(tables.refusal(out.writeNull().toByteArray()))
          .contains("Member must have length less than or equal to 25");
    }

    @Test
    void aKeyWithoutValuesIsRefused() {
      CborWriter out = request(DaxMethod.BATCH_WRITE_ITEM).beginMap(1).writeText("Hash");
      out.beginArray(1).writeBytes(ascii("a")).writeNull();

      assertThat(tables.refusal(out.toByteArray()))
          .isEqualTo("The request is malformed: a key without values");
    }

    private static byte[] deletes(int actions, int keys) {
      CborWriter out = request(DaxMethod.TRANSACT_WRITE_ITEMS).beginArray(actions);
      for (int i = 0; i < actions; i++) {
        out.writeInt(7);
      }
      out.beginArray(actions);
      for (int i = 0; i < actions; i++) {
        out.writeBytes(ascii("Hash"));
      }
      out.beginArray(keys);
      for (int i = 0; i < keys; i++) {
        out.writeBytes(ascii("key" + i));
      }
      for (int i = 0; i < 6; i++) {
        out.writeNull();
      }
      return out.toByteArray();
    }

    @Test
    void moreActionsThanThereMayBeAreRefusedAsInJson() {
      assertThat(tables.decode(deletes(100, 100)).keySchemas()).hasSize(100);
      for (int actions : new int[] {101, 100_000}) {
        assertThat(tables.refusal(deletes(actions, actions)))
            .contains("at 'transactItems' failed to satisfy constraint")
            .endsWith("Member must have length less than or equal to 100");
      }
    }

    @Test
    void eachActionHasAnElementOfEachArgument() {
      assertThat(tables.refusal(deletes(3, 2)))
          .isEqualTo("The request is malformed: an element for each action was expected");
    }

    @Test
    void anActionThatIsNotKnownIsRefused() {
      byte[] request = deletes(1, 1);
      request[7] = 3;

      assertThat(tables.refusal(request)).isEqualTo("The request is malformed: unknown action 3");
    }

    @Test
    void aWholeArgumentMayBeMissing() {
      byte[] request =
          request(DaxMethod.TRANSACT_GET_ITEMS)
              .beginArray(1)
              .writeBytes(ascii("Hash"))
              .beginArray(1)
              .writeBytes(ascii("a"))
              .writeNull()
              .writeNull()
              .toByteArray();

      assertThat(tables.decode(request).projections()).containsOnlyNulls();
    }
  }

  @Test
  void whatIsNoOperationIsADefect() {
    assertThatThrownBy(() -> tables.decode(request(DaxMethod.ENDPOINTS).toByteArray()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
