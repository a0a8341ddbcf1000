package io.larder.protocol.json;

import static io.larder.protocol.json.Decoding.decode;
import static io.larder.protocol.json.Decoding.invalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.DescribeStreamRequest;
import io.larder.protocol.operation.DescribeStreamResponse;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.GetShardIteratorRequest;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.ListStreamsRequest;
import io.larder.protocol.operation.ListStreamsResponse;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.Shard;
import io.larder.protocol.operation.ShardPosition;
import io.larder.protocol.operation.StreamDescription;
import io.larder.protocol.operation.StreamRecord;
import io.larder.protocol.operation.StreamStatus;
import io.larder.protocol.operation.StreamSummary;
import io.larder.protocol.operation.StreamViewType;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations on streams: what is asked, what is refused, and how they are answered. */
class StreamsTest {
  private static final String ARN =
      "arn:aws:dynamodb:us-east-1:123456789012:table/abc/stream/2026-11-29T10:00:00.123";
  private static final String SHARD = "shardId-00000001414562045508-2bac9cd2";
  private static final String NUMBER = "300000000000000499659";
  private static final Item KEYS = Item.of(Map.of("p", new AttributeValue.Str("x")));
  private static final Item IMAGE =
      Item.of(Map.of("p", new AttributeValue.Str("x"), "b", new AttributeValue.Bool(true)));

  private static String encode(Response response) {
    var out = new JsonWriter();
    ResponseEncoder.encode(response, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8).replace('"', '\'');
  }

  private static String failed(String value, String path, String constraint) {
    return "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
        .formatted(value, path, constraint);
  }

  private static String missing(String path) {
    return "1 validation error detected: Value null at '"
        + path
        + "' failed to satisfy constraint: Member must not be null";
  }

  private static String iterator(String rest) {
    return "{'StreamArn':'%s','ShardId':'%s',%s}".formatted(ARN, SHARD, rest);
  }

  @Test
  void everyMemberIsRead() {
    assertThat(decode(Operation.LIST_STREAMS, "{}"))
        .isEqualTo(new ListStreamsRequest(null, null, 100));
    assertThat(
            decode(
                Operation.LIST_STREAMS,
                "{'TableName':'abc','ExclusiveStartStreamArn':'" + ARN + "','Limit':1}"))
        .isEqualTo(new ListStreamsRequest("abc", ARN, 1));
    assertThat(decode(Operation.DESCRIBE_STREAM, "{'StreamArn':'" + ARN + "'}"))
        .isEqualTo(new DescribeStreamRequest(ARN, null, null, 100));
    assertThat(
            decode(
                Operation.DESCRIBE_STREAM,
                "{'StreamArn':'%s','ExclusiveStartShardId':'%s','Limit':5,'ShardFilter':{'Type':'CHILD_SHARDS','ShardId':'%s'}}"
                    .formatted(ARN, SHARD, SHARD + "0")))
        .isEqualTo(new DescribeStreamRequest(ARN, SHARD, SHARD + "0", 5));
    assertThat(decode(Operation.GET_SHARD_ITERATOR, iterator("'ShardIteratorType':'TRIM_HORIZON'")))
        .isEqualTo(new GetShardIteratorRequest(ARN, SHARD, ShardPosition.TRIM_HORIZON));
    assertThat(
            decode(
                Operation.GET_SHARD_ITERATOR,
                iterator(
                    "'ShardIteratorType':'AT_SEQUENCE_NUMBER','SequenceNumber':'" + NUMBER + "'")))
        .isEqualTo(new GetShardIteratorRequest(ARN, SHARD, ShardPosition.at(NUMBER)));
    assertThat(decode(Operation.GET_RECORDS, "{'ShardIterator':'i','Limit':1000}"))
        .isEqualTo(new GetRecordsRequest("i", 1000));
  }

  @ParameterizedTest
  @CsvSource({
    "LIST_STREAMS, {'Limit':0}, 0, greater than or equal to 1",
    "LIST_STREAMS, {'Limit':101}, 101, less than or equal to 100",
    "LIST_STREAMS, {'Limit':100000}, 100000, less than or equal to 100",
    "GET_RECORDS, '{\"ShardIterator\":\"i\",\"Limit\":0}', 0, greater than or equal to 1",
  })
  void aLimitHasLimits(Operation operation, String body, String value, String bound) {
    assertThat(invalid(operation, body))
        .isEqualTo(failed(value, "limit", "Member must have value " + bound));
  }

  @Test
  void moreRecordsThanAPageHoldsExceedALimit() {
    assertThat(Decoding.error(Operation.GET_RECORDS, "{'ShardIterator':'i','Limit':1001}"))
        .isInstanceOf(ServiceError.LimitExceeded.class);
  }

