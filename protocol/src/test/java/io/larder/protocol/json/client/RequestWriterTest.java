package io.larder.protocol.json.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.dax.request.RandomRequest;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.DocumentPath.Step;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is written reads as the same request again. A failure names the seed of its request; a test
 * of that seed alone repeats it.
 */
class RequestWriterTest {
  private static final int SEEDS = 1_500;

  /** A body with single quotes for legibility. */
  private static Request<?> quoted(String operation, String body) {
    return Requests.quoted(
        Objects.requireNonNull(Operation.of("DynamoDB_20120810." + operation)), body);
  }

  private static byte[] write(Request<?> request) {
    var out = new JsonWriter();
    RequestWriter.write(request, out);
    return out.toByteArray();
  }

  private static String text(Request<?> request) {
    return new String(write(request), StandardCharsets.UTF_8).replace('"', '\'');
  }

  private static void assertReadsAsTheSame(Request<?> request, String description) {
    byte[] written = write(request);
    Operation operation = Objects.requireNonNull(Operation.of(RequestWriter.target(request)));
    assertThat(Meaning.of(Requests.decode(operation, written)))
        .as(description + ": " + new String(written, StandardCharsets.UTF_8))
        .isEqualTo(Meaning.of(request));
  }

  /** True of a request that was not refused. */
  private static boolean isReadAsTheSame(long seed, Callable<Request<?>> decoding)
      throws Exception {
    Request<?> request;
    try {
      request = decoding.call();
    } catch (ServiceException refused) {
      return false;
    }
    assertReadsAsTheSame(request, "seed " + seed);
    return true;
  }

