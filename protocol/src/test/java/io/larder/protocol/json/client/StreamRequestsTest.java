package io.larder.protocol.json.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.DescribeStreamRequest;
import io.larder.protocol.operation.DescribeStreamResponse;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.GetShardIteratorRequest;
import io.larder.protocol.operation.GetShardIteratorResponse;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.ListStreamsRequest;
import io.larder.protocol.operation.ListStreamsResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.Shard;
import io.larder.protocol.operation.ShardPosition;
import io.larder.protocol.operation.StreamDescription;
import io.larder.protocol.operation.StreamRecord;
import io.larder.protocol.operation.StreamRecord.EventName;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader of streams sends, and what it makes of the answers. */
class StreamRequestsTest {
  private static final Item FIRST =
      Item.of(
          Map.of(
              "p", new AttributeValue.Str("x"), "s", new AttributeValue.Num(DynamoNumber.of(1))));

  /** A record that says as little as can be. */
  private static StreamRecord change(
      EventName event, String key, String sequenceNumber, boolean isExpiry) {
    return new StreamRecord(
        "",
        event,
        "",
        null,
        Item.of(Map.of("p", new AttributeValue.Str(key))),
        null,
        null,
        sequenceNumber,
        0,
        null,
        isExpiry);
  }

  private static String written(Request.OfStream<?> request) {
    var out = new JsonWriter();
    RequestWriter.write(request, out);
    return RequestWriter.target(request)
        + " "
        + new String(out.toByteArray(), StandardCharsets.UTF_8).replace('"', '\'');
  }

  /** The answer in a body with single quotes for legibility. */
  private static <R extends Response> R quoted(Request.OfStream<R> request, String body) {
    byte[] json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return ResponseReader.read(request, json, 0, json.length);
  }

  @Test
  void requestsNameTheirServiceAndLeaveOutWhatIsNotGiven() {
    assertThat(written(new ListStreamsRequest("abc", null, 100)))
        .isEqualTo("DynamoDBStreams_20120810.ListStreams {'TableName':'abc'}");
    assertThat(written(new ListStreamsRequest("abc", "arn:1", 100)))
        .endsWith("{'TableName':'abc','ExclusiveStartStreamArn':'arn:1'}");
    assertThat(written(new DescribeStreamRequest("arn:1", null, null, 100)))
        .isEqualTo("DynamoDBStreams_20120810.DescribeStream {'StreamArn':'arn:1'}");
    assertThat(written(new DescribeStreamRequest("arn:1", "s", null, 100)))
        .endsWith("{'StreamArn':'arn:1','ExclusiveStartShardId':'s'}");
    assertThat(written(new DescribeStreamRequest("arn:1", null, "p", 7)))
        .endsWith(
            "{'StreamArn':'arn:1','ShardFilter':{'Type':'CHILD_SHARDS','ShardId':'p'},'Limit':7}");
    assertThat(written(new GetShardIteratorRequest("arn:1", "s", ShardPosition.LATEST)))
        .isEqualTo(
            "DynamoDBStreams_20120810.GetShardIterator {'StreamArn':'arn:1','ShardId':'s',"
                + "'ShardIteratorType':'LATEST'}");
    assertThat(written(new GetShardIteratorRequest("arn:1", "s", ShardPosition.after("7"))))
        .endsWith("'ShardIteratorType':'AFTER_SEQUENCE_NUMBER','SequenceNumber':'7'}");
    assertThat(written(new GetRecordsRequest("i", 10)))
        .isEqualTo("DynamoDBStreams_20120810.GetRecords {'ShardIterator':'i','Limit':10}");
  }

  @Test
  void streamsAreThoseOfATableWithTheirLabels() {
    assertThat(
            quoted(
                new ListStreamsRequest("abc", null, 100),
                "{'Streams':[{'TableName':'abc','StreamArn':'arn:1','StreamLabel':"
                    + "'2015-05-20T20:51:10.252'}],'LastEvaluatedStreamArn':'arn:1'}"))
        .isEqualTo(
            new ListStreamsResponse(
                List.of(new StreamSummary("arn:1", "abc", "2015-05-20T20:51:10.252")), "arn:1"));
  }