  @Test
  void whatIsRequiredMustBeThere() {
    assertThat(invalid(Operation.DESCRIBE_STREAM, "{}")).isEqualTo(missing("streamArn"));
    assertThat(invalid(Operation.GET_RECORDS, "{}")).isEqualTo(missing("shardIterator"));
    assertThat(invalid(Operation.GET_SHARD_ITERATOR, "{}"))
        .startsWith("3 validation errors detected: ");
  }

  @Test
  void lengthsAreThoseOfTheModel() {
    assertThat(invalid(Operation.DESCRIBE_STREAM, "{'StreamArn':'x'}"))
        .isEqualTo(failed("x", "streamArn", "Member must have length greater than or equal to 37"));
    assertThat(invalid(Operation.GET_RECORDS, "{'ShardIterator':''}"))
        .isEqualTo(
            failed("", "shardIterator", "Member must have length greater than or equal to 1"));
    String tooLong = "i".repeat(2049);
    assertThat(invalid(Operation.GET_RECORDS, "{'ShardIterator':'" + tooLong + "'}"))
        .isEqualTo(
            failed(tooLong, "shardIterator", "Member must have length less than or equal to 2048"));
    assertThat(
            invalid(
                Operation.GET_SHARD_ITERATOR,
                iterator("'ShardIteratorType':'AT_SEQUENCE_NUMBER','SequenceNumber':'1'")))
        .isEqualTo(
            failed("1", "sequenceNumber", "Member must have length greater than or equal to 21"));
    assertThat(
            invalid(
                Operation.DESCRIBE_STREAM,
                "{'StreamArn':'" + ARN + "','ExclusiveStartShardId':'s'}"))
        .isEqualTo(
            failed(
                "s",
                "exclusiveStartShardId",
                "Member must have length greater than or equal to 28"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:dynamodb:us-east-1:123456789012:table/abc",
        "arn:aws:dynamodb:us-east-1:123456789012:table/abc/stream/",
        "arn:aws:dynamodb:us-east-1:123456789012:table/abc/stream/a/b",
        "arn:aws:dynamodb:us-east-1:123456789012:table/abc/index/i/stream/l",
        "arn:aws:kinesis:us-east-1:123456789012:table/abc/stream/label",
        "arn:aws:dynamodb::123456789012:table/abc/stream/label/or/not",
        "arn:aws:dynamodb:us-east-1:table/abc/stream/2026-11-29T10:00:00.123",
        "table/abc/stream/2026-11-29T10:00:00.123 and so on, and so on",
      })
  void whatIsNoStreamIsRefused(String arn) {
    assertThat(invalid(Operation.DESCRIBE_STREAM, "{'StreamArn':'" + arn + "'}"))
        .isEqualTo("Invalid StreamArn");
    assertThat(invalid(Operation.LIST_STREAMS, "{'ExclusiveStartStreamArn':'" + arn + "'}"))
        .isEqualTo("Invalid StreamArn");
  }

  @Test
  void aFilterMustSayWhichShardsAreWanted() {
    String body = "{'StreamArn':'" + ARN + "','ShardFilter':{%s}}";

    assertThat(invalid(Operation.DESCRIBE_STREAM, body.formatted("'ShardId':'" + SHARD + "'")))
        .isEqualTo(missing("shardFilter.type"));
    assertThat(invalid(Operation.DESCRIBE_STREAM, body.formatted("'Type':'CHILD_SHARDS'")))
        .isEqualTo(missing("shardFilter.shardId"));
    assertThat(
            invalid(
                Operation.DESCRIBE_STREAM,
                body.formatted("'Type':'PARENTS','ShardId':'" + SHARD + "'")))
        .isEqualTo(
            failed(
                "PARENTS",
                "shardFilter.type",
                "Member must satisfy enum value set: [CHILD_SHARDS]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"})
  void aPlaceByNumberNeedsTheNumber(String type) {
    assertThat(
            invalid(Operation.GET_SHARD_ITERATOR, iterator("'ShardIteratorType':'" + type + "'")))
        .isEqualTo("One or more parameter values were invalid: SequenceNumber cannot be null");
    assertThat(
            invalid(
                Operation.GET_SHARD_ITERATOR,
                iterator(
                    "'SequenceNumber':'12345678901234567890x','ShardIteratorType':'" + type + "'")))
        .isEqualTo("Invalid SequenceNumber");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRIM_HORIZON", "LATEST"})
  void anyOtherPlaceHasNone(String type) {
    assertThat(
            invalid(
                Operation.GET_SHARD_ITERATOR,
                iterator("'SequenceNumber':'" + NUMBER + "','ShardIteratorType':'" + type + "'")))
        .isEqualTo(
            "One or more parameter values were invalid: SequenceNumber should not be passed for"
                + " this iterator type");
  }

  @Test
  void thereAreFourTypesOfIterator() {
    assertThat(
            invalid(Operation.GET_SHARD_ITERATOR, iterator("'ShardIteratorType':'AT_TIMESTAMP'")))
        .isEqualTo(
            failed(
                "AT_TIMESTAMP",
                "shardIteratorType",
                "Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST,"
                    + " AT_SEQUENCE_NUMBER, TRIM_HORIZON]"));
  }

  @Test
  void listsAndDescriptionsSayWhereToGoOnOnlyIfThereIsMore() {
    assertThat(
            encode(new ListStreamsResponse(List.of(new StreamSummary(ARN, "abc", "label")), null)))
        .isEqualTo(
            "{'Streams':[{'StreamArn':'" + ARN + "','TableName':'abc','StreamLabel':'label'}]}");
    assertThat(encode(new ListStreamsResponse(List.of(), ARN)))
        .isEqualTo("{'Streams':[],'LastEvaluatedStreamArn':'" + ARN + "'}");
    assertThat(
            encode(
                new DescribeStreamResponse(
                    new StreamDescription(
                        ARN,
                        "label",
                        StreamStatus.ENABLED,
                        StreamViewType.KEYS_ONLY,
                        Instant.ofEpochMilli(1_764_410_000_500L),
                        "abc",
                        List.of(new KeySchemaElement("p", KeyType.HASH)),
                        List.of(new Shard("s1", null, "1", "2"), new Shard("s2", "s1", "3", null)),
                        "s2"))))
        .isEqualTo(
            "{'StreamDescription':{'StreamArn':'"
                + ARN
                + "','StreamLabel':'label','StreamStatus':'ENABLED','StreamViewType':'KEYS_ONLY',"
                + "'CreationRequestDateTime':1.7644100005E9,'TableName':'abc',"
                + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'Shards':["
                + "{'ShardId':'s1','SequenceNumberRange':{'StartingSequenceNumber':'1',"
                + "'EndingSequenceNumber':'2'}},{'ShardId':'s2','SequenceNumberRange':"
                + "{'StartingSequenceNumber':'3'},'ParentShardId':'s1'}],"
                + "'LastEvaluatedShardId':'s2'}}");
  }

  @Test
  void aRecordShowsWhatItsViewShowsAndWhoDidIt() {
    var modified =
        new StreamRecord(
            "e1",
            StreamRecord.EventName.MODIFY,
            "us-east-1",
            Instant.ofEpochMilli(1_764_410_000_999L),
            KEYS,
            IMAGE,
            KEYS,
            NUMBER,
            8,
            StreamViewType.NEW_AND_OLD_IMAGES,
            false);
    var expired =
        new StreamRecord(
            "e2",
            StreamRecord.EventName.REMOVE,
            "us-east-1",
            Instant.ofEpochSecond(1_764_410_001),
            KEYS,
            null,
            null,
            NUMBER,
            2,
            StreamViewType.KEYS_ONLY,
            true);

    assertThat(encode(new GetRecordsResponse(List.of(modified, expired), "next")))
        .isEqualTo(
            "{'Records':[{'eventID':'e1','eventName':'MODIFY','eventVersion':'1.1',"
                + "'eventSource':'aws:dynamodb','awsRegion':'us-east-1','dynamodb':{"
                + "'ApproximateCreationDateTime':1764410000,'Keys':{'p':{'S':'x'}},"
                + "'NewImage':"
                + new String(json(IMAGE), StandardCharsets.UTF_8).replace('"', '\'')
                + ",'OldImage':{'p':{'S':'x'}},'SequenceNumber':'"
                + NUMBER
                + "','SizeBytes':8,'StreamViewType':'NEW_AND_OLD_IMAGES'}},"
                + "{'eventID':'e2','eventName':'REMOVE','eventVersion':'1.1',"
                + "'eventSource':'aws:dynamodb','awsRegion':'us-east-1','dynamodb':{"
                + "'ApproximateCreationDateTime':1764410001,'Keys':{'p':{'S':'x'}},"
                + "'SequenceNumber':'"
                + NUMBER
                + "','SizeBytes':2,'StreamViewType':'KEYS_ONLY'},'userIdentity':"
                + "{'Type':'Service','PrincipalId':'dynamodb.amazonaws.com'}}],"
                + "'NextShardIterator':'next'}");
  }

  private static byte[] json(Item item) {
    byte[] json = new byte[item.jsonLength()];
    item.copyJsonTo(json, 0);
    return json;
  }

  @Test
  void theEndOfAClosedShardIsAPageWithNoPlaceToGoOn() {
    assertThat(encode(new GetRecordsResponse(List.of(), null))).isEqualTo("{'Records':[]}");
  }
}