  private static boolean isJsonReadAsTheSame(long seed) {
    try {
      var random = new RandomRequest(seed);
      Operation operation = Objects.requireNonNull(random.method.operation());
      return isReadAsTheSame(seed, () -> Requests.decode(operation, random.json.toByteArray()));
    } catch (Exception e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static boolean isDaxReadAsTheSame(long seed) {
    try {
      var random = new RandomRequest(seed);
      return !random.isTooLong() && isReadAsTheSame(seed, () -> random.decodeDax().request());
    } catch (Exception e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  @Test
  void whatCameAsJsonIsWrittenAsTheSame() {
    long good = LongStream.range(0, SEEDS).filter(RequestWriterTest::isJsonReadAsTheSame).count();

    // If all were refused, this would show nothing.
    assertThat(good).isGreaterThan(SEEDS / 4L);
  }

  @Test
  void whatCameOverDaxIsWrittenAsTheSame() {
    long good = LongStream.range(0, SEEDS).filter(RequestWriterTest::isDaxReadAsTheSame).count();

    assertThat(good).isGreaterThan(SEEDS / 4L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PutItem | {'TableName':'abc','Item':{'a':{'S':'x'}},'Expected':{'a':{'Exists':false}}}",
        "PutItem | {'TableName':'abc','Item':{'a':{'S':'x'}},'ConditionalOperator':'OR','Expected':"
            + "{'a':{'Value':{'N':'1'}},'b':{'ComparisonOperator':'NOT_CONTAINS',"
            + "'AttributeValueList':[{'S':'y'}]}}}",
        "DeleteItem | {'TableName':'abc','Key':{'a':{'S':'x'}},'ReturnValues':'ALL_OLD','Expected':"
            + "{'c':{'ComparisonOperator':'BETWEEN','AttributeValueList':[{'N':'1'},{'N':'2'}]}}}",
        "UpdateItem | {'TableName':'abc','Key':{'a':{'S':'x'}},'AttributeUpdates':{'b':{'Value':"
            + "{'N':'1'},'Action':'ADD'},'c':{'Action':'DELETE'},'d':{'Value':{'S':'e'}}}}",
        "UpdateItem | {'TableName':'abc','Key':{'a':{'S':'x'}},'AttributeUpdates':{}}",
        "UpdateItem | {'TableName':'abc','Key':{'a':{'S':'x'}}}",
        "GetItem | {'TableName':'abc','Key':{'a':{'S':'x'}},'AttributesToGet':['name','b']}",
        "Query | {'TableName':'abc','KeyConditions':{'a':{'ComparisonOperator':'EQ',"
            + "'AttributeValueList':[{'S':'x'}]},'b':{'ComparisonOperator':'BEGINS_WITH',"
            + "'AttributeValueList':[{'S':'y'}]}},'QueryFilter':{'c':{'ComparisonOperator':"
            + "'NULL'}},'AttributesToGet':['d']}",
        "Query | {'TableName':'abc','KeyConditions':{'a':{'ComparisonOperator':'EQ',"
            + "'AttributeValueList':[{'S':'x'}]},'b':{'ComparisonOperator':'NOT_NULL'}}}",
        "Query | {'TableName':'abc','KeyConditions':{'a':{'ComparisonOperator':'CONTAINS',"
            + "'AttributeValueList':[{'S':'x'}]},'b':{'ComparisonOperator':'IN',"
            + "'AttributeValueList':[{'N':'1'},{'N':'2'}]}},'FilterExpression':'c = :c',"
            + "'ExpressionAttributeValues':{':c':{'S':'d'}}}",
        "Scan | {'TableName':'abc','ScanFilter':{'a':{'ComparisonOperator':'GT',"
            + "'AttributeValueList':[{'N':'1'}]},'b':{'ComparisonOperator':'NE',"
            + "'AttributeValueList':[{'N':'1'}]}},'ConditionalOperator':'OR','Segment':0,"
            + "'TotalSegments':4}",
        "BatchGetItem | {'RequestItems':{'abc':{'Keys':[{'a':{'S':'x'}}],'AttributesToGet':"
            + "['b','c'],'ConsistentRead':true}}}",
      })
  void legacyParametersAreWrittenAsExpressionsOfTheSameMeaning(String operation, String body) {
    assertReadsAsTheSame(quoted(operation, body), body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ListTables | {'ExclusiveStartTableName':'abc','Limit':7}",
        "ListTables | {}",
        "DescribeTable | {'TableName':'abc'}",
        "DeleteTable | {'TableName':'abc'}",
        "DescribeLimits | {}",
        "DescribeEndpoints | {}",
        "DescribeContinuousBackups | {'TableName':'abc'}",
        "DescribeTimeToLive | {'TableName':'abc'}",
        "UpdateTimeToLive | {'TableName':'abc','TimeToLiveSpecification':{'AttributeName':'t',"
            + "'Enabled':false}}",
        "ListTagsOfResource | {'ResourceArn':"
            + "'arn:aws:dynamodb:us-east-1:123456789012:table/Music','NextToken':'n'}",
        "TagResource | {'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music',"
            + "'Tags':[{'Key':'a','Value':'b'},{'Key':'c','Value':''}]}",
        "UntagResource | {'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music',"
            + "'TagKeys':['a','c']}",
        "PutResourcePolicy | {'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music',"
            + "'Policy':'{}','ExpectedRevisionId':'1','ConfirmRemoveSelfResourceAccess':true}",
        "GetResourcePolicy | {'ResourceArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music'}",
        "DeleteResourcePolicy | {'ResourceArn':"
            + "'arn:aws:dynamodb:us-east-1:123456789012:table/Music','ExpectedRevisionId':'1'}",
        "CreateTable | {'TableName':'abc','AttributeDefinitions':[{'AttributeName':'p',"
            + "'AttributeType':'S'},{'AttributeName':'s','AttributeType':'N'}],'KeySchema':["
            + "{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'s','KeyType':'RANGE'}],"
            + "'LocalSecondaryIndexes':[{'IndexName':'loc','KeySchema':[{'AttributeName':'p',"
            + "'KeyType':'HASH'},{'AttributeName':'s','KeyType':'RANGE'}],'Projection':"
            + "{'ProjectionType':'KEYS_ONLY'}}],'GlobalSecondaryIndexes':[{'IndexName':'glo',"
            + "'KeySchema':[{'AttributeName':'s','KeyType':'HASH'}],'Projection':{'ProjectionType':"
            + "'INCLUDE','NonKeyAttributes':['x','y']},'ProvisionedThroughput':"
            + "{'ReadCapacityUnits':1,'WriteCapacityUnits':2},'WarmThroughput':"
            + "{'ReadUnitsPerSecond':3}}],'BillingMode':'PROVISIONED','ProvisionedThroughput':"
            + "{'ReadCapacityUnits':3,'WriteCapacityUnits':4},'WarmThroughput':"
            + "{'WriteUnitsPerSecond':5},'StreamSpecification':{'StreamEnabled':true,"
            + "'StreamViewType':'KEYS_ONLY'},'SSESpecification':{'Enabled':true,'SSEType':'KMS',"
            + "'KMSMasterKeyId':'k'},'TableClass':'STANDARD_INFREQUENT_ACCESS',"
            + "'DeletionProtectionEnabled':true,'Tags':[{'Key':'a','Value':'b'}],"
            + "'ResourcePolicy':'{}'}",
        "CreateTable | {'TableName':'abc','AttributeDefinitions':[{'AttributeName':'p',"
            + "'AttributeType':'B'}],'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
            + "'BillingMode':'PAY_PER_REQUEST','OnDemandThroughput':{'MaxReadRequestUnits':3,"
            + "'MaxWriteRequestUnits':4}}",
        "UpdateTable | {'TableName':'abc','AttributeDefinitions':[{'AttributeName':'p',"
            + "'AttributeType':'S'}],'GlobalSecondaryIndexUpdates':[{'Create':{'IndexName':'new',"
            + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'Projection':{'ProjectionType':"
            + "'ALL'}}}]}",
        "UpdateTable | {'TableName':'abc','GlobalSecondaryIndexUpdates':[{'Update':{'IndexName':"
            + "'old','ProvisionedThroughput':{'ReadCapacityUnits':3,'WriteCapacityUnits':4}}}]}",
        "UpdateTable | {'TableName':'abc','GlobalSecondaryIndexUpdates':[{'Delete':{'IndexName':"
            + "'old'}}]}",
        "UpdateTable | {'TableName':'abc','StreamSpecification':{'StreamEnabled':false}}",
        "UpdateContinuousBackups | {'TableName':'abc','PointInTimeRecoverySpeci"
            + "fication':{'PointInTimeRecoveryEnabled':true}}",
        "UpdateContributorInsights | {'TableName':'abc','ContributorInsightsAct" + "ion':'ENABLE'}",
        "DescribeContributorInsights | {'TableName':'abc'}",
        "ListContributorInsights | {}",
        "EnableKinesisStreamingDestination | {'TableName':'abc','StreamArn':'ar"
            + "n:aws:kinesis:us-east-1:123456789012:stream/changes'}",
        "DisableKinesisStreamingDestination | {'TableName':'abc','StreamArn':'a"
            + "rn:aws:kinesis:us-east-1:123456789012:stream/changes'}",
        "UpdateKinesisStreamingDestination | {'TableName':'abc','StreamArn':'ar"
            + "n:aws:kinesis:us-east-1:123456789012:stream/changes','UpdateKinesisStr"
            + "eamingConfiguration':{'ApproximateCreationDateTimePrecision':'MICROSEC"
            + "OND'}}",
        "DescribeKinesisStreamingDestination | {'TableName':'abc'}",
        "UpdateContinuousBackups | {'TableName':'abc','PointInTimeRecoverySpeci"
            + "fication':{'PointInTimeRecoveryEnabled':true,'RecoveryPeriodInDays':7}"
            + "}",
        "UpdateContributorInsights | {'TableName':'abc','IndexName':'new','Cont"
            + "ributorInsightsAction':'DISABLE','ContributorInsightsMode':'THROTTLED_"
            + "KEYS'}",
        "DescribeContributorInsights | {'TableName':'abc','IndexName':'new'}",
        "ListContributorInsights | {'TableName':'abc','NextToken':'n','MaxResul" + "ts':7}",
        "EnableKinesisStreamingDestination | {'TableName':'abc','StreamArn':'ar"
            + "n:aws:kinesis:us-east-1:123456789012:stream/changes','EnableKinesisStr"
            + "eamingConfiguration':{'ApproximateCreationDateTimePrecision':'MILLISEC"
            + "OND'}}",
      })
  void operationsOnTablesAreWrittenAsTheSame(String operation, String body) {
    assertReadsAsTheSame(quoted(operation, body), body);
  }

  @Test
  void whatIsLeftOutByDefaultIsNotWritten() {
    assertThat(
            text(
                quoted(
                    "Query",
                    "{'TableName':'abc','KeyConditionExpression':'a = :a','ScanIndexForward':true,"
                        + "'ConsistentRead':false,'ReturnConsumedCapacity':'NONE',"
                        + "'ExpressionAttributeValues':{':a':{'S':'x'}}}")))
        .isEqualTo(
            "{'TableName':'abc','KeyConditionExpression':'a=:0','ExpressionAttributeValues':"
                + "{':0':{'S':'x'}}}");
  }

  @Test
  void theItemOfAPutIsWrittenAsItStands() {
    assertThat(
            text(
                quoted(
                    "PutItem",
                    "{'TableName':'abc','Item':{'z':{'N':'1.50'},'a':{'S':'é'}},'ReturnValues':"
                        + "'ALL_OLD','ReturnValuesOnConditionCheckFailure':'ALL_OLD',"
                        + "'ReturnConsumedCapacity':'INDEXES','ReturnItemCollectionMetrics':"
                        + "'SIZE'}")))
        .isEqualTo(
            "{'TableName':'abc','Item':{'z':{'N':'1.5'},'a':{'S':'é'}},'ReturnValues':'ALL_OLD',"
                + "'ReturnValuesOnConditionCheckFailure':'ALL_OLD','ReturnConsumedCapacity':"
                + "'INDEXES','ReturnItemCollectionMetrics':'SIZE'}");
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 40})
  void aValueThatCancelsATransactionByItsDepthIsStillTooDeep(int levels) {
    // Given
    String deep = "{'L':[".repeat(levels - 1) + "{'S':'x'}" + "]}".repeat(levels - 1);
    Request<?> transaction =
        quoted(
            "TransactWriteItems",
            "{'TransactItems':[{'Update':{'TableName':'abc','Key':{'a':{'S':'x'}},"
                + "'UpdateExpression':'SET b = :b','ExpressionAttributeValues':{':b':"
                + deep
                + "}}}]}");

    // Then
    assertThat(transaction.toString()).contains("hasTooDeepValue=true");
    assertReadsAsTheSame(transaction, "depth " + levels);
  }

  /** The words in which the service refuses a Scan with this filter as it is written. */
  private static String refusal(ConditionExpression filter) {
    var page = new PageRequest(null, filter, null, null, null, null, false);
    var scan =
        new ScanRequest("abc", null, page, ReturnConsumedCapacity.NONE, ValidationLayer.NEWER);
    byte[] written = write(scan);
    return catchThrowableOfType(
            ServiceException.class, () -> Requests.decode(Operation.SCAN, written))
        .getMessage();
  }

  @Test
  void whatNoTextCanSayIsForTheUpstreamToRefuse() {
    // Given
    var literal = new Operand.Literal(new AttributeValue.Null());
    List<Condition> many =
        IntStream.range(0, 302)
            .<Condition>mapToObj(
                i ->
                    new Condition.Compare(
                        DocumentPath.ofAttribute("attribute" + i), Comparison.EQ, literal))
            .toList();
    List<Step> steps = Collections.nCopies(20, new DocumentPath.Element(1_000));
    List<Condition> deep =
        many.subList(0, 50).stream()
            .<Condition>map(
                _ -> new Condition.Compare(new DocumentPath("a", steps), Comparison.EQ, literal))
            .toList();

    // Then
    assertThat(refusal(ConditionExpression.ofLegacy(new Condition.Any(many))))
        .contains("too many operators");
    assertThat(refusal(ConditionExpression.of("FilterExpression", new Condition.Any(deep))))
        .contains("Expression size has exceeded");
  }

  @Test
  void whatIsForwardedIsWrittenAsItCame() {
    byte[] body = "{ \"x\" : 1 }".getBytes(StandardCharsets.UTF_8);
    var request = new ForwardedRequest("DynamoDB_20120810.New", JsonBytes.of(body));

    assertThat(RequestWriter.target(request)).isEqualTo("DynamoDB_20120810.New");
    assertThat(write(request)).isEqualTo(body);
  }
}
