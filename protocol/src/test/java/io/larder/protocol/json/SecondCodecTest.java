package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.BatchGetItemDraft;
import io.larder.protocol.draft.item.BatchWriteItemDraft;
import io.larder.protocol.draft.item.DeleteItemDraft;
import io.larder.protocol.draft.item.GetItemDraft;
import io.larder.protocol.draft.item.KeysDraft;
import io.larder.protocol.draft.item.PutItemDraft;
import io.larder.protocol.draft.item.QueryDraft;
import io.larder.protocol.draft.item.ScanDraft;
import io.larder.protocol.draft.item.TransactActionDraft;
import io.larder.protocol.draft.item.TransactActionDraft.Kind;
import io.larder.protocol.draft.item.TransactGetDraft;
import io.larder.protocol.draft.item.TransactGetItemsDraft;
import io.larder.protocol.draft.item.TransactWriteItemsDraft;
import io.larder.protocol.draft.item.UpdateItemDraft;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.draft.item.WriteRequestDraft;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.ValidationLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Drafts filled by a codec that is not JSON, whose clients resolve expressions themselves: the
 * requests and the refusals are those of the same request in JSON.
 */
class SecondCodecTest {
  private static final AttributeMap KEY = new AttributeMap(Map.of("p", new Str("1")));

  /** What stands in for the trees that come over the wire: they know no placeholders any more. */
  private static ExpressionAttributes trees() {
    return new ExpressionAttributes(null, Map.of(":v", new Str("x")));
  }

  private static String refusal(Runnable check) {
    return catchThrowableOfType(ServiceException.class, check::run).error().message();
  }

  /** Reads values that come as Java's objects: text, booleans, lists, maps. */
  private record Values(ValueDraft draft) {
    AttributeMap map(Map<String, ?> given) {
      Map<String, AttributeValue> values = new LinkedHashMap<>();
      given.forEach(
          (name, value) -> {
            draft.at(name);
            draft.name(name);
            values.put(name, value(value, 0));
          });
      return draft.toMap(values);
    }

    private AttributeValue value(@Nullable Object given, int depth) {
      if (ValueDraft.isBeyondNesting(depth)) {
        return draft.tooDeep(depth);
      }
      return switch (given) {
        case null -> draft.noType();
        case Long number -> draft.number(number.toString());
        case Boolean truth -> draft.nullValue(truth);
        case String[] members -> draft.stringSet(List.of(members));
        case List<?> elements -> {
          List<AttributeValue> values = new ArrayList<>();
          elements.forEach(element -> values.add(value(element, depth + 1)));
          yield new AttributeValue.ListOf(values);
        }
        default -> new Str(given.toString());
      };
    }
  }

  private static AttributeMap newer(Map<String, ?> given) {
    return new Values(new ValueDraft(ValidationLayer.NEWER)).map(given);
  }

  private static PutItemDraft put(AttributeMap item) {
    var draft = new PutItemDraft(ValidationLayer.NEWER);
    draft.write.tableName = "abc";
    draft.item = item;
    return draft;
  }

  private static QueryDraft query() {
    var draft = new QueryDraft(ValidationLayer.NEWER);
    draft.page.tableName = "abc";
    draft.keyConditionTree = trees().condition("p = :v").condition();
    return draft;
  }

  @Nested
  class Requests {
    @Test
    void aGetItemTakesATreeInPlaceOfItsProjection() {
      var draft = new GetItemDraft();
      draft.tableName = "abc";
      draft.key = KEY;
      draft.consistentRead = true;
      draft.projection.tree = trees().projection("a, b[1]").paths();

      assertThat(draft.check())
          .isEqualTo(
              Decoding.decode(
                  Operation.GET_ITEM,
                  "{'TableName':'abc','Key':{'p':{'S':'1'}},'ConsistentRead':true,"
                      + "'ProjectionExpression':'a, b[1]'}"));
    }

