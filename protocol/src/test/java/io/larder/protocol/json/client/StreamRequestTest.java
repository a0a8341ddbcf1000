package io.larder.protocol.json.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.json.client.StreamAnswer.Change;
import io.larder.protocol.json.client.StreamAnswer.EventName;
import io.larder.protocol.json.client.StreamAnswer.Shard;
import io.larder.protocol.json.client.StreamAnswer.Stream;
import io.larder.protocol.json.client.StreamRequest.DescribeStream;
import io.larder.protocol.json.client.StreamRequest.GetRecords;
import io.larder.protocol.json.client.StreamRequest.GetShardIterator;
import io.larder.protocol.json.client.StreamRequest.ListStreams;
import io.larder.protocol.json.client.StreamRequest.ShardIteratorType;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader of streams sends, and what it makes of the answers. */
class StreamRequestTest {
  private static String written(StreamRequest<?> request) {
    var out = new JsonWriter();
    request.write(out);
    return request.target()
        + " "
        + new String(out.toByteArray(), StandardCharsets.UTF_8).replace('"', '\'');
  }

  /** The answer in a body with single quotes for legibility. */
  private static <R extends StreamAnswer> R quoted(StreamRequest<R> request, String body) {
    byte[] json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return request.read(json, 0, json.length);
  }

  @Test
  void requestsNameTheirServiceAndLeaveOutWhatIsNotGiven() {
    assertThat(written(new ListStreams("abc", null)))
        .isEqualTo("DynamoDBStreams_20120810.ListStreams {'TableName':'abc'}");
    assertThat(written(new ListStreams("abc", "arn:1")))
        .endsWith("{'TableName':'abc','ExclusiveStartStreamArn':'arn:1'}");
    assertThat(written(new DescribeStream("arn:1", null)))
        .isEqualTo("DynamoDBStreams_20120810.DescribeStream {'StreamArn':'arn:1'}");
    assertThat(written(new DescribeStream("arn:1", "s")))
        .endsWith("{'StreamArn':'arn:1','ExclusiveStartShardId':'s'}");
    assertThat(written(new GetShardIterator("arn:1", "s", ShardIteratorType.LATEST, null)))
        .isEqualTo(
            "DynamoDBStreams_20120810.GetShardIterator {'StreamArn':'arn:1','ShardId':'s',"
                + "'ShardIteratorType':'LATEST'}");
    assertThat(
            written(
                new GetShardIterator("arn:1", "s", ShardIteratorType.AFTER_SEQUENCE_NUMBER, "7")))
        .endsWith("'ShardIteratorType':'AFTER_SEQUENCE_NUMBER','SequenceNumber':'7'}");
    assertThat(written(new GetRecords("i", 1000)))
        .isEqualTo("DynamoDBStreams_20120810.GetRecords {'ShardIterator':'i','Limit':1000}");
  }

  @Test
  void streamsAreThoseOfATableWithTheirLabels() {
    assertThat(
            quoted(
                new ListStreams("abc", null),
                "{'Streams':[{'TableName':'abc','StreamArn':'arn:1','StreamLabel':"
                    + "'2015-05-20T20:51:10.252'}],'LastEvaluatedStreamArn':'arn:1'}"))
        .isEqualTo(
            new StreamAnswer.Streams(
                List.of(new Stream("arn:1", "abc", "2015-05-20T20:51:10.252")), "arn:1"));
  }

  @Test
  void aShardIsOpenAsLongAsItHasNoEnd() {
    assertThat(
            quoted(
                new DescribeStream("arn:1", null),
                "{'StreamDescription':{'CreationRequestDateTime':1.46E9,'KeySchema':["
                    + "{'AttributeName':'p','KeyType':'HASH'}],'Shards':[{'SequenceNumberRange':"
                    + "{'EndingSequenceNumber':'20','StartingSequenceNumber':'10'},'ShardId':'a'},"
                    + "{'ParentShardId':'a','SequenceNumberRange':{'StartingSequenceNumber':'20'},"
                    + "'ShardId':'b'}],'StreamArn':'arn:1','StreamStatus':'ENABLED',"
                    + "'StreamViewType':'KEYS_ONLY','TableName':'abc'}}"))
        .isEqualTo(
            new StreamAnswer.Description(
                "arn:1",
                "ENABLED",
                "KEYS_ONLY",
                List.of(new Shard("a", null, "10", "20"), new Shard("b", "a", "20", null)),
                null));
  }

  @Test
  void anIteratorIsReadAsItIs() {
    assertThat(
            quoted(
                new GetShardIterator("arn:1", "s", ShardIteratorType.LATEST, null),
                "{'ShardIterator':'arn:1|1|AAAA'}"))
        .isEqualTo(new StreamAnswer.ShardIterator("arn:1|1|AAAA"));
  }

  @Test
  void recordsTellWhichItemsWereChangedAndByWhom() {
    assertThat(
            quoted(
                new GetRecords("i", 10),
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
            new StreamAnswer.Records(
                List.of(
                    new Change(
                        EventName.INSERT,
                        Map.of(
                            "p",
                            new AttributeValue.Str("x"),
                            "s",
                            new AttributeValue.Num(DynamoNumber.of(1))),
                        "300000000000000499659",
                        Instant.ofEpochSecond(1_464_805_270),
                        false),
                    new Change(
                        EventName.REMOVE,
                        Map.of("p", new AttributeValue.Str("y")),
                        "2",
                        null,
                        true),
                    new Change(
                        EventName.MODIFY,
                        Map.of("p", new AttributeValue.Str("z")),
                        "3",
                        null,
                        false)),
                "j"));
  }

  @Test
  void theEndOfAClosedShardHasNoPlaceToGoOn() {
    assertThat(quoted(new GetRecords("i", 10), "{'Records':[],'NextShardIterator':null}"))
        .isEqualTo(new StreamAnswer.Records(List.of(), null));
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
    var request = new GetRecords("i", 10);

    assertThatThrownBy(() -> quoted(request, body)).isInstanceOf(MalformedAnswer.class);
  }
}
