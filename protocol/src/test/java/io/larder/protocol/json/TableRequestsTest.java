package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.DeleteResourcePolicyRequest;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeLimitsRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProjectionType;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.operation.ScalarAttributeType;
import io.larder.protocol.operation.SseSpecification;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.TableClass;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.Tag;
import io.larder.protocol.operation.TagResourceRequest;
import io.larder.protocol.operation.UntagResourceRequest;
import io.larder.protocol.operation.UpdateTableRequest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations on tables: validation and mapping. */
class TableRequestsTest {
  private static final String INVALID = "One or more parameter values were invalid: ";
  private static final String ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/Music";

  @Nested
  class CreateTable {
    private static final String KEY = "{'AttributeName':'p','KeyType':'HASH'}";
    private static final String SORT = "{'AttributeName':'s','KeyType':'RANGE'}";
    private static final String P = "{'AttributeName':'p','AttributeType':'S'}";
    private static final String S = "{'AttributeName':'s','AttributeType':'N'}";

    private static String table(String keys, String definitions, String rest) {
      return "{'TableName':'abc','KeySchema':["
          + keys
          + "],'AttributeDefinitions':["
          + definitions
          + "],'BillingMode':'PAY_PER_REQUEST'"
          + rest
          + "}";
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{} | The parameter 'TableName' is required but was not present in the request",
          "{'TableName':'a;'} | 2 validation errors detected: Value 'a;' at 'tableName' failed to"
              + " satisfy constraint: Member must satisfy regular expression pattern:"
              + " [a-zA-Z0-9_.-]+; Value 'a;' at 'tableName' failed to satisfy constraint: Member"
              + " must have length greater than or equal to 3",
          "{'TableName':'abc','BillingMode':'x','ProvisionedThroughput':{'WriteCapacityUnits':0}} |"
              + " 5 validation errors detected: Value 'x' at 'billingMode' failed to satisfy"
              + " constraint: Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST];"
              + " Value '0' at 'provisionedThroughput.writeCapacityUnits' failed to satisfy"
              + " constraint: Member must have value greater than or equal to 1; Value null at"
              + " 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member"
              + " must not be null; Value null at 'keySchema' failed to satisfy constraint: Member"
              + " must not be null; Value null at 'attributeDefinitions' failed to satisfy"
              + " constraint: Member must not be null",
          "{'TableName':'abc','KeySchema':[{'KeyType':'x'}],'AttributeDefinitions':[{'AttributeName':'a','AttributeType':'x'}]}"
              + " | 3 validation errors detected: Value null at 'keySchema.1.member.attributeName'"
              + " failed to satisfy constraint: Member must not be null; Value 'x' at"
              + " 'keySchema.1.member.keyType' failed to satisfy constraint: Member must satisfy"
              + " enum value set: [HASH, RANGE]; Value 'x' at"
              + " 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint:"
              + " Member must satisfy enum value set: [B, N, S]",
          "{'TableName':'abc','KeySchema':[],'AttributeDefinitions':[{}]} | 3 validation errors"
              + " detected: Value '[]' at 'keySchema' failed to satisfy constraint: Member must"
              + " have length greater than or equal to 1; Value null at"
              + " 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint:"
              + " Member must not be null; Value null at"
              + " 'attributeDefinitions.1.member.attributeName' failed to satisfy constraint:"
              + " Member must not be null",
          "{'TableName':'abc','KeySchema':[{'AttributeName':'a','KeyType':'HASH'}],"
              + "'AttributeDefinitions':[],'GlobalSecondaryIndexes':[{'IndexName':'','KeySchema':[{"
              + "'AttributeName':'a','KeyType':'HASH'}],'Projection':{'NonKeyAttributes':['']}}],'SSESpecification':{'KMSMasterKeyId':''}}"
              + " | 4 validation errors detected: Value '[]' at"
              + " 'globalSecondaryIndexes.1.member.projection.nonKeyAttributes' failed to satisfy"
              + " constraint: Member must satisfy constraint: [Member must have length less than or"
              + " equal to 255, Member must have length greater than or equal to 1]; Value '' at"
              + " 'globalSecondaryIndexes.1.member.indexName' failed to satisfy constraint: Member"
              + " must have length greater than or equal to 3; Value '' at"
              + " 'globalSecondaryIndexes.1.member.indexName' failed to satisfy constraint: Member"
              + " must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at"
              + " 'sSESpecification.kMSMasterKeyId' failed to satisfy constraint: Member must have"
              + " length greater than or equal to 1",
          "{'TableName':'abc','KeySchema':[{'AttributeName':'a','KeyType':'HASH'},{'AttributeName':"
              + "'b','KeyType':'RANGE'},{'AttributeName':'c','KeyType':'RANGE'}],"
              + "'AttributeDefinitions':[]} | 1 validation error detected: Value"
              + " '[KeySchemaElement(attributeName=a, keyType=HASH), KeySchemaElement("
              + "attributeName=b, keyType=RANGE), KeySchemaElement(attributeName=c,"
              + " keyType=RANGE)]' at 'keySchema' failed to satisfy constraint: Member must have"
              + " length less than or equal to 2",
          "{'TableName':'abc','KeySchema':[{'AttributeName':'a','KeyType':'HASH'}],"
              + "'AttributeDefinitions':[],'GlobalSecondaryIndexes':[{'IndexName':'b'}],"
              + "'LocalSecondaryIndexes':[{}]} | 6 validation errors detected: Value null at"
              + " 'globalSecondaryIndexes.1.member.keySchema' failed to satisfy constraint: Member"
              + " must not be null; Value null at 'globalSecondaryIndexes.1.member.projection'"
              + " failed to satisfy constraint: Member must not be null; Value 'b' at"
              + " 'globalSecondaryIndexes.1.member.indexName' failed to satisfy constraint: Member"
              + " must have length greater than or equal to 3; Value null at"
              + " 'localSecondaryIndexes.1.member.indexName' failed to satisfy constraint: Member"
              + " must not be null; Value null at 'localSecondaryIndexes.1.member.keySchema' failed"
              + " to satisfy constraint: Member must not be null; Value null at"
              + " 'localSecondaryIndexes.1.member.projection' failed to satisfy constraint: Member"
              + " must not be null",
        })
    void theShapeIsValidated(String body, String message) {
      assertThat(Decoding.invalid(Operation.CREATE_TABLE, body)).isEqualTo(message);
    }