    @Test
    void writesTakeTreesInPlaceOfConditionAndUpdate() {
      var put = put(KEY);
      put.write.conditionTree = trees().condition("a <> :v").condition();
      var delete = new DeleteItemDraft(ValidationLayer.NEWER);
      delete.write.tableName = "abc";
      delete.write.returnValues = "ALL_OLD";
      delete.write.conditionTree = trees().condition("a <> :v").condition();
      delete.key = KEY;
      var update = new UpdateItemDraft(ValidationLayer.NEWER);
      update.write.tableName = "abc";
      update.write.conditionTree = trees().condition("a <> :v").condition();
      update.updateTree = trees().update("SET b = :v").actions();
      update.key = KEY;

      String condition =
          ",'ConditionExpression':'a <> :v','ExpressionAttributeValues':{':v':{'S':'x'}}}";
      assertThat(put.check())
          .isEqualTo(
              Decoding.decode(
                  Operation.PUT_ITEM, "{'TableName':'abc','Item':{'p':{'S':'1'}}" + condition));
      assertThat(delete.check())
          .isEqualTo(
              Decoding.decode(
                  Operation.DELETE_ITEM,
                  "{'TableName':'abc','Key':{'p':{'S':'1'}},'ReturnValues':'ALL_OLD'" + condition));
      assertThat(update.check())
          .isEqualTo(
              Decoding.decode(
                  Operation.UPDATE_ITEM,
                  "{'TableName':'abc','Key':{'p':{'S':'1'}},'UpdateExpression':'SET b = :v'"
                      + condition));
    }

    @Test
    void pagesTakeTreesInPlaceOfAllTheirExpressions() {
      var query = query();
      query.page.filterTree = trees().filter("a = :v").condition();
      query.page.projection.tree = trees().projection("a").paths();
      query.page.select = "SPECIFIC_ATTRIBUTES";
      var scan = new ScanDraft(ValidationLayer.OLDER);
      scan.page.tableName = "abc";
      scan.page.filterTree = trees().filter("a = :v").condition();
      scan.page.projection.tree = trees().projection("a").paths();
      scan.page.exclusiveStartKey = KEY;

      String page =
          "'TableName':'abc','FilterExpression':'a = :v','ProjectionExpression':'a',"
              + "'ExpressionAttributeValues':{':v':{'S':'x'}}";
      assertThat(query.check())
          .isEqualTo(
              Decoding.decode(
                  Operation.QUERY,
                  "{'Select':'SPECIFIC_ATTRIBUTES','KeyConditionExpression':'p = :v',"
                      + page
                      + "}"));
      assertThat(scan.check())
          .isEqualTo(
              Decoding.decode(
                  Operation.SCAN, "{'ExclusiveStartKey':{'p':{'S':'1'}}," + page + "}"));
    }

    @Test
    void batchesAreGivenByTable() {
      var keys = new KeysDraft();
      keys.keys = List.of(KEY);
      var gets = new BatchGetItemDraft();
      gets.requestItems = Map.of("abc", keys);
      var writes = new BatchWriteItemDraft();
      writes.requestItems = Map.of("abc", List.of(new WriteRequestDraft(false, null, true, KEY)));

      assertThat(gets.check())
          .isEqualTo(
              Decoding.decode(
                  Operation.BATCH_GET_ITEM, "{'RequestItems':{'abc':{'Keys':[{'p':{'S':'1'}}]}}}"));
      assertThat(writes.check())
          .isEqualTo(
              Decoding.decode(
                  Operation.BATCH_WRITE_ITEM,
                  "{'RequestItems':{'abc':[{'DeleteRequest':{'Key':{'p':{'S':'1'}}}}]}}"));
    }