  @Test
  void aShardIsOpenAsLongAsItHasNoEnd() {
    assertThat(
            quoted(
                new DescribeStreamRequest("arn:1", null, null, 100),
                "{'StreamDescription':{'CreationRequestDateTime':1.46E9,'KeySchema':["
                    + "{'AttributeName':'p','KeyType':'HASH'}],'Shards':[{'SequenceNumberRange':"
                    + "{'EndingSequenceNumber':'20','StartingSequenceNumber':'10'},'ShardId':'a'},"
                    + "{'ParentShardId':'a','SequenceNumberRange':{'StartingSequenceNumber':'20'},"
                    + "'ShardId':'b'}],'StreamArn':'arn:1','StreamStatus':'ENABLED',"
                    + "'StreamViewType':'KEYS_ONLY','TableName':'abc'}}"))
        .isEqualTo(
            new DescribeStreamResponse(
                new StreamDescription(
                    "arn:1",
                    "",
                    StreamStatus.ENABLED,
                    StreamViewType.KEYS_ONLY,
                    Instant.ofEpochSecond(1_460_000_000),
                    "abc",
                    List.of(new KeySchemaElement("p", KeyType.HASH)),
                    List.of(new Shard("a", null, "10", "20"), new Shard("b", "a", "20", null)),
                    null)));
  }

  @Test
  void anIteratorIsReadAsItIs() {
    assertThat(
            quoted(
                new GetShardIteratorRequest("arn:1", "s", ShardPosition.LATEST),
                "{'ShardIterator':'arn:1|1|AAAA'}"))
        .isEqualTo(new GetShardIteratorResponse("arn:1|1|AAAA"));
  }

  @Test
  void recordsTellWhichItemsWereChangedAndByWhom() {
    assertThat(
            quoted(
                new GetRecordsRequest("i", 10),
                "{'NextShardIterator':'j','Records':[{'awsRegion':'us-west-2','dynamodb':"
                    + "{'ApproximateCreationDateTime':1.46480527E9,'Keys':{'p':{'S':'x'},'s':"
                    + "{'N':'1'}},'NewImage':{'p':{'S':'x'},'s':{'N':'1'}},'SequenceNumber':"
                    + "'300000000000000499659','SizeBytes':41,'StreamViewType':"
                    + "'NEW_AND_OLD_IMAGES'},'eventID':'e2','eventName':'INSERT','eventSource':"
                    + "'aws:dynamodb','eventVersion':'1.0'},{'dynamodb':{'Keys':{'p':{'S':'y'}},"
                    + "'SequenceNumber':'2'},'eventName':'REMOVE','userIdentity':{'PrincipalId':"
                    + "'dynamodb.amazonaws.com','Type':'Service'}},{'dynamodb':{'Keys':{'p':"
                    + "{'S':'z'}},'SequenceNumber':'3'},'eventName':'NEW'}]}"))
        .isEqualTo(
            new GetRecordsResponse(
                List.of(
                    new StreamRecord(
                        "e2",
                        EventName.INSERT,
                        "us-west-2",
                        Instant.ofEpochSecond(1_464_805_270),
                        FIRST,
                        FIRST,
                        null,
                        "300000000000000499659",
                        41,
                        StreamViewType.NEW_AND_OLD_IMAGES,
                        false),
                    change(EventName.REMOVE, "y", "2", true),
                    change(EventName.MODIFY, "z", "3", false)),
                "j"));
  }

  @Test
  void theEndOfAClosedShardHasNoPlaceToGoOn() {
    assertThat(quoted(new GetRecordsRequest("i", 10), "{'Records':[],'NextShardIterator':null}"))
        .isEqualTo(new GetRecordsResponse(List.of(), null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Records':[{'eventName':'INSERT'}]}",
        "{'Records':[{'dynamodb':{'SequenceNumber':'1'}}]}",
        "{'Records':[{'dynamodb':{'Keys':{'p':{'S':'x'}}}}]}",
        "{'Records':{}}",
        "{'Records':[",
      })
  void aRecordThatDoesNotTellItsItemIsMalformed(String body) {
    var request = new GetRecordsRequest("i", 10);

    assertThatThrownBy(() -> quoted(request, body)).isInstanceOf(MalformedAnswer.class);
  }
}