    @Test
    void atMostTenViolationsAreReported() {
      // Given
      String elements = IntStream.range(0, 6).mapToObj(i -> "{}").collect(Collectors.joining(","));

      // When
      String message =
          Decoding.invalid(
              Operation.CREATE_TABLE,
              "{'TableName':'abc','KeySchema':[" + elements + "],'AttributeDefinitions':[]}");

      // Then
      assertThat(message).startsWith("10 validation errors detected: ");
      assertThat(message.split("; ")).hasSize(10);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "'BillingMode':'PROVISIONED' | ReadCapacityUnits and WriteCapacityUnits must both be"
              + " specified when BillingMode is PROVISIONED",
          "'TableClass':'STANDARD' | ReadCapacityUnits and WriteCapacityUnits must both be"
              + " specified when BillingMode is PROVISIONED",
          "'BillingMode':'PAY_PER_REQUEST','ProvisionedThroughput':{'ReadCapacityUnits':1,"
              + "'WriteCapacityUnits':1} | Neither ReadCapacityUnits nor WriteCapacityUnits can be"
              + " specified when BillingMode is PAY_PER_REQUEST",
          "'ProvisionedThroughput':{'ReadCapacityUnits':1,'WriteCapacityUnits':1},"
              + "'OnDemandThroughput':{'MaxReadRequestUnits':1} | MaxReadRequestUnits for"
              + " OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED.",
          "'BillingMode':'PAY_PER_REQUEST','OnDemandThroughput':{'MaxWriteRequestUnits':0} |"
              + " Requested MaxWriteRequestUnits for OnDemandThroughput for table is outside of"
              + " valid range",
          "'BillingMode':'PAY_PER_REQUEST','WarmThroughput':{'ReadUnitsPerSecond':11999} |"
              + " Requested ReadUnitsPerSecond for WarmThroughput for table is lower than initial"
              + " throughput for OnDemand. See:"
              + " https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial",
          "'ProvisionedThroughput':{'ReadCapacityUnits':5,'WriteCapacityUnits':5},"
              + "'WarmThroughput':{'ReadUnitsPerSecond':5,'WriteUnitsPerSecond':4} | Requested"
              + " WriteUnitsPerSecond for WarmThroughput for table is lower than WriteCapacityUnits"
              + " of ProvisionedThroughput",
          "'BillingMode':'PAY_PER_REQUEST','StreamSpecification':{'StreamEnabled':true} | Table is"
              + " being created with a stream enabled, UpdateViewType is required",
          "'BillingMode':'PAY_PER_REQUEST','StreamSpecification':{'StreamEnabled':false,"
              + "'StreamViewType':'KEYS_ONLY'} | Table is being created with a stream disabled,"
              + " UpdateViewType should not be specified",
          "'BillingMode':'PAY_PER_REQUEST','SSESpecification':{'Enabled':false,'SSEType':'KMS'} |"
              + " SSEType can not be specified if Enabled is false",
          "'BillingMode':'PAY_PER_REQUEST','SSESpecification':{'Enabled':true,'SSEType':'AES256'} |"
              + " SSEType AES256 is not supported",
          "'BillingMode':'PAY_PER_REQUEST','SSESpecification':{'Enabled':true,'KMSMasterKeyId':'x'}"
              + " | SSEType KMS is required if KMSMasterKeyId is specified",
          "'BillingMode':'PAY_PER_REQUEST','LocalSecondaryIndexes':[] | List of"
              + " LocalSecondaryIndexes is empty",
          "'BillingMode':'PAY_PER_REQUEST','GlobalSecondaryIndexes':[] | List of"
              + " GlobalSecondaryIndexes is empty",
        })
    void theSettingsMustAgreeWithEachOther(String settings, String detail) {
      assertThat(
              Decoding.invalid(
                  Operation.CREATE_TABLE,
                  "{'TableName':'abc','KeySchema':["
                      + KEY
                      + "],'AttributeDefinitions':["
                      + P
                      + "],"
                      + settings
                      + "}"))
          .isEqualTo(INVALID + detail);
    }

    @Test
    void throughputHasABound() {
      assertThat(
              Decoding.invalid(
                  Operation.CREATE_TABLE,
                  "{'TableName':'abc','KeySchema':["
                      + KEY
                      + "],'AttributeDefinitions':[],'ProvisionedThroughput':{"
                      + "'ReadCapacityUnits':1000000000001,'WriteCapacityUnits':1000000000001}}"))
          .isEqualTo("Given value 1000000000001 for ReadCapacityUnits is out of bounds");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "p H | | Invalid KeySchema: Some index key attribute have no definition",
          "p H | a | One or more parameter values were invalid: Some index key attributes are not"
              + " defined in AttributeDefinitions. Keys: [p], AttributeDefinitions: [a]",
          "p H | PK h a unused | One or more parameter values were invalid: Some index key"
              + " attributes are not defined in AttributeDefinitions. Keys: [p],"
              + " AttributeDefinitions: [h, a, unused, PK]",
          "p R | p | Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
          "p H p R | p | Invalid KeySchema: Some index key attribute have no definition",
          "p H p R | p a | Both the Hash Key and the Range Key element in the KeySchema have the"
              + " same name",
          "p H s H | p s | Invalid KeySchema: The second KeySchemaElement is not a RANGE key type",
          "p H | p s | One or more parameter values were invalid: Number of attributes in KeySchema"
              + " does not exactly match number of attributes defined in AttributeDefinitions",
          "p H s R | p p | One or more parameter values were invalid: Some index key attributes are"
              + " not defined in AttributeDefinitions. Keys: [p, s], AttributeDefinitions: [p]",
        })
    void theKeyMustFitTheDefinitions(String keys, String definitions, String message) {
      assertThat(
              Decoding.invalid(
                  Operation.CREATE_TABLE, table(keys(keys), definitions(definitions), "")))
          .isEqualTo(message);
    }

    private static String keys(String text) {
      String[] words = text.split(" ");
      return IntStream.range(0, words.length / 2)
          .mapToObj(
              i ->
                  "{'AttributeName':'"
                      + words[2 * i]
                      + "','KeyType':'"
                      + (words[2 * i + 1].equals("H") ? "HASH" : "RANGE")
                      + "'}")
          .collect(Collectors.joining(","));
    }

    private static String namesOf(String keys) {
      return Stream.of(keys.split(" "))
          .filter(word -> !word.equals("H") && !word.equals("R"))
          .distinct()
          .collect(Collectors.joining(" "));
    }

    private static String definitions(String names) {
      return names == null
          ? ""
          : List.of(names.split(" ")).stream()
              .map(name -> "{'AttributeName':'" + name + "','AttributeType':'S'}")
              .collect(Collectors.joining(","));
    }

    private static String index(String name, String keys, String projection) {
      return "{'IndexName':'"
          + name
          + "','KeySchema':["
          + keys(keys)
          + "],'Projection':{"
          + projection
          + "}}";
    }

    private static final String ALL = "'ProjectionType':'ALL'";

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "p H a R | x | Some index key attributes are not defined in AttributeDefinitions. Keys:"
              + " [p, a], AttributeDefinitions: [p, x, s]",
          "s H p R | s | Index KeySchema does not have the same leading hash key as table KeySchema"
              + " for index: idx. index hash key: s, table hash key: p",
          "p H | s | Index KeySchema does not have a range key for index: idx",
        })
    void localIndexesMustFitTheTable(String keys, String extra, String detail) {
      // Given
      String definitions = definitions("p s" + (extra.equals("s") ? "" : " " + extra));
      String rest = ",'LocalSecondaryIndexes':[" + index("idx", keys, ALL) + "]";

      // Then
      assertThat(
              Decoding.invalid(Operation.CREATE_TABLE, table(KEY + "," + SORT, definitions, rest)))
          .isEqualTo(INVALID + detail);
    }

    @Test
    void localIndexesNeedASortKeyInTheTable() {
      assertThat(
              Decoding.invalid(
                  Operation.CREATE_TABLE,
                  table(
                      KEY,
                      P + "," + S,
                      ",'LocalSecondaryIndexes':[" + index("idx", "p H s R", ALL) + "]")))
          .isEqualTo(
              INVALID
                  + "Table KeySchema does not have a range key, which is required when specifying a"
                  + " LocalSecondaryIndex");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "a R | Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
          "a H a R | Both the Hash Key and the Range Key element in the KeySchema have the same"
              + " name",
          "a H b R a R | The KeySchema contains multiple key attributes with the same name",
          "a H b R c H | One or more parameter values were invalid: All HASH key attributes must"
              + " precede RANGE key attributes in the KeySchema",
          "a H b H c H d H e H | One or more parameter values were invalid: The KeySchema exceeds"
              + " the maximum allowed number of HASH key attributes",
          "a H b R c R d R e R f R | One or more parameter values were invalid: The KeySchema"
              + " exceeds the maximum allowed number of RANGE key attributes",
        })
    void globalIndexesHaveKeysOfUpToFourAndFourAttributes(String keys, String message) {
      assertThat(
              Decoding.invalid(
                  Operation.CREATE_TABLE,
                  table(
                      KEY,
                      definitions("p " + namesOf(keys)),
                      ",'GlobalSecondaryIndexes':[" + index("idx", keys, ALL) + "]")))
          .isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "'NonKeyAttributes':['a'] | Unknown ProjectionType: null",
          "'ProjectionType':'ALL','NonKeyAttributes':['a'] | ProjectionType is ALL, but"
              + " NonKeyAttributes is specified",
          "'ProjectionType':'KEYS_ONLY','NonKeyAttributes':['a'] | ProjectionType is KEYS_ONLY, but"
              + " NonKeyAttributes is specified",
          "'ProjectionType':'INCLUDE' | ProjectionType is INCLUDE, but NonKeyAttributes is not"
              + " specified",
        })
    void projectionsMustSayWhatTheyHold(String projection, String detail) {
      assertThat(faultOfIndexWith(projection)).isEqualTo(INVALID + detail);
    }

    private String faultOfIndexWith(String projection) {
      return Decoding.invalid(
          Operation.CREATE_TABLE,
          table(KEY, P, ",'GlobalSecondaryIndexes':[" + index("idx", "p H", projection) + "]"));
    }

    @Test
    void projectionsNameAnAttributeOnce() {
      String projection = "'ProjectionType':'INCLUDE','NonKeyAttributes':['a','b','a']";
      assertThat(faultOfIndexWith(projection))
          .isEqualTo("Cannot have two attributes with the same name");
    }

    @Test
    void indexesHaveNamesOfTheirOwn() {
      assertThat(
              Decoding.invalid(
                  Operation.CREATE_TABLE,
                  table(
                      KEY + "," + SORT,
                      P + "," + S,
                      ",'LocalSecondaryIndexes':["
                          + index("idx", "p H s R", ALL)
                          + "],'GlobalSecondaryIndexes':["
                          + index("idx", "p H", ALL)
                          + "]")))
          .isEqualTo(INVALID + "Duplicate index name: idx");
    }

    @Test
    void tablesHaveAtMostFiveLocalAndTwentyGlobalIndexes() {
      // Given
      String local =
          IntStream.range(0, 6)
              .mapToObj(i -> index("idx" + i, "p H s R", ALL))
              .collect(Collectors.joining(",", ",'LocalSecondaryIndexes':[", "]"));
      String global =
          IntStream.range(0, 21)
              .mapToObj(i -> index("idx" + i, "p H", ALL))
              .collect(Collectors.joining(",", ",'GlobalSecondaryIndexes':[", "]"));

      // Then
      assertThat(
              Decoding.invalid(Operation.CREATE_TABLE, table(KEY + "," + SORT, P + "," + S, local)))
          .isEqualTo(INVALID + "Number of LocalSecondaryIndexes exceeds per-table limit of 5");
      assertThat(Decoding.invalid(Operation.CREATE_TABLE, table(KEY, P, global)))
          .isEqualTo(INVALID + "GlobalSecondaryIndex count exceeds the per-table limit of 20");
    }

    @Test
    void namesOfTablesAndIndexesHaveUpTo255Characters() {
      // Given
      String longest = "n".repeat(255);
      String index = ",'GlobalSecondaryIndexes':[" + index("idx", "p H", ALL) + "]";
      String body = table(KEY, P, index);
      String tooLong =
          "1 validation error detected: Value '"
              + longest
              + "n' at '%s' failed to satisfy constraint: Member must have length less than or"
              + " equal to 255";

      // Then
      assertThat(
              Decoding.decode(
                      Operation.CREATE_TABLE,
                      body.replace("abc", longest).replace("idx", longest),
                      CreateTableRequest.class)
                  .tableName())
          .isEqualTo(longest);
      assertThat(Decoding.invalid(Operation.CREATE_TABLE, body.replace("abc", longest + "n")))
          .isEqualTo(tooLong.formatted("tableName"));
      assertThat(Decoding.invalid(Operation.CREATE_TABLE, body.replace("idx", longest + "n")))
          .isEqualTo(tooLong.formatted("globalSecondaryIndexes.1.member.indexName"));
    }

    @Test
    void attributesOfKeysAndIndexesHaveNamesOfUpTo255Characters() {
      // Given
      String name = "n".repeat(255);
      String body =
          table(
              keys("p H " + name + " R"),
              definitions("p " + name),
              ",'LocalSecondaryIndexes':["
                  + index("loc", "p H " + name + " R", ALL)
                  + "],'GlobalSecondaryIndexes':["
                  + index(
                      "glo",
                      name + " H",
                      "'ProjectionType':'INCLUDE','NonKeyAttributes':['" + name + "']")
                  + "]");
      String tooLong =
          "Value '"
              + name
              + "n' at '%s' failed to satisfy constraint: Member must have length less than or"
              + " equal to 255";

      // Then
      assertThat(Decoding.decode(Operation.CREATE_TABLE, body))
          .isInstanceOf(CreateTableRequest.class);
      assertThat(Decoding.invalid(Operation.CREATE_TABLE, body.replace(name, name + "n")))
          .isEqualTo(
              "5 validation errors detected: "
                  + String.join(
                      "; ",
                      tooLong.formatted("keySchema.2.member.attributeName"),
                      tooLong.formatted("attributeDefinitions.2.member.attributeName"),
                      tooLong.formatted(
                          "globalSecondaryIndexes.1.member.keySchema.1.member.attributeName"),
                      "Value '["
                          + name
                          + "n]' at 'globalSecondaryIndexes.1.member.projection.nonKeyAttributes'"
                          + " failed to satisfy constraint: Member must satisfy constraint: [Member"
                          + " must have length less than or equal to 255, Member must have length"
                          + " greater than or equal to 1]",
                      tooLong.formatted(
                          "localSecondaryIndexes.1.member.keySchema.2.member.attributeName")));
    }

    private static String projecting(int attributes) {
      return IntStream.range(0, attributes)
          .mapToObj(i -> "'a" + i + "'")
          .collect(Collectors.joining(",", "'ProjectionType':'INCLUDE','NonKeyAttributes':[", "]"));
    }

    @Test
    void anIndexProjectsAtMostTwentyAttributes() {
      // Given
      String names =
          IntStream.range(0, 21).mapToObj(i -> "a" + i).collect(Collectors.joining(", "));

      // Then
      assertThat(
              Decoding.decode(
                  Operation.CREATE_TABLE,
                  table(
                      KEY,
                      P,
                      ",'GlobalSecondaryIndexes':[" + index("idx", "p H", projecting(20)) + "]")))
          .isInstanceOf(CreateTableRequest.class);
      assertThat(
              Decoding.invalid(
                  Operation.CREATE_TABLE,
                  table(
                      KEY,
                      P,
                      ",'GlobalSecondaryIndexes':[" + index("idx", "p H", projecting(21)) + "]")))
          .isEqualTo(
              "1 validation error detected: Value '["
                  + names
                  + "]' at 'globalSecondaryIndexes.1.member.projection.nonKeyAttributes' failed to"
                  + " satisfy constraint: Member must have length less than or equal to 20");
    }

    @Test
    void theIndexesOfATableProjectAtMostAHundredAttributesTogether() {
      // Given
      String five =
          IntStream.range(0, 5)
              .mapToObj(i -> index("idx" + i, "p H", projecting(20)))
              .collect(Collectors.joining(",", ",'GlobalSecondaryIndexes':[", "]"));
      String local = ",'LocalSecondaryIndexes':[" + index("loc", "p H s R", projecting(1)) + "]";

      // Then
      assertThat(Decoding.decode(Operation.CREATE_TABLE, table(KEY, P, five)))
          .isInstanceOf(CreateTableRequest.class);
      assertThat(
              Decoding.invalid(
                  Operation.CREATE_TABLE, table(KEY + "," + SORT, P + "," + S, five + local)))
          .isEqualTo(
              INVALID + "Number of projected NonKeyAttributes exceeds the per-table limit of 100");
    }

    @Test
    void definitionsThatNothingUsesAreFoundBeforeFaultsOfIndexes() {
      assertThat(
              Decoding.invalid(
                  Operation.CREATE_TABLE,
                  table(
                      KEY,
                      definitions("p a b"),
                      ",'GlobalSecondaryIndexes':[" + index("idx", "a R", "") + "]")))
          .isEqualTo(
              INVALID
                  + "Some AttributeDefinitions are not used. AttributeDefinitions: [p, a, b], keys"
                  + " used: [p, a]");
    }

    @Test
    void emptyThroughputCountsAsNotGiven() {
      var request =
          Decoding.decode(
              Operation.CREATE_TABLE,
              table(
                  KEY,
                  P,
                  ",'WarmThroughput':{},'OnDemandThroughput':{},'GlobalSecondaryIndexes':["
                      + index("idx", "p H", ALL)
                          .replaceFirst("\\{", "{'WarmThroughput':{},'OnDemandThroughput':{},")
                      + "]"),
              CreateTableRequest.class);

      assertThat(request.options().warmThroughput()).isNull();
      assertThat(request.options().onDemandThroughput()).isNull();
      assertThat(request.globalSecondaryIndexes().getFirst().warmThroughput()).isNull();
      assertThat(request.globalSecondaryIndexes().getFirst().onDemandThroughput()).isNull();
    }

    @Test
    void definitionsThatNothingUsesAreListedInTheServicesOrder() {
      assertThat(
              Decoding.invalid(
                  Operation.CREATE_TABLE,
                  table(
                      keys("pk H sk R"),
                      definitions("pk sk gpk gsk unused"),
                      ",'GlobalSecondaryIndexes':[" + index("idx", "gpk H gsk R", ALL) + "]")))
          .isEqualTo(
              INVALID
                  + "Some AttributeDefinitions are not used. AttributeDefinitions: [sk, unused, pk,"
                  + " gpk, gsk], keys used: [gpk, sk, pk, gsk]");
    }

    @Test
    void theRequestIsMapped() {
      // When
      var request =
          Decoding.decode(
              Operation.CREATE_TABLE,
              table(
                      KEY + "," + SORT,
                      P + "," + S,
                      ",'GlobalSecondaryIndexes':["
                          + index(
                              "idx", "s H", "'ProjectionType':'INCLUDE','NonKeyAttributes':['a']")
                          + "],'OnDemandThroughput':{'MaxReadRequestUnits':5},"
                          + "'StreamSpecification':{'StreamEnabled':true,'StreamViewType':"
                          + "'KEYS_ONLY'},'SSESpecification':{'SSEType':'KMS'},"
                          + "'TableClass':'STANDARD_INFREQUENT_ACCESS',"
                          + "'DeletionProtectionEnabled':true,'Tags':[{'Key':'k','Value':''}]")
                  .replace("'abc'", "'" + ARN + "'"),
              CreateTableRequest.class);

      // Then
      assertThat(request)
          .isEqualTo(
              new CreateTableRequest(
                  "Music",
                  List.of(
                      new AttributeDefinition("p", ScalarAttributeType.S),
                      new AttributeDefinition("s", ScalarAttributeType.N)),
                  List.of(
                      new KeySchemaElement("p", KeyType.HASH),
                      new KeySchemaElement("s", KeyType.RANGE)),
                  List.of(),
                  List.of(
                      new GlobalSecondaryIndex(
                          "idx",
                          List.of(new KeySchemaElement("s", KeyType.HASH)),
                          new Projection(ProjectionType.INCLUDE, List.of("a")),
                          null,
                          null,
                          null)),
                  new TableOptions(
                      BillingMode.PAY_PER_REQUEST,
                      null,
                      new OnDemandThroughput(5L, null),
                      null,
                      new StreamSpecification(true, "KEYS_ONLY"),
                      new SseSpecification(true, "KMS", null),
                      TableClass.STANDARD_INFREQUENT_ACCESS,
                      true),
                  List.of(new Tag("k", ""))));
    }
  }

  @Nested
  class UpdateTable {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "'AttributeDefinitions':[] | At least one of ProvisionedThroughput, BillingMode,"
              + " UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification,"
              + " ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn,"
              + " MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput,"
              + " WarmThroughput or TableClass is required",
          "'GlobalSecondaryIndexUpdates':[{'Update':{'IndexName':'a','ProvisionedThroughput':{"
              + "'ReadCapacityUnits':1}}}] | 2 validation errors detected: Value 'a' at"
              + " 'globalSecondaryIndexUpdates.1.member.update.indexName' failed to satisfy"
              + " constraint: Member must have length greater than or equal to 3; Value null at"
              + " 'globalSecondaryIndexUpdates.1.member.update.provisionedThroughput"
              + ".writeCapacityUnits' failed to satisfy constraint: Member must not be null",
          "'TableClass':'x' | Invalid table-class parameter provided. Please try again with a valid"
              + " table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS].",
        })
    void theRequestIsValidated(String members, String message) {
      assertThat(Decoding.invalid(Operation.UPDATE_TABLE, "{'TableName':'abc'," + members + "}"))
          .isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "'GlobalSecondaryIndexUpdates':[],'DeletionProtectionEnabled':true | List of"
              + " GlobalSecondaryIndexUpdates is empty",
          "'GlobalSecondaryIndexUpdates':[{}] | One of GlobalSecondaryIndexUpdate.Update,"
              + " GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be"
              + " null",
          "'BillingMode':'PAY_PER_REQUEST','ProvisionedThroughput':{'ReadCapacityUnits':1,"
              + "'WriteCapacityUnits':1} | Neither ReadCapacityUnits nor WriteCapacityUnits can be"
              + " specified when BillingMode is PAY_PER_REQUEST",
          "'TableClass':'STANDARD','GlobalSecondaryIndexUpdates':[{'Update':{'IndexName':'abc',"
              + "'WarmThroughput':{}}}] | WarmThroughput must have at least one of"
              + " ReadUnitsPerSecond or WriteUnitsPerSecond specified for index: abc",
          "'OnDemandThroughput':{'MaxReadRequestUnits':1},'WarmThroughput':{"
              + "'ReadUnitsPerSecond':1} | OnDemandThroughput can only be combined with BillingMode"
              + " in an UpdateTable request",
          "'OnDemandThroughput':{'MaxReadRequestUnits':1},'GlobalSecondaryIndexUpdates':[{'Delete':{'IndexName':'abc'}}]"
              + " | OnDemandThroughput can only be combined with BillingMode in an UpdateTable"
              + " request",
          "'GlobalSecondaryIndexUpdates':[{'Update':{'IndexName':'abc','WarmThroughput':{}},'Delete':{'IndexName':'abc'}}]"
              + " | Only one global secondary index action is allowed per"
              + " GlobalSecondaryIndexUpdate object",
          "'GlobalSecondaryIndexUpdates':[{'Create':{'IndexName':'abc','KeySchema':[{'AttributeName':'a','KeyType':'HASH'}],'Projection':{}}},{'Delete':{'IndexName':'abc'}}]"
              + " | Only one global secondary index update per index is allowed simultaneously."
              + " Index: abc",
          "'SSESpecification':{'Enabled':true},'TableClass':'STANDARD' | Server-Side Encryption"
              + " modification must be the only operation in the request",
          "'TableClass':'STANDARD','DeletionProtectionEnabled':true | TableClass modification must"
              + " be the only operation in the request",
          "'DeletionProtectionEnabled':true,'BillingMode':'PAY_PER_REQUEST' | DeletionProtection"
              + " modification must be the only operation in the request",
          "'WarmThroughput':{'ReadUnitsPerSecond':1},'BillingMode':'PAY_PER_REQUEST' |"
              + " WarmThroughput must be the only operation in the request",
          "'ProvisionedThroughput':{'ReadCapacityUnits':1,'WriteCapacityUnits':1},"
              + "'StreamSpecification':{'StreamEnabled':false} | You cannot modify stream status"
              + " while updating table IOPS",
          "'ProvisionedThroughput':{'ReadCapacityUnits':1,'WriteCapacityUnits':1},"
              + "'GlobalSecondaryIndexUpdates':[{'Delete':{'IndexName':'abc'}}] | You cannot create"
              + " or delete index while updating table IOPS",
          "'StreamSpecification':{'StreamEnabled':true} | If stream is being enabled then"
              + " UpdateViewType is required",
          "'GlobalSecondaryIndexUpdates':[{'Create':{'IndexName':'abc','KeySchema':[{'AttributeName':'a','KeyType':'HASH'}],'Projection':{'ProjectionType':'ALL'}}}]"
              + " | AttributeDefinitions is not specified for index: abc",
        })
    void oneCallChangesOneThing(String members, String detail) {
      assertThat(Decoding.invalid(Operation.UPDATE_TABLE, "{'TableName':'abc'," + members + "}"))
          .isEqualTo(INVALID + detail);
    }

    @Test
    void ofChangesThatTolerateNoOtherTheFirstInTheServicesOrderIsNamed() {
      String members =
          "'WarmThroughput':{'ReadUnitsPerSecond':1},'DeletionProtectionEnabled':true,"
              + "'TableClass':'STANDARD','SSESpecification':{'Enabled':true}";

      for (String what :
          List.of(
              "Server-Side Encryption modification",
              "TableClass modification",
              "DeletionProtection modification")) {
        assertThat(Decoding.invalid(Operation.UPDATE_TABLE, "{'TableName':'abc'," + members + "}"))
            .isEqualTo(INVALID + what + " must be the only operation in the request");
        members = members.substring(0, members.lastIndexOf(",'"));
      }
      assertThat(Decoding.decode(Operation.UPDATE_TABLE, "{'TableName':'abc'," + members + "}"))
          .isInstanceOf(UpdateTableRequest.class);
    }

    @Test
    void aBillingModeMayBeGivenTogetherWithBoundsForRequests() {
      assertThat(
              Decoding.decode(
                      Operation.UPDATE_TABLE,
                      "{'TableName':'abc','BillingMode':'PAY_PER_REQUEST','OnDemandThroughput':{"
                          + "'MaxReadRequestUnits':1}}",
                      UpdateTableRequest.class)
                  .options()
                  .onDemandThroughput())
          .isEqualTo(new OnDemandThroughput(1L, null));
    }

    @Test
    void aBillingModeMayBeGivenTogetherWithAStream() {
      assertThat(
              Decoding.decode(
                      Operation.UPDATE_TABLE,
                      "{'TableName':'abc','BillingMode':'PAY_PER_REQUEST','StreamSpecification':{"
                          + "'StreamEnabled':true,'StreamViewType':'KEYS_ONLY'}}",
                      UpdateTableRequest.class)
                  .options())
          .isEqualTo(
              new TableOptions(
                  BillingMode.PAY_PER_REQUEST,
                  null,
                  null,
                  null,
                  new StreamSpecification(true, "KEYS_ONLY"),
                  null,
                  null,
                  null));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        value = {
          "'OnDemandThroughput':{'MaxReadRequestUnits':0} | Requested MaxReadRequestUnits for"
              + " OnDemandThroughput for index : abc is outside of valid range",
          "'OnDemandThroughput':{'MaxReadRequestUnits':1,'MaxWriteRequestUnits':-1} | Requested"
              + " MaxWriteRequestUnits for OnDemandThroughput for index : abc is outside of valid"
              + " range",
          "'WarmThroughput':{'WriteUnitsPerSecond':3},'ProvisionedThroughput':{'ReadCapacityUnits':4,'WriteCapacityUnits':4}"
              + " | Requested WriteUnitsPerSecond for WarmThroughput for index abc is lower than"
              + " WriteCapacityUnits of ProvisionedThroughput",
        })
    void theThroughputOfANewIndexIsCheckedAsInCreateTable(String throughput, String detail) {
      String index =
          "{'IndexName':'abc','KeySchema':[{'AttributeName':'a','KeyType':'HASH'}],"
              + "'Projection':{'ProjectionType':'ALL'},"
              + throughput
              + "}";

      assertThat(
              Decoding.invalid(
                  Operation.UPDATE_TABLE,
                  "{'TableName':'abc','AttributeDefinitions':[{'AttributeName':'a','AttributeType':'S'}],"
                      + "'GlobalSecondaryIndexUpdates':[{'Create':"
                      + index
                      + "}]}"))
          .isEqualTo(INVALID + detail);
    }

    @Test
    void emptyThroughputBesideAnotherChangeCountsAsNotGiven() {
      var request =
          Decoding.decode(
              Operation.UPDATE_TABLE,
              "{'TableName':'abc','WarmThroughput':{},'OnDemandThroughput':{},'TableClass':"
                  + "'STANDARD'}",
              UpdateTableRequest.class);

      assertThat(request.options())
          .isEqualTo(
              new TableOptions(null, null, null, null, null, null, TableClass.STANDARD, null));
    }

    @Test
    void anIndexMayBeNamedWithoutAnyChange() {
      assertThat(
              Decoding.decode(
                      Operation.UPDATE_TABLE,
                      "{'TableName':'abc','GlobalSecondaryIndexUpdates':[{'Update':{'IndexName':"
                          + "'abc','OnDemandThroughput':{}}}]}",
                      UpdateTableRequest.class)
                  .globalSecondaryIndexUpdates())
          .containsExactly(new GlobalSecondaryIndexUpdate.Update("abc", null, null, null));
    }

    @Test
    void encryptionWithoutAnythingSwitchesItOff() {
      assertThat(
              Decoding.decode(
                      Operation.UPDATE_TABLE,
                      "{'TableName':'abc','SSESpecification':{}}",
                      UpdateTableRequest.class)
                  .options()
                  .sseSpecification())
          .isEqualTo(new SseSpecification(false, null, null));
    }

    @Test
    void theRequestIsMapped() {
      // When
      var request =
          Decoding.decode(
              Operation.UPDATE_TABLE,
              "{'TableName':'abc','BillingMode':'PROVISIONED','ProvisionedThroughput':{"
                  + "'ReadCapacityUnits':1,'WriteCapacityUnits':2},'AttributeDefinitions':[{"
                  + "'AttributeName':'a','AttributeType':'B'}],'GlobalSecondaryIndexUpdates':[{"
                  + "'Update':{'IndexName':'abc','ProvisionedThroughput':{'ReadCapacityUnits':3,"
                  + "'WriteCapacityUnits':4}}},{'Create':{'IndexName':'def','KeySchema':[{"
                  + "'AttributeName':'a','KeyType':'HASH'}],'Projection':{'ProjectionType':"
                  + "'KEYS_ONLY'}}}]}",
              UpdateTableRequest.class);

      // Then
      assertThat(request.options().billingMode()).isEqualTo(BillingMode.PROVISIONED);
      assertThat(request.options().provisionedThroughput())
          .isEqualTo(new ProvisionedThroughput(1, 2));
      assertThat(request.globalSecondaryIndexUpdates())
          .containsExactly(
              new GlobalSecondaryIndexUpdate.Update(
                  "abc", new ProvisionedThroughput(3, 4), null, null),
              new GlobalSecondaryIndexUpdate.Create(
                  new GlobalSecondaryIndex(
                      "def",
                      List.of(new KeySchemaElement("a", KeyType.HASH)),
                      new Projection(ProjectionType.KEYS_ONLY, null),
                      null,
                      null,
                      null)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | The parameter 'TableName' is required but was not present in the request",
        "{'TableName':''} | TableName must be at least 3 characters long and at most 255 characters"
            + " long",
        "{'TableName':'a;'} | TableName must be at least 3 characters long and at most 255"
            + " characters long",
        "{'TableName':'arn:aws:dynamodb:us-east-1:123456789012:table/Music/index/a'} | 1 validation"
            + " error detected: Value"
            + " 'arn:aws:dynamodb:us-east-1:123456789012:table/Music/index/a' at 'tableName' failed"
            + " to satisfy constraint: Valid ARN format is"
            + " 'arn:<awsPartition>:<vendor>:<region>:<subscriber>:resourceType/resourceName',"
            + " where Resource name must have length less than or equal to 255, Resource name must"
            + " have length greater than or equal to 3, Resource name must satisfy regular"
            + " expression pattern: [a-zA-Z0-9_.-]+",
        "{'TableName':'arn:aws:dynamodb:us-east-1:123456789012:export/Music'} | 1 validation error"
            + " detected: Invalid resource type in"
            + " 'arn:aws:dynamodb:us-east-1:123456789012:export/Music'",
        "{'TableName':'ab;'} | 1 validation error detected: Value 'ab;' at 'tableName' failed to"
            + " satisfy constraint: Member must satisfy regular expression pattern:"
            + " [a-zA-Z0-9_.-]+",
      })
  void operationsOnTablesTakeValidNames(String body, String message) {
    for (Operation operation :
        List.of(
            Operation.DESCRIBE_TABLE,
            Operation.DELETE_TABLE,
            Operation.UPDATE_TABLE,
            Operation.DESCRIBE_TIME_TO_LIVE,
            Operation.UPDATE_TIME_TO_LIVE,
            Operation.DESCRIBE_CONTINUOUS_BACKUPS)) {
      assertThat(Decoding.invalid(operation, body)).isEqualTo(message);
    }
  }

  @Test
  void aNameMayHaveAtMost255Characters() {
    String name = "a".repeat(256);

    assertThat(Decoding.invalid(Operation.DESCRIBE_TABLE, "{'TableName':'" + name + "'}"))
        .isEqualTo("TableName must be at least 3 characters long and at most 255 characters long");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 1 validation error detected: Value null at 'timeToLiveSpecification' failed to"
            + " satisfy constraint: Member must not be null",
        "{'TimeToLiveSpecification':{}} | 2 validation errors detected: Value null at"
            + " 'timeToLiveSpecification.attributeName' failed to satisfy constraint: Member must"
            + " not be null; Value null at 'timeToLiveSpecification.enabled' failed to satisfy"
            + " constraint: Member must not be null",
        "{'TimeToLiveSpecification':{'AttributeName':'','Enabled':true}} | 1 validation error"
            + " detected: Value '' at 'timeToLiveSpecification.attributeName' failed to satisfy"
            + " constraint: Member must have length greater than or equal to 1",
      })
  void aTimeToLiveHasAnAttributeAndAState(String members, String message) {
    assertThat(
            Decoding.invalid(
                Operation.UPDATE_TIME_TO_LIVE,
                members.replaceFirst("\\{", "{'TableName':'abc',").replace(",}", "}")))
        .isEqualTo(message);
  }

  @Test
  void tablesAreDescribedAndDeletedByNameOrArn() {
    assertThat(Decoding.decode(Operation.DESCRIBE_TABLE, "{'TableName':'abc'}"))
        .isEqualTo(new DescribeTableRequest("abc"));
    assertThat(Decoding.decode(Operation.DELETE_TABLE, "{'TableName':'" + ARN + "'}"))
        .isEqualTo(new DeleteTableRequest(ARN));
    assertThat(Decoding.decode(Operation.DESCRIBE_LIMITS, "{'a':1}"))
        .isEqualTo(new DescribeLimitsRequest());
  }

  @Test
  void listTablesIsValidatedAndMapped() {
    assertThat(
            Decoding.invalid(Operation.LIST_TABLES, "{'ExclusiveStartTableName':'a;','Limit':101}"))
        .isEqualTo(
            "3 validation errors detected: Value 'a;' at 'exclusiveStartTableName' failed to"
                + " satisfy constraint: Member must satisfy regular expression pattern:"
                + " [a-zA-Z0-9_.-]+; Value 'a;' at 'exclusiveStartTableName' failed to satisfy"
                + " constraint: Member must have length greater than or equal to 3; Value '101' at"
                + " 'limit' failed to satisfy constraint: Member must have value less than or equal"
                + " to 100");
    assertThat(Decoding.decode(Operation.LIST_TABLES, "{}"))
        .isEqualTo(new ListTablesRequest(null, 100));
    assertThat(
            Decoding.decode(Operation.LIST_TABLES, "{'ExclusiveStartTableName':'abc','Limit':1}"))
        .isEqualTo(new ListTablesRequest("abc", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | Invalid TableArn",
        "{'ResourceArn':'abc','Tags':[]} | One or more parameter values were invalid: ARNs must"
            + " start with 'arn:': abc",
        "{'ResourceArn':'arn:aws:s3:::abc','Tags':[]} | One or more parameter values were invalid:"
            + " Provided Arn is not a DynamoDB resource arn: arn:aws:s3:::abc",
        "{'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/a','Tags':[]} | Invalid"
            + " TableArn: Invalid ResourceArn provided as input"
            + " arn:aws:dynamodb:us-east-1:123456789012:table/a",
        "{'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music'} | 1 validation error"
            + " detected: Value null at 'tags' failed to satisfy constraint: Member must not be"
            + " null",
        "{'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music','Tags':[]} | Atleast"
            + " one Tag needs to be provided as Input.",
        "{'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music','Tags':[{'Key':'a'}]}"
            + " | The Tag Value provided is invalid, Value: null",
        "{'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music','Tags':[{'Key':'a*',"
            + "'Value':''}]} | The Tag Key provided is invalid, Key: a*",
        "{'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music','Tags':[{'Key':"
            + "'aws:a','Value':''}]} | Tag Key cannot be prefixed with aws:, Key: aws:a",
        "{'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music','Tags':[{'Key':"
            + "'AWS:a','Value':''}]} | Tag Key cannot be prefixed with aws:, Key: AWS:a",
        "{'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music','Tags':[{}]} | The"
            + " Tag Key provided is invalid, Key: null",
        "{'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music','Tags':[{'Key':'a',"
            + "'Value':'100%'}]} | The Tag Value provided is invalid, Value: 100%",
        "{'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music','Tags':[{'Key':'a',"
            + "'Value':''},{'Key':'a','Value':''}]} | Duplicate Tag Keys provided as input:"
            + " Duplicate Tag Key found a",
      })
  void tagsAreValidated(String body, String message) {
    assertThat(Decoding.invalid(Operation.TAG_RESOURCE, body)).isEqualTo(message);
  }

  @Test
  void tagsHaveLimits() {
    String start = "{'ResourceArn':'" + ARN + "','Tags':[{'Key':'";
    String key = "k".repeat(129);
    String value = "v".repeat(257);
    String keys =
        IntStream.range(0, 51).mapToObj(i -> "'k" + i + "'").collect(Collectors.joining(","));

    assertThat(Decoding.invalid(Operation.TAG_RESOURCE, start + key + "','Value':''}]}"))
        .isEqualTo("The Tag Key provided is invalid, Key: " + key);
    assertThat(Decoding.invalid(Operation.TAG_RESOURCE, start + "k','Value':'" + value + "'}]}"))
        .isEqualTo("The Tag Value provided is invalid, Value: " + value);
    assertThat(
            Decoding.invalid(
                Operation.UNTAG_RESOURCE, "{'ResourceArn':'" + ARN + "','TagKeys':[" + keys + "]}"))
        .isEqualTo("Number of Tags exceed the current limit for the provided ResourceArn");
    assertThat(
            Decoding.invalid(
                Operation.UNTAG_RESOURCE, "{'ResourceArn':'" + ARN + "','TagKeys':[]}"))
        .isEqualTo("Atleast one Tag Key needs to be provided as Input.");
  }

  @Test
  void tagsAreMapped() {
    assertThat(
            Decoding.decode(
                Operation.TAG_RESOURCE,
                "{'ResourceArn':'" + ARN + "','Tags':[{'Key':'a b','Value':'é+-=._:/@'}]}"))
        .isEqualTo(new TagResourceRequest(ARN, List.of(new Tag("a b", "é+-=._:/@"))));
    assertThat(
            Decoding.decode(
                Operation.UNTAG_RESOURCE, "{'ResourceArn':'" + ARN + "','TagKeys':['a']}"))
        .isEqualTo(new UntagResourceRequest(ARN, List.of("a")));
  }

  @Test
  void policiesOfResourcesAreMapped() {
    assertThat(
            Decoding.decode(
                Operation.PUT_RESOURCE_POLICY,
                "{'ResourceArn':'"
                    + ARN
                    + "','Policy':'{}','ExpectedRevisionId':'NO_POLICY',"
                    + "'ConfirmRemoveSelfResourceAccess':true}"))
        .isEqualTo(new PutResourcePolicyRequest(ARN, "{}", "NO_POLICY", true));
    assertThat(
            Decoding.decode(
                Operation.GET_RESOURCE_POLICY, "{'ResourceArn':'" + ARN + "/stream/2026'}"))
        .isEqualTo(new GetResourcePolicyRequest(ARN + "/stream/2026"));
    assertThat(Decoding.decode(Operation.DELETE_RESOURCE_POLICY, "{'ResourceArn':'" + ARN + "'}"))
        .isEqualTo(new DeleteResourcePolicyRequest(ARN, null));
  }

  @Test
  void policiesBelongToTablesAndStreamsAndAreNotTooLong() {
    assertThat(
            Decoding.invalid(
                Operation.PUT_RESOURCE_POLICY,
                "{'ResourceArn':'" + ARN + "/index/i','Policy':'{}'}"))
        .startsWith("One or more parameter values were invalid: Invalid resource arn provided");
    assertThat(Decoding.invalid(Operation.PUT_RESOURCE_POLICY, "{'ResourceArn':'" + ARN + "'}"))
        .isEqualTo(
            "1 validation error detected: Value null at 'policy' failed to satisfy constraint:"
                + " Member must not be null");
    assertThat(
            Decoding.invalid(
                Operation.PUT_RESOURCE_POLICY,
                "{'ResourceArn':'" + ARN + "','Policy':'" + "x".repeat(20_481) + "'}"))
        .isEqualTo(
            "One or more parameter values were invalid: Maximum policy size of 20480 bytes"
                + " exceeded");
  }

  @Test
  void operationsAreFoundByTheirTarget() {
    assertThat(Operation.of("DynamoDB_20120810.GetItem")).isEqualTo(Operation.GET_ITEM);
    assertThat(Operation.of("DynamoDB_20120810.getItem")).isNull();
    assertThat(Operation.of("GetItem")).isNull();
    assertThat(Operation.values())
        .allSatisfy(operation -> assertThat(Operation.of(operation.target())).isEqualTo(operation));
  }
}