    @Test
    void aTransactionHasTheSameFingerprint() {
      var action = new TransactActionDraft(Kind.CONDITION_CHECK);
      action.tableName = "abc";
      action.target = KEY;
      action.conditionExpression = "attribute_exists(a)";
      var writes = new TransactWriteItemsDraft();
      writes.transactItems = List.of(Map.of(Kind.CONDITION_CHECK, action));
      writes.clientRequestToken = "token";
      var get = new TransactGetDraft();
      get.tableName = "abc";
      get.key = KEY;
      get.projectionTree = trees().projection("a").paths();
      var gets = new TransactGetItemsDraft();
      gets.transactItems = List.of(get);

      String action1 = "{'TableName':'abc','Key':{'p':{'S':'1'}},";
      assertThat(writes.check())
          .isEqualTo(
              Decoding.decode(
                  Operation.TRANSACT_WRITE_ITEMS,
                  "{'ClientRequestToken':'token','TransactItems':[{'ConditionCheck':"
                      + action1
                      + "'ConditionExpression':'attribute_exists(a)'}}]}"));
      assertThat(gets.check())
          .isEqualTo(
              Decoding.decode(
                  Operation.TRANSACT_GET_ITEMS,
                  "{'TransactItems':[{'Get':" + action1 + "'ProjectionExpression':'a'}}]}"));
    }
  }

  @Nested
  class Refusals {
    @Test
    void aMissingMemberIsRefusedInTheServicesWords() {
      assertThat(refusal(new GetItemDraft()::check))
          .isEqualTo(Decoding.invalid(Operation.GET_ITEM, "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "'a'", "'a b'"})
    void aWrongTableNameIsRefusedInTheServicesWords(String name) {
      var draft = put(KEY);
      draft.write.tableName = name.replace("'", "");

      assertThat(refusal(draft::check))
          .isEqualTo(
              Decoding.invalid(
                  Operation.PUT_ITEM, "{'TableName':" + name + ",'Item':{'p':{'S':'1'}}}"));
    }

    @Test
    void aFaultInAValueIsRefusedInTheServicesWords() {
      Object nested = "x";
      for (int depth = 0; depth < AttributeValue.MAX_NESTING; depth++) {
        nested = List.of(nested);
      }

      assertThat(refusal(put(newer(Map.of("a", false)))::check)).isEqualTo(item("{'NULL':false}"));
      assertThat(refusal(put(newer(Map.of("a", new String[0])))::check))
          .isEqualTo(item("{'SS':[]}"));
      assertThat(refusal(put(newer(Map.of("a", new String[] {"b", "c", "b"})))::check))
          .isEqualTo(item("{'SS':['b','c','b']}"));
      assertThat(refusal(put(newer(Map.of("a", nested)))::check))
          .isEqualTo(
              item(
                  "{'L':[".repeat(AttributeValue.MAX_NESTING)
                      + "{'S':'x'}"
                      + "]}".repeat(AttributeValue.MAX_NESTING)));
      assertThat(refusal(put(newer(Map.of("", "x")))::check))
          .isEqualTo(
              Decoding.invalid(Operation.PUT_ITEM, "{'TableName':'abc','Item':{'':{'S':'x'}}}"));
    }

    private static String item(String value) {
      return Decoding.invalid(Operation.PUT_ITEM, "{'TableName':'abc','Item':{'a':" + value + "}}");
    }

    @Test
    void aTreeBesideALegacyParameterIsAMixtureOfStyles() {
      var draft = query();
      draft.page.projection.attributesToGet = List.of("a");

      assertThat(refusal(draft::check))
          .isEqualTo(
              Decoding.invalid(
                  Operation.QUERY,
                  "{'TableName':'abc','KeyConditionExpression':'p = :v','AttributesToGet':['a'],"
                      + "'ExpressionAttributeValues':{':v':{'S':'x'}}}"));
    }

    @Test
    void aTreeContradictsASelectAsTextDoes() {
      var draft = query();
      draft.page.projection.tree = trees().projection("a").paths();
      draft.page.select = "COUNT";

      assertThat(refusal(draft::check))
          .isEqualTo(
              Decoding.invalid(
                  Operation.QUERY,
                  "{'TableName':'abc','KeyConditionExpression':'p = :v','Select':'COUNT',"
                      + "'ProjectionExpression':'a',"
                      + "'ExpressionAttributeValues':{':v':{'S':'x'}}}"));
    }

    @Test
    void aFaultyTreeIsRefusedInItsTurnAndInTheServicesWords() {
      var tree = new Condition.AttributeExists(new Operand.Literal(new Str("x")));
      String values = "'ExpressionAttributeValues':{':v':{'S':'x'}}";
      var put = put(KEY);
      put.write.conditionTree = tree;
      var query = query();
      query.page.filterTree = tree;

      assertThat(refusal(put::check))
          .isEqualTo(
              Decoding.invalid(
                  Operation.PUT_ITEM,
                  "{'TableName':'abc','Item':{'p':{'S':'1'}},"
                      + "'ConditionExpression':'attribute_exists(:v)',"
                      + values
                      + "}"));
      assertThat(refusal(query::check))
          .isEqualTo(
              Decoding.invalid(
                  Operation.QUERY,
                  "{'TableName':'abc','KeyConditionExpression':'p = :v',"
                      + "'FilterExpression':'attribute_exists(:v)',"
                      + values
                      + "}"));
      put.item = newer(Map.of("a", false));
      query.page.select = "x";
      assertThat(refusal(put::check)).isEqualTo(item("{'NULL':false}"));
      assertThat(refusal(query::check)).contains("at 'select' failed to satisfy constraint");
    }

    @Test
    void aTreeCannotNameWhatNoAttributeIsCalled() {
      var get = new GetItemDraft();
      get.tableName = "abc";
      get.key = KEY;
      get.projection.tree = List.of(DocumentPath.ofAttribute(""));
      var update = new UpdateItemDraft(ValidationLayer.NEWER);
      update.write.tableName = "abc";
      update.key = KEY;
      update.updateTree =
          List.of(
              new UpdateAction.Remove(
                  new DocumentPath("a", List.of(new DocumentPath.Member("a".repeat(65536))))));

      assertThat(refusal(get::check))
          .isEqualTo("Invalid ProjectionExpression: Empty attribute name");
      assertThat(refusal(update::check))
          .isEqualTo(
              "1 validation error detected: Invalid UpdateExpression: Attribute name is too large,"
                  + " must be less than 65536 bytes");
    }

    @Test
    void theRulesForValuesOfExpressionsHoldForThoseOfTrees() {
      var query = query();
      query.page.placeholders.literals = newer(Map.of(":0", new String[0]));
      var scan = new ScanDraft(ValidationLayer.OLDER);
      scan.page.tableName = "abc";
      scan.page.filterTree = trees().filter("a = :v").condition();
      scan.page.placeholders.literals = newer(Map.of(":0", "x".repeat(2 * 1024 * 1024)));

      assertThat(refusal(query::check))
          .isEqualTo(
              Decoding.invalid(
                  Operation.QUERY,
                  "{'TableName':'abc','KeyConditionExpression':'p = :0',"
                      + "'ExpressionAttributeValues':{':0':{'SS':[]}}}"));
      assertThat(refusal(scan::check)).contains("has exceeded the maximum allowed size of 2 MB");
    }

    @Test
    void whatOnlyTheCodecSawDecidesWhichLayerRefuses() {
      var put = put(KEY);
      put.write.returnValues = "ALL_NEW";
      put.write.isReadByOlderLayer = true;
      var query = query();
      query.page.limit = 0;
      query.page.hasCoercedInteger = true;

      assertThat(refusal(put::check)).isEqualTo("ReturnValues can only be ALL_OLD or NONE");
      assertThat(refusal(query::check))
          .isEqualTo(
              Decoding.invalid(
                  Operation.QUERY,
                  "{'TableName':'abc','KeyConditionExpression':'p = :v','Limit':0.5,"
                      + "'ExpressionAttributeValues':{':v':{'S':'x'}}}"));
    }
  }
}
